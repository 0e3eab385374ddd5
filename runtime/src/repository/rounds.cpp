#include "rounds.hpp"

#include "deadline.hpp"
#include "http/operation.hpp"
#include "place.hpp"
#include "waiting.hpp"

#include <algorithm>
#include <utility>

namespace partita::inline epoch1::detail {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

Rounds::Rounds(const Client& client, std::string_view operation, std::string table, RetryClass retry,
               const CallOptions& options)
    : client_(client),
      operation_(operation),
      table_(std::move(table)),
      retry_(retry),
      context_(context_of(client, options)) {}

Rounds Rounds::share() const {
  Rounds other(client_, operation_, table_, retry_, {});
  other.context_ = context_;
  other.entities_ = entities_;
  other.hidden_ = hidden_;
  return other;
}

void Rounds::about(const std::string& table, std::string_view entity, std::span<const std::string_view> hidden) {
  hidden_.insert(hidden_.end(), hidden.begin(), hidden.end());
  const auto known =
      std::find_if(entities_.begin(), entities_.end(), [&](const TableEntity& each) { return each.table == table; });
  if (known == entities_.end()) {
    entities_.push_back({table, entity});
  } else if (known->entity != entity) {
    known->entity = {};
  }
}

Request Rounds::request(std::string_view body) const {
  Request request{operation_, table_, body, retry_, context_};
  if (entities_.size() == 1) request.entity = entities_.front().entity;
  request.hidden = hidden_;
  return request;
}

std::optional<Error> Rounds::send(std::string_view body) {
  count();
  reply_.reset();
  if (context_.stop.requested()) return with_place(Error(ErrorKind::cancelled, "cancelled by the caller's stop token"));
  if (context_.deadline && steady_clock::now() >= *context_.deadline) {
    return with_place(Error(ErrorKind::deadline, "the call's deadline passed before the request was sent"));
  }
  client_.transport().send(request(body), reply_);
  is_counted_ = false;
  request_cost_.requests = static_cast<std::uint32_t>(reply_.facts.attempts);
  if (!reply_.error) return std::nullopt;
  Error::Details details = reply_.error->details();
  details.maybe_applied = details.maybe_applied || (reply_.facts.ambiguous_attempt && !http::only_reads(operation_));
  return with_place(Error(std::move(details)));
}

void Rounds::count() {
  if (std::exchange(is_counted_, true)) return;
  count_cost(client_, request({}), reply_, request_cost_, entities_);
  cost_ += request_cost_;
  request_cost_ = {};
}

const Cost& Rounds::cost() {
  count();
  return cost_;
}

std::optional<Error> Rounds::wait(int attempt, const Error& reason) {
  const nanoseconds time = full_jitter(throttled_base, longest_wait, attempt, client_.random());
  if (context_.deadline && steady_clock::now() + time >= *context_.deadline) return reason;
  if (client_.sleep(time, context_.stop)) return std::nullopt;
  Error::Details details = reason.details();
  details.message = "cancelled by the caller's stop token while waiting to repeat after: " + details.message;
  details.kind = ErrorKind::cancelled;
  return Error(std::move(details));
}

void Rounds::read_capacity(wire::Reader& in) {
  read_capacities(in, http::only_reads(operation_), request_cost_);
}

void Rounds::read_one_capacity(wire::Reader& in) {
  detail::read_capacity(in, http::only_reads(operation_), request_cost_);
}

Error Rounds::unreadable(const std::string& message) const {
  Error::Details details;
  details.kind = ErrorKind::decode;
  details.message = message;
  details.request_id = reply_.facts.request_id;
  details.status = reply_.facts.status;
  details.attempts = reply_.facts.attempts;
  details.maybe_applied = !http::only_reads(operation_);
  return with_place(Error(std::move(details)));
}

Error Rounds::with_place(const Error& error) const {
  return detail::with_place(error, operation_, table_);
}

}  // namespace partita::inline epoch1::detail
