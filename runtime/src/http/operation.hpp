// What the name of an operation tells.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace partita::inline epoch1::http {

/// Whether the operation leaves everything as it is, so that "may have been applied" means nothing.
constexpr bool only_reads(std::string_view operation) {
  constexpr std::array<std::string_view, 7> prefixes{"Get",         "Query",    "Scan", "BatchGet",
                                                     "TransactGet", "Describe", "List"};
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [operation](std::string_view prefix) { return operation.starts_with(prefix); });
}

}  // namespace partita::inline epoch1::http
