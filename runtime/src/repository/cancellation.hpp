// Why the service cancelled a transaction, and sending one until it was not in the way of another.
#pragma once

#include <partita/client.hpp>
#include <partita/error.hpp>

#include "rounds.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
inline constexpr std::size_t most_actions = 100;

/// Why one action was cancelled; of those that were not, the code is None.
struct CancellationReason {
  std::string code;
  std::string message;
  std::string item;

  bool is_condition() const { return code == "ConditionalCheckFailed"; }
};

/// In the order of the actions; empty if the error says none.
std::vector<CancellationReason> cancellation_reasons(const Error& error);

/// The error without them, as a caller gets it: they hold whole items, whoever's these are.
Error without_reasons(const Error& error);

/// Whether a transaction that failed so may succeed later as it is.
bool may_pass(ErrorKind kind);

/// The position of the reason that nothing but a change by the caller can mend, if there is one; else of the first.
std::optional<std::size_t> chosen_reason(const std::vector<CancellationReason>& reasons);

/// The error as that action's own: its kind, code and message. `name` is what the message calls the action.
Error::Details action_error(const Error& error, const CancellationReason& reason, std::size_t action,
                            const std::string& name, const std::string& table);

/// Sends the request of a transaction, and again while `explained` makes a conflict or throttling of its failure, until
/// `max_attempts`, or the time limit if there is one.
std::optional<Error> send_transaction(Rounds& rounds, const Client& client, const CallOptions& options,
                                      std::string_view body, const std::function<Error(const Error&)>& explained);

}  // namespace partita::inline epoch1::detail
