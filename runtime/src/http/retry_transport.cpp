#include "http/retry_transport.hpp"

#include "http/operation.hpp"
#include "log/log_event.hpp"
#include "waiting.hpp"

#include <utility>

namespace partita::inline epoch1::http {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

bool may_pass(const Reply& reply) {
  switch (reply.error->kind()) {
    case ErrorKind::transport:
    case ErrorKind::deadline:
    case ErrorKind::throttled:
    case ErrorKind::conflict:
      return true;
    case ErrorKind::server:  // or else the store of an engine in the process, which is locked or full
    case ErrorKind::decode:  // an answer that nobody can read
      return reply.applied == Applied::unknown;
    case ErrorKind::clock_skew:
      return reply.facts.clock_corrected;
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

RetryTransport::RetryTransport(std::shared_ptr<Transport> next, RetrySettings settings,
                               std::shared_ptr<RetryBudget> budget)
    : next_(std::move(next)), settings_(std::move(settings)), budget_(std::move(budget)) {
  if (budget_ == nullptr) budget_ = std::make_shared<RetryBudget>(settings_.budget);
  if (!settings_.random) settings_.random = seeded_random();
  if (!settings_.sleep) settings_.sleep = &sleep_on_this_thread;
}

nanoseconds RetryTransport::backoff(int attempt, bool throttled) const {
  const nanoseconds base = throttled ? settings_.throttled_base : settings_.base;
  return full_jitter(base, settings_.cap, attempt, settings_.random());
}

void RetryTransport::send(const Request& request, Reply& reply) noexcept {
  run(request, reply);
}

bool RetryTransport::take_retry() {
  const bool taken = budget_->take();
  if (taken) {
    if (used_up_.load(std::memory_order_relaxed)) used_up_ = false;
  } else if (!used_up_.exchange(true)) {
    LogEvent(LogLevel::warning, "retry_budget_used_up").tell(settings_.log);
  }
  return taken;
}

void RetryTransport::run(const Request& request, Reply& reply) {
  Request attempt = request;
  int sent = 0;
  int hedges = 0;
  bool ambiguous = false;  // an attempt before the present one may have been applied
  for (int number = 1;; ++number) {
    attempt.context.attempt = request.context.attempt + number - 1;
    reply.reset();  // nothing of the attempt before is taken for this one's
    next_->send(attempt, reply);
    sent += reply.facts.attempts;
    reply.facts.attempts = sent;
    hedges += reply.facts.hedges;
    reply.facts.hedges = hedges;
    ambiguous = ambiguous || reply.facts.ambiguous_attempt;
    reply.facts.ambiguous_attempt = ambiguous;
    if (!reply.error) return budget_->give_back();

    const bool unknown = reply.applied == Applied::unknown;
    const bool repeatable = !unknown || request.retry != RetryClass::additive;
    // Whoever sets a connect timeout wants to hear of a host that is not there by then, not four times later.
    bool again = repeatable && number < settings_.max_attempts && may_pass(reply) && !reply.facts.connect_timed_out;
    bool within_budget = true;
    bool in_time = true;
    if (again) {
      const nanoseconds wait = backoff(number, reply.error->kind() == ErrorKind::throttled);
      const auto& deadline = request.context.deadline;
      in_time = !deadline || steady_clock::now() + wait < *deadline;
      within_budget = !in_time || take_retry();
      again = in_time && within_budget;
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

    if (number > 1 && may_pass(reply)) {
      LogEvent event(LogLevel::warning, "retries_given_up");
      event.about(request).with("attempts", sent).with("error", to_string(reply.error->kind()));
      event.with("request_id", reply.facts.request_id).tell(settings_.log);
    }
    if (unknown || ambiguous) reply.applied = Applied::unknown;
    change_error(reply, [&](Error::Details& details) {
      details.attempts = sent;
      details.cut_short = !in_time;
      details.maybe_applied = (unknown || ambiguous) && !only_reads(request.operation);
      if (!in_time) details.message += "; it was not repeated, as the call's time limit left no time for that";
      if (!within_budget) details.message += "; it was not repeated, as the budget of retries is used up";
      // A cancelled call keeps its kind.
      if (!repeatable && may_pass(reply)) {
        details.kind = ErrorKind::outcome_unknown;
        details.message += "; the request adds to what is stored and may have been applied, so it was not repeated";
      }
    });
    return;
  }
}

}  // namespace partita::inline epoch1::http
