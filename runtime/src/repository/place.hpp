// Says of an error where it happened.
#pragma once

#include <partita/error.hpp>

#include <string>
#include <string_view>

namespace partita::inline epoch1::detail {

/// The error with operation and table filled in, where they are not.
inline Error with_place(const Error& error, std::string_view operation, std::string_view table) {
  Error::Details details = error.details();
  if (details.operation.empty()) details.operation = operation;
  if (details.table.empty()) details.table = table;
  return Error(std::move(details));
}

}  // namespace partita::inline epoch1::detail
