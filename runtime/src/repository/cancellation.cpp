#include "cancellation.hpp"

#include <partita/wire/reader.hpp>

#include <utility>

namespace partita::inline epoch1::detail {

namespace {

ErrorKind kind_of_reason(std::string_view code) {
  if (code == "ConditionalCheckFailed") return ErrorKind::condition_failed;
  if (code == "TransactionConflict") return ErrorKind::conflict;
  if (code == "ProvisionedThroughputExceeded" || code == "ThrottlingError") return ErrorKind::throttled;
  if (code == "ItemCollectionSizeLimitExceeded") return ErrorKind::too_large;
  if (code == "AccessDenied") return ErrorKind::access_denied;
  return ErrorKind::validation;
}

bool is_none(const CancellationReason& reason) {
  return reason.code.empty() || reason.code == "None";
}

}  // namespace

bool may_pass(ErrorKind kind) {
  return kind == ErrorKind::conflict || kind == ErrorKind::throttled;
}

std::vector<CancellationReason> cancellation_reasons(const Error& error) {
  std::vector<CancellationReason> reasons;
  wire::TextReader text{error.details().cancellation_reasons};
  wire::Reader& in = text.reader();
  in.begin_array();
  while (in.next_element()) {
    CancellationReason& reason = reasons.emplace_back();
    std::string_view key;
    in.begin_object();
    while (in.next_key(key)) {
      const bool is_message = key == "Message" || key == "message";  // the service and its copies differ
      if (key == "Code" || is_message) {
        const bool is_code = key == "Code";
        const std::string_view value = in.skip_value();
        if (!value.starts_with('"')) continue;
        wire::TextReader string{value};
        (is_code ? reason.code : reason.message) = string.reader().read_plain_string();
      } else if (key == "Item") {
        reason.item = in.skip_value();
      } else {
        in.skip_value();
      }
    }
  }
  if (!in.ok()) reasons.clear();
  return reasons;
}

std::optional<std::size_t> chosen_reason(const std::vector<CancellationReason>& reasons) {
  std::optional<std::size_t> chosen;
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (is_none(reasons[i])) continue;
    if (!chosen || (may_pass(kind_of_reason(reasons[*chosen].code)) && !may_pass(kind_of_reason(reasons[i].code)))) {
      chosen = i;
    }
  }
  return chosen;
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
  details.kind = kind_of_reason(reason.code);
  details.code = reason.code;
  details.table = table;
  details.message = name + ": " + (reason.message.empty() ? reason.code : reason.message);
  details.action = action;
  details.item = reason.item;
  return details;
}

std::optional<Error> send_transaction(Rounds& rounds, const Client& client, const CallOptions& options,
                                      std::string_view body, const std::function<Error(const Error&)>& explained) {
  for (int attempt = 1;; ++attempt) {
    std::optional<Error> error = rounds.send(body);
    if (!error) return std::nullopt;
    const Error reason = explained(*error);
    const bool again =
        reason.action() && may_pass(reason.kind()) && (options.has_timeout() || attempt < client.max_attempts());
    error = again ? rounds.wait(attempt, reason) : reason;
    if (error) return error;
  }
}

}  // namespace partita::inline epoch1::detail
