#include "http/breaker_transport.hpp"

#include "http/operation.hpp"

#include <utility>

namespace partita::inline epoch1::http {
namespace {

using std::chrono::milliseconds;

enum class Outcome : std::uint8_t { answered, failed, unheard };

// What an attempt says about the server.
Outcome outcome_of(const Reply& reply) {
  if (!reply.error) return Outcome::answered;
  switch (reply.error->kind()) {
    case ErrorKind::transport:
      return Outcome::failed;
    case ErrorKind::deadline:
      // A caller may have had no time to begin with, or too little for a server that is well.
      return reply.facts.attempts > 0 && !reply.facts.cut_short ? Outcome::failed : Outcome::unheard;
    case ErrorKind::server:  // or else the store of an engine in the process, which says so each time
    case ErrorKind::decode:
      return reply.applied == Applied::unknown ? Outcome::failed : Outcome::answered;
    default:
      return reply.facts.status != 0 ? Outcome::answered : Outcome::unheard;
  }
}

}  // namespace

BreakerTransport::BreakerTransport(std::shared_ptr<Transport> next, BreakerOptions options, Clock clock)
    : next_(std::move(next)), options_(std::move(options)), clock_(std::move(clock)) {}

void BreakerTransport::send(const Request& request, Reply& reply) noexcept {
  const BreakerClass which = only_reads(request.operation) ? BreakerClass::reads : BreakerClass::writes;
  Breaker& breaker = breakers_[static_cast<std::size_t>(which)];
  const Pass pass = ask(which, breaker);
  if (pass == Pass::refused) return refuse(request, reply, breaker);
  next_->send(request, reply);
  learn(which, breaker, pass, reply);
}

BreakerTransport::Pass BreakerTransport::ask(BreakerClass which, Breaker& breaker) {
  if (breaker.state.load(std::memory_order_acquire) == BreakerState::closed) return Pass::free;
  {
    const std::lock_guard lock(breaker.mutex);
    if (breaker.state == BreakerState::closed) return Pass::free;
    // A probe that is under way is waited for; should its thread never return, another one goes out after `open_time`.
    if (clock_() - breaker.opened < options_.open_time) return Pass::refused;
    breaker.opened = clock_();
    if (breaker.state.exchange(BreakerState::half_open) == BreakerState::half_open) return Pass::probe;
  }
  tell(which, BreakerState::half_open);
  return Pass::probe;
}

void BreakerTransport::learn(BreakerClass which, Breaker& breaker, Pass pass, const Reply& reply) {
  switch (outcome_of(reply)) {
    case Outcome::unheard:
      if (pass == Pass::probe) {  // the next request is one in its place
        const std::lock_guard lock(breaker.mutex);
        if (breaker.state == BreakerState::half_open) breaker.opened = clock_() - options_.open_time;
      }
      return;
    case Outcome::answered:
      // Written only when it changes: all threads share it.
      if (breaker.failures.load(std::memory_order_relaxed) != 0) breaker.failures = 0;
      if (breaker.state.load(std::memory_order_relaxed) == BreakerState::closed) return;
      {
        const std::lock_guard lock(breaker.mutex);
        if (breaker.state.exchange(BreakerState::closed) == BreakerState::closed) return;
      }
      return tell(which, BreakerState::closed);
    case Outcome::failed:
      if (options_.failures == 0 || ++breaker.failures < options_.failures) return;
      {
        const std::lock_guard lock(breaker.mutex);
        // One that was sent before it opened says nothing new.
        if (breaker.state.exchange(BreakerState::open) == BreakerState::open) return;
        breaker.opened = clock_();
        breaker.last_failure = reply.error->message();
      }
      return tell(which, BreakerState::open);
  }
}

void BreakerTransport::refuse(const Request& request, Reply& reply, Breaker& breaker) const {
  reply.reset();
  Error::Details details;
  details.kind = ErrorKind::circuit_open;
  details.operation = request.operation;
  details.table = request.table;
  {
    const std::lock_guard lock(breaker.mutex);
    const auto left = std::chrono::ceil<milliseconds>(options_.open_time - (clock_() - breaker.opened)).count();
    details.message = "not sent, as the last " + std::to_string(breaker.failures.load()) +
                      " requests failed; asked again in " + std::to_string(left < 0 ? 0 : left) +
                      " ms; the last failure: " + breaker.last_failure;
  }
  reply.error.emplace(std::move(details));
}

void BreakerTransport::tell(BreakerClass which, BreakerState state) const {
  if (options_.on_change) options_.on_change(which, state);
}

}  // namespace partita::inline epoch1::http
