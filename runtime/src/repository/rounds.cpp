#include "rounds.hpp"

#include "http/operation.hpp"
#include "place.hpp"
#include "waiting.hpp"

#include <utility>

namespace partita::inline epoch1::detail {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

Rounds::Rounds(const Client& client, std::string_view operation, std::string table, RetryClass retry,
               const CallOptions& options)
    : client_(client), operation_(operation), table_(std::move(table)), retry_(retry), stop_(options.stop_signal()) {
  if (options.has_timeout()) deadline_ = steady_clock::now() + nanoseconds(options.timeout_ns());
}

std::optional<Error> Rounds::send(std::string_view body) {
  if (stop_.requested()) return with_place(Error(ErrorKind::cancelled, "cancelled by the caller's stop token"));
  if (deadline_ && steady_clock::now() >= *deadline_) {
    return with_place(Error(ErrorKind::deadline, "the call's deadline passed before the request was sent"));
  }
  Request request{operation_, table_, body, retry_, {}};
  request.context.deadline = deadline_;
  request.context.stop = stop_;
  reply_.reset();
  client_.transport().send(request, reply_, nullptr);
  cost_.requests += static_cast<std::uint32_t>(reply_.facts.attempts);
  if (!reply_.error) return std::nullopt;
  Error::Details details = reply_.error->details();
  details.maybe_applied = details.maybe_applied || (reply_.facts.ambiguous_attempt && !http::only_reads(operation_));
  return with_place(Error(std::move(details)));
}

std::optional<Error> Rounds::drain(std::deque<std::size_t>& pending,
                                   const std::function<std::optional<Error>()>& send_some) {
  int idle = 0;
  while (!pending.empty()) {
    const std::size_t before = pending.size();
    if (auto error = send_some()) return error;
    if (pending.size() < before) {
      idle = 0;
      continue;
    }
    ++idle;
    const Error reason = with_place(Error(ErrorKind::throttled, "the service left all of a request unprocessed, " +
                                                                    std::to_string(idle) + " times in a row"));
    if (idle >= client_.max_attempts()) return reason;
    if (auto error = wait(idle, reason)) return error;
  }
  return std::nullopt;
}

std::optional<Error> Rounds::wait(int attempt, const Error& reason) {
  const nanoseconds time = full_jitter(throttled_base, longest_wait, attempt, client_.random());
  if (deadline_ && steady_clock::now() + time >= *deadline_) return reason;
  if (client_.sleep(time, stop_)) return std::nullopt;
  Error::Details details = reason.details();
  details.message = "cancelled by the caller's stop token while waiting to repeat after: " + details.message;
  details.kind = ErrorKind::cancelled;
  return Error(std::move(details));
}

void Rounds::read_capacity(wire::Reader& in, double Cost::* units) {
  in.begin_array();
  while (in.next_element()) {
    std::string_view key;
    in.begin_object();
    while (in.next_key(key)) {
      if (key == "CapacityUnits") {
        cost_.*units += in.read_double();
      } else {
        in.skip_value();
      }
    }
  }
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
