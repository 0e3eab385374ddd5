#include "http/retry_transport.hpp"

#include "http/operation.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <random>
#include <thread>
#include <utility>

namespace partita::inline epoch1::http {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

// SplitMix64 over a shared counter: good enough to spread clients, and threads never wait for each other.
std::function<double()> seeded_random() {
  std::random_device device;
  const std::uint64_t seed = (std::uint64_t{device()} << 32) ^ device();
  return [state = std::make_shared<std::atomic<std::uint64_t>>(seed)] {
    std::uint64_t z = state->fetch_add(0x9E3779B97F4A7C15U, std::memory_order_relaxed);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    z ^= z >> 31;
    return static_cast<double>(z >> 11) * 0x1.0p-53;
  };
}

bool sleep_on_this_thread(nanoseconds time, const StopSignal& stop) {
  constexpr nanoseconds slice = std::chrono::milliseconds(10);
  const auto end = steady_clock::now() + time;
  for (;;) {
    if (stop.requested()) return false;
    const nanoseconds left = end - steady_clock::now();
    if (left <= nanoseconds(0)) return true;
    std::this_thread::sleep_for(std::min(left, slice));
  }
}

bool may_pass(const Error& error, Applied applied) {
  switch (error.kind()) {
    case ErrorKind::transport:
    case ErrorKind::deadline:
    case ErrorKind::server:
    case ErrorKind::throttled:
    case ErrorKind::conflict:
      return true;
    case ErrorKind::decode:
      return applied == Applied::unknown;  // an answer that nobody can read
    default:
      return false;
  }
}

void change_error(Reply& reply, const std::function<void(Error::Details&)>& change) {
  Error::Details details = reply.error->details();
  change(details);
  reply.error.emplace(std::move(details));
}

}  // namespace

RetryTransport::RetryTransport(std::shared_ptr<Transport> next, RetrySettings settings)
    : next_(std::move(next)), settings_(std::move(settings)) {
  if (!settings_.random) settings_.random = seeded_random();
  if (!settings_.sleep) settings_.sleep = sleep_on_this_thread;
}

nanoseconds RetryTransport::backoff(int attempt, bool throttled) const {
  const nanoseconds base = throttled ? settings_.throttled_base : settings_.base;
  const nanoseconds cap = settings_.cap;
  nanoseconds limit = base;
  for (int i = 1; i < attempt && limit < cap; ++i) limit *= 2;
  limit = std::min(limit, cap);
  const double share = std::clamp(settings_.random(), 0.0, 1.0);
  return nanoseconds(static_cast<nanoseconds::rep>(share * static_cast<double>(limit.count())));
}

void RetryTransport::send(const Request& request, Reply& reply, Completion* done) noexcept {
  run(request, reply);
  if (done != nullptr) done->complete();
}

void RetryTransport::run(const Request& request, Reply& reply) {
  Request attempt = request;
  int sent = 0;
  bool ambiguous = false;  // an attempt before the present one may have been applied
  for (int number = 1;; ++number) {
    attempt.context.attempt = request.context.attempt + number - 1;
    reply.reset();  // nothing of the attempt before is taken for this one's
    next_->send(attempt, reply, nullptr);
    sent += reply.facts.attempts;
    reply.facts.attempts = sent;
    ambiguous = ambiguous || reply.facts.ambiguous_attempt;
    reply.facts.ambiguous_attempt = ambiguous;
    if (!reply.error) return;

    const bool unknown = reply.applied == Applied::unknown;
    const bool repeatable = !unknown || request.retry != RetryClass::additive;
    // Whoever sets a connect timeout wants to hear of a host that is not there by then, not four times later.
    bool again = repeatable && number < settings_.max_attempts && may_pass(*reply.error, reply.applied) &&
                 !reply.facts.connect_timed_out;
    if (again) {
      const nanoseconds wait = backoff(number, reply.error->kind() == ErrorKind::throttled);
      const auto& deadline = request.context.deadline;
      again = !deadline || steady_clock::now() + wait < *deadline;
      if (again && !settings_.sleep(wait, request.context.stop)) {
        again = false;
        change_error(reply, [](Error::Details& details) {
          details.message = "cancelled by the caller's stop token while waiting to repeat after: " + details.message;
          details.kind = ErrorKind::cancelled;
        });
      }
    }
    if (again) {
      ambiguous = ambiguous || unknown;
      continue;
    }

    if (unknown || ambiguous) reply.applied = Applied::unknown;
    change_error(reply, [&](Error::Details& details) {
      details.attempts = sent;
      details.maybe_applied = (unknown || ambiguous) && !only_reads(request.operation);
      // A cancelled call keeps its kind.
      if (!repeatable && may_pass(*reply.error, reply.applied)) {
        details.kind = ErrorKind::outcome_unknown;
        details.message += "; the request adds to what is stored and may have been applied, so it was not repeated";
      }
    });
    return;
  }
}

}  // namespace partita::inline epoch1::http
