#include "diagnostics/pages.hpp"

#include <algorithm>

namespace partita::diagnostics {

std::string_view page(Id id) {
  const auto all = pages();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& page) { return page.name == info(id).name; });
  return found == all.end() ? std::string_view{} : found->text;
}

}  // namespace partita::diagnostics
