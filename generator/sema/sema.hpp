// From what was declared to the resolved model, by way of every rule.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"
#include "model/schema.hpp"

#include <optional>

namespace partita::sema {

/// Checks every rule and reports all mistakes of all entities. Gives the model if the sink holds no error, not even one
/// of a front end.
std::optional<model::Schema> analyse(const model::Declared& declared, diagnostics::Sink& sink);

}  // namespace partita::sema
