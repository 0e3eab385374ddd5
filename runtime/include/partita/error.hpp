// What went wrong with an operation, as a value.
#pragma once

#include <partita/throttling.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1 {

/// What a caller can do something about. `to_string` gives the names.
enum class ErrorKind : std::uint8_t {
  invalid_argument,  ///< refused before anything was sent: an empty key, a string that is not UTF-8, NaN, a bad URL
  condition_failed,  ///< the item exists already (create), does not (update), or a version or condition did not hold
  not_found,         ///< the table or index does not exist
  already_exists,    ///< the table exists, or is in use by another change of it
  validation,        ///< the service refused the request as malformed
  throttled,         ///< throughput or request limit exceeded, still after the retries
  conflict,          ///< another transaction or write held the item, still after the retries
  too_large,         ///< item, request or item collection over the service's limit
  access_denied,     ///< the credentials are good, but not allowed to do this
  credentials,       ///< no credentials, or expired, or refused
  clock_skew,        ///< this machine's clock is too far from the service's
  transport,         ///< no connection, or one that broke, still after the retries; see `maybe_applied`
  deadline,          ///< no answer in time; see `maybe_applied`
  outcome_unknown,   ///< the request may or may not have been applied, and repeating it would not be safe
  server,            ///< the service failed, still after the retries
  decode,            ///< the answer, or an item in it, is not what the schema says
  cancelled,         ///< the caller's stop token asked for it
  pool_exhausted,    ///< no connection within `PoolOptions::queue_wait`, or no file left for one; nothing was sent
  circuit_open,      ///< not sent, as the server does not answer; see `BreakerOptions`
  overloaded,        ///< not sent, as too many of its kind are under way; see `BulkheadOptions`
  unsupported,       ///< the endpoint does not know the operation
};

std::string_view to_string(ErrorKind kind);

/// One owned pointer: moving is cheap, and a `Result<void>` stays small. Copies share the details. Immutable once
/// built.
class [[nodiscard]] Error {
 public:
  struct Details {
    ErrorKind kind = ErrorKind::validation;
    std::string message;    ///< the service's own text, or ours: what, where and what to do
    std::string operation;  ///< `PutItem`; empty if none was under way
    std::string table;
    std::string code;        ///< the service's exception name without its prefix: `ConditionalCheckFailedException`
    std::string request_id;  ///< what AWS support asks for first
    std::string item;        ///< the item already there, as the service's JSON object, without sensitive attributes
    std::string whole_item;  ///< the same with them, if there are any; for `Repository::existing`, not for a log
    std::optional<std::size_t> action{};  ///< of a transaction: the position of the action that failed
    std::string cancellation_reasons;     ///< of a transaction: a JSON array, one for each action; for the runtime
    std::vector<ThrottlingReason> throttling{};  ///< why the request was throttled, if the service said so
    int status = 0;                              ///< HTTP status; 0 if there was no answer
    int attempts = 0;                            ///< requests sent
    bool cut_short = false;                      ///< not repeated, as the deadline of the call left no time for it
    bool maybe_applied = false;  ///< this call, a write, may have been applied by one of its attempts all the same
  };

  explicit Error(Details details) : details_(std::make_shared<const Details>(std::move(details))) {}
  Error(ErrorKind kind, std::string message);

  ErrorKind kind() const { return details_->kind; }
  const std::string& message() const { return details_->message; }
  const std::string& operation() const { return details_->operation; }
  const std::string& table() const { return details_->table; }
  const std::string& code() const { return details_->code; }
  const std::string& request_id() const { return details_->request_id; }
  /// The item that is already there, as the service's JSON object, for a log: attributes that the schema calls
  /// sensitive are left out. `Repository::existing` decodes the whole of it.
  const std::string& item() const { return details_->item; }
  /// Of a transaction: the position, from 0, of the action that failed.
  std::optional<std::size_t> action() const { return details_->action; }
  /// Of a `throttled` error: which table or index, reads or writes, which limit. Empty if the service did not say.
  const std::vector<ThrottlingReason>& throttling() const { return details_->throttling; }
  int status() const { return details_->status; }
  int attempts() const { return details_->attempts; }
  bool maybe_applied() const { return details_->maybe_applied; }
  const Details& details() const { return *details_; }

  /// One line for a log: `condition_failed: PutItem on 'contacts': The conditional request failed (request id ABC)`.
  std::string to_string() const;

 private:
  std::shared_ptr<const Details> details_;
};

}  // namespace partita::inline epoch1
