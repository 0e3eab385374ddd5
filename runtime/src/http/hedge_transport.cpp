#include "http/hedge_transport.hpp"

#include "async/condition.hpp"
#include "async/fiber.hpp"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace partita::inline epoch1::http {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

constexpr std::int64_t one_request = 1'000'000;
constexpr std::int64_t most_saved = 10 * one_request;  // second requests at once, after a time without
constexpr std::chrono::seconds pause_after_throttling{10};

std::int64_t now_ns() {
  return nanoseconds(steady_clock::now().time_since_epoch()).count();
}

// The caller's stop signal, and that the other request has won.
struct GiveUp {
  bool stop_requested() const { return is_beaten || caller.requested(); }

  StopSignal caller{};
  bool is_beaten = false;
};

}  // namespace

/// Two requests for one answer, on fibers of one thread.
class HedgeTransport::Race final : public detail::Job {
 public:
  Race(HedgeTransport& hedge, const Request& request, Reply& reply)
      : hedge_(hedge), request_(request), reply_(reply), first_stop_{request.context.stop}, second_stop_{first_stop_} {}

  void run() noexcept override {
    const auto begin = steady_clock::now();
    const auto delay = hedge_.delay_of(request_).get();
    if (delay) {
      run_both(begin + std::max<nanoseconds>(*delay, hedge_.options_.min_delay));
    } else {
      hedge_.next_->send(request_, reply_);
    }
    hedge_.learn(request_, reply_, steady_clock::now() - begin);
    const detail::Countdown ended = ended_;  // whoever waits may destroy this race at once
    ended.count_down();
  }

  void wait() const { ended_.wait(); }

 private:
  void run_both(steady_clock::time_point hedge_at) {
    first_fiber_ = async::Fiber::current();
    async::Workers second;
    second.start([&] { run_second(hedge_at); });
    Request first = request_;
    first.context.stop = StopSignal(first_stop_);
    hedge_.next_->send(first, reply_);
    first_ended_ = true;
    second_stop_.is_beaten = !second_won_ && !reply_.error;  // a bad answer is not the end while another one may come
    if (second_fiber_ != nullptr) second_fiber_->wake();
    second.join();
    if (!is_second_sent_) return;
    for (const Reply* each : {&reply_, &second_reply_}) hedge_.see_throttling(*each);
    const bool takes_second = second_won_ || (reply_.error && !second_reply_.error);
    const int attempts = reply_.facts.attempts + second_reply_.facts.attempts;
    if (takes_second) {
      std::swap(reply_, second_reply_);
      hedge_.won_.fetch_add(1, std::memory_order_release);
    }
    reply_.facts.attempts = attempts;
    reply_.facts.hedges = 1;
  }

  void run_second(steady_clock::time_point hedge_at) {
    second_fiber_ = async::Fiber::current();
    while (!first_ended_ && steady_clock::now() < hedge_at) second_fiber_->suspend(hedge_at);
    if (!first_ended_ && hedge_.take_second()) {
      is_second_sent_ = true;
      Request second = request_;
      second.context.stop = StopSignal(second_stop_);
      hedge_.next_->send(second, second_reply_);
      if (!first_ended_ && !second_reply_.error) {
        second_won_ = true;
        first_stop_.is_beaten = true;
        first_fiber_->wake();
      }
    }
    second_fiber_ = nullptr;
  }

  HedgeTransport& hedge_;
  const Request& request_;
  Reply& reply_;
  GiveUp first_stop_;
  GiveUp second_stop_;
  async::Fiber* first_fiber_ = nullptr;
  async::Fiber* second_fiber_ = nullptr;
  bool first_ended_ = false;
  bool is_second_sent_ = false;
  bool second_won_ = false;
  Reply second_reply_;
  detail::Countdown ended_{1};
};

HedgeTransport::HedgeTransport(std::shared_ptr<Transport> next, HedgeOptions options, std::function<bool()> is_healthy)
    : next_(std::move(next)),
      options_(options),
      is_healthy_(std::move(is_healthy)),
      owner_(getpid()),
      gets_(options.percentile),
      queries_(options.percentile),
      throttled_until_(now_ns()) {}

void HedgeTransport::send(const Request& request, Reply& reply) noexcept {
  if (!request.may_hedge || owner_ != getpid()) {  // a forked child has no thread that could hedge
    next_->send(request, reply);
    see_throttling(reply);
  } else {
    Race race(*this, request, reply);
    if (async::Fiber::current() != nullptr) {
      race.run();
    } else {
      loop_.start(race);
      race.wait();
    }
  }
}

// What is won has been sent before.
HedgeCounts HedgeTransport::counts() const {
  const std::uint64_t won = won_.load(std::memory_order_acquire);
  return {.sent = sent_.load(std::memory_order_relaxed), .won = won};
}

bool HedgeTransport::take_second() {
  if (now_ns() < throttled_until_.load(std::memory_order_relaxed) || !is_healthy_()) return false;
  std::int64_t saved = millionths_.load(std::memory_order_relaxed);
  do {
    if (saved < one_request) return false;
  } while (!millionths_.compare_exchange_weak(saved, saved - one_request, std::memory_order_relaxed));
  sent_.fetch_add(1, std::memory_order_relaxed);
  return true;
}

void HedgeTransport::see_throttling(const Reply& reply) {
  if (!reply.error || reply.error->kind() != ErrorKind::throttled) return;
  throttled_until_.store(now_ns() + nanoseconds(pause_after_throttling).count(), std::memory_order_relaxed);
}

void HedgeTransport::learn(const Request& request, const Reply& reply, nanoseconds time) {
  see_throttling(reply);
  if (reply.error) return;
  delay_of(request).learn(time);
  if (millionths_.load(std::memory_order_relaxed) < most_saved) {
    millionths_.fetch_add(static_cast<std::int64_t>(options_.max_share * one_request), std::memory_order_relaxed);
  }
}

}  // namespace partita::inline epoch1::http
