// Says of an error where it happened.
#pragma once

#include <partita/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::detail {

/// The error with operation and table filled in, where they are not.
inline Error with_place(const Error& error, std::string_view operation, std::string_view table) {
  Error::Details details = error.details();
  if (details.operation.empty()) details.operation = operation;
  if (details.table.empty()) details.table = table;
  return Error(std::move(details));
}

/// The error of one entry of a batch.
inline Error numbered(std::size_t position, const Error& error) {
  Error::Details details = error.details();
  details.message = "number " + std::to_string(position) + " of the batch, counted from 0: " + details.message;
  return Error(std::move(details));
}

}  // namespace partita::inline epoch1::detail
