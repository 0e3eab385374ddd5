// A name that stands twice in a list where once is enough.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/type.hpp"

#include <string_view>
#include <vector>

namespace partita::sema {

/// Reports each name that an earlier one repeats. `user` completes "... names".
void check_repeated(const std::vector<model::Name>& names, std::string_view user, diagnostics::Sink& sink);

}  // namespace partita::sema
