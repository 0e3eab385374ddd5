// Why the service cancelled a transaction.
#pragma once

#include <partita/error.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::http {

/// Why one action was cancelled; of those that were not, the code is None.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CancellationReason.html
struct CancellationReason {
  std::string code;
  std::string message;
  std::string item;

  bool is_condition() const { return code == "ConditionalCheckFailed"; }
};

/// In the order of the actions; empty if the JSON is no list of reasons.
std::vector<CancellationReason> cancellation_reasons(std::string_view json);

/// The kind of error that the action alone would have ended with.
ErrorKind kind_of(const CancellationReason& reason);

/// Whether what failed so may succeed later as it is.
bool may_pass(ErrorKind kind);

/// The position of the reason that nothing but a change by the caller can mend, if there is one; else of the first.
std::optional<std::size_t> chosen_reason(const std::vector<CancellationReason>& reasons);

}  // namespace partita::inline epoch1::http
