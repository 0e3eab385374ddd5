#include "deadline.hpp"

namespace partita::inline epoch1 {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

void CallOptions::fix_deadline() {
  if (!has_timeout() || deadline_ns_ != no_timeout) return;
  deadline_ns_ = nanoseconds(steady_clock::now().time_since_epoch()).count() + timeout_ns_;
}

std::optional<steady_clock::time_point> detail::deadline_of(const CallOptions& options) {
  CallOptions call = options;
  call.fix_deadline();
  if (!call.has_timeout()) return std::nullopt;
  return steady_clock::time_point(nanoseconds(call.deadline_ns()));
}

}  // namespace partita::inline epoch1
