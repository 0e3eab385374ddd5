// C++ names that the user chose: `method<"by_role">`, `"field": "content_type"`. Nothing is derived from them.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "source/source_set.hpp"

#include <string_view>

namespace partita::plan {

/// False, and reported with a name that would do, if generated code cannot declare it. `what` it is: `method`.
bool check_identifier(std::string_view text, source::Span span, std::string_view what, diagnostics::Sink& sink);

}  // namespace partita::plan
