#include "deadline.hpp"

#include "waiting.hpp"

#include <partita/client.hpp>

#include <algorithm>

namespace partita::inline epoch1 {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

namespace {

std::int64_t ns_from_now(std::int64_t ns) {
  return nanoseconds(steady_clock::now().time_since_epoch()).count() + ns;
}

}  // namespace

void CallOptions::fix_deadline() {
  if (has_timeout() && deadline_ns_ == no_timeout) deadline_ns_ = ns_from_now(timeout_ns_);
}

void CallOptions::fix_deadline(const Client& client) {
  fix_deadline();
  if (deadline_ns_ != no_timeout || is_unlimited_ || client.call_timeout().count() == 0) return;
  deadline_ns_ = ns_from_now(nanoseconds(std::min(client.call_timeout(), century)).count());
}

std::optional<steady_clock::time_point> detail::deadline_of(const Client& client, const CallOptions& options) {
  CallOptions call = options;
  call.fix_deadline(client);
  if (call.deadline_ns() == CallOptions::no_timeout) return std::nullopt;
  return steady_clock::time_point(nanoseconds(call.deadline_ns()));
}

CallContext detail::context_of(const Client& client, const CallOptions& options) {
  return {
      .deadline = deadline_of(client, options), .stop = options.stop_signal(), .trace_parent = options.trace_parent()};
}

}  // namespace partita::inline epoch1
