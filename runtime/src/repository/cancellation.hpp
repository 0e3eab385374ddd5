// Whose fault it was that the service cancelled a transaction, and sending one until it was not in the way of another.
#pragma once

#include "http/cancellation_reasons.hpp"
#include "rounds.hpp"

#include <partita/client.hpp>
#include <partita/error.hpp>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
inline constexpr std::size_t most_actions = 100;

using http::CancellationReason;
using http::chosen_reason;
using http::may_pass;

/// In the order of the actions; empty if the error says none.
std::vector<CancellationReason> cancellation_reasons(const Error& error);

/// The error without them, as a caller gets it: they hold whole items, whoever's these are.
Error without_reasons(const Error& error);

/// The error as that action's own: its kind, code and message. `name` is what the message calls the action.
Error::Details action_error(const Error& error, const CancellationReason& reason, std::size_t action,
                            const std::string& name, const std::string& table);

/// Whether a transaction that was in the way of another may be sent once more, after so many times. What is below has
/// sent it as often as `max_attempts` and the budget of retries let it, where it counts attempts: then only a call with
/// a time limit goes on, and not when the budget was used up.
bool may_be_sent_again(const Error& error, const Client& client, const CallOptions& options, int attempt);

/// Sends the request of a transaction, and again while `explained` makes a conflict or throttling of its failure, until
/// `max_attempts`, or the time limit if there is one.
std::optional<Error> send_transaction(Rounds& rounds, const Client& client, const CallOptions& options,
                                      std::string_view body, const std::function<Error(const Error&)>& explained);

}  // namespace partita::inline epoch1::detail
