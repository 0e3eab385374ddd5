#include "log/log_transport.hpp"

#include "log/log_event.hpp"

#include <utility>

namespace partita::inline epoch1 {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

LogTransport::LogTransport(std::shared_ptr<Transport> next, LogSink log, milliseconds slow)
    : next_(std::move(next)), log_(std::move(log)), slow_(slow) {}

void LogTransport::send(const Request& request, Reply& reply) noexcept {
  const auto begin = steady_clock::now();
  next_->send(request, reply);
  const auto time = std::chrono::floor<milliseconds>(steady_clock::now() - begin);
  if (reply.error) {
    const ErrorKind kind = reply.error->kind();
    if (kind == ErrorKind::pool_exhausted || kind == ErrorKind::overloaded) {
      LogEvent(LogLevel::error, to_string(kind)).about(request).with("waited_ms", time.count()).tell(log_);
    }
  }
  if (slow_.count() > 0 && time >= slow_) {
    LogEvent event(LogLevel::warning, "slow_request");
    event.about(request).with("took_ms", time.count()).with("attempts", reply.facts.attempts);
    event.with("outcome", reply.error ? to_string(reply.error->kind()) : "ok");
    event.with("request_id", reply.facts.request_id).tell(log_);
  }
}

}  // namespace partita::inline epoch1
