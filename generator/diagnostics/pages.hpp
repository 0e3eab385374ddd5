// The pages of docs/diagnostics, which the build put into the tool.
#pragma once

#include "diagnostics/ids.hpp"
#include "source/embedded_text.hpp"

#include <span>
#include <string_view>

namespace partita::diagnostics {

/// In the order of their names, which are those of the ids.
std::span<const source::EmbeddedText> pages();

/// The page of one id: Markdown, with what it means, why, examples and the way out.
std::string_view page(Id id);

}  // namespace partita::diagnostics
