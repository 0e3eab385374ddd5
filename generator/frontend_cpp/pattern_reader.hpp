// Reads `access_pattern<"name", "a, b desc", options...>`.
#pragma once

#include "frontend_cpp/argument_text.hpp"
#include "frontend_cpp/sugar.hpp"
#include "model/declared.hpp"

#include <optional>
#include <vector>

namespace partita::frontend_cpp {

/// Adds the suppressions that stand in the pattern. Nothing, and reported, if its text is malformed.
std::optional<model::DeclaredPattern> read_pattern(const TemplateUse& use, ArgumentText& texts, Locator& locator,
                                                   diagnostics::Sink& sink,
                                                   std::vector<model::Suppression>& suppressions);

}  // namespace partita::frontend_cpp
