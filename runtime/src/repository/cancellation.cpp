#include "cancellation.hpp"

#include <utility>

namespace partita::inline epoch1::detail {

std::vector<CancellationReason> cancellation_reasons(const Error& error) {
  return http::cancellation_reasons(error.details().cancellation_reasons);
}

Error without_reasons(const Error& error) {
  if (error.details().cancellation_reasons.empty()) return error;
  Error::Details details = error.details();
  details.cancellation_reasons.clear();
  return Error(std::move(details));
}

Error::Details action_error(const Error& error, const CancellationReason& reason, std::size_t action,
                            const std::string& name, const std::string& table) {
  Error::Details details = without_reasons(error).details();
  details.kind = http::kind_of(reason);
  details.code = reason.code;
  details.table = table;
  details.message = name + ": " + (reason.message.empty() ? reason.code : reason.message);
  details.action = action;
  details.item = reason.item;
  return details;
}

bool may_be_sent_again(const Error& error, const Client& client, const CallOptions& options, int attempt) {
  if (error.attempts() == 0) return options.has_timeout() || attempt < client.max_attempts();
  return options.has_timeout() && error.attempts() >= client.max_attempts();
}

std::optional<Error> send_transaction(Rounds& rounds, const Client& client, const CallOptions& options,
                                      std::string_view body, const std::function<Error(const Error&)>& explained) {
  for (int attempt = 1;; ++attempt) {
    std::optional<Error> error = rounds.send(body);
    if (!error) return std::nullopt;
    const Error reason = explained(*error);
    const bool again =
        reason.action() && may_pass(reason.kind()) && may_be_sent_again(reason, client, options, attempt);
    error = again ? rounds.wait(attempt, reason) : reason;
    if (error) return error;
  }
}

}  // namespace partita::inline epoch1::detail
