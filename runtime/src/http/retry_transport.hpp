// Repeats what may be repeated.
#pragma once

#include "http/retry_budget.hpp"
#include "waiting.hpp"

#include <partita/client_options.hpp>
#include <partita/log.hpp>
#include <partita/transport.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace partita::inline epoch1::http {

struct RetrySettings {
  int max_attempts = default_max_attempts;  ///< the first one included
  std::chrono::milliseconds base{50};
  std::chrono::milliseconds throttled_base = partita::throttled_base;
  std::chrono::milliseconds cap = longest_wait;
  std::uint32_t budget = default_retry_budget;
  std::function<double()> random{};                                          ///< [0, 1); null: seeded by the system
  std::function<bool(std::chrono::nanoseconds, const StopSignal&)> sleep{};  ///< null: sleeps on the calling thread
  LogSink log{};                                                             ///< null: nobody hears of it
};

/// Decorates a transport with retries: exponential backoff with full jitter, before retry n a random share of
/// min(cap, base * 2^(n-1)); a wait that would reach the call's deadline is not begun. Thread-safe.
///
// clang-format off
/// | the failed attempt                                                   | idempotent | conditional | additive          |
/// |----------------------------------------------------------------------|------------|-------------|-------------------|
/// | proves that nothing was applied (no connection, throttled, conflict) | again      | again       | again             |
/// | may have been applied (broke or timed out once sent, 5xx, damaged)   | again      | again       | `outcome_unknown` |
/// | was refused (condition, validation, access, ...)                     | final      | final       | final             |
// clang-format on
///
/// A budget holds over all requests: when the last retries failed one after another, errors come back unrepeated.
/// After an attempt that may have been applied, later failures say `maybe_applied`.
class RetryTransport final : public Transport {
 public:
  /// `budget` null: one of its own, as large as the settings say.
  RetryTransport(std::shared_ptr<Transport> next, RetrySettings settings,
                 std::shared_ptr<RetryBudget> budget = nullptr);

  void send(const Request& request, Reply& reply) noexcept override;

 private:
  void run(const Request& request, Reply& reply);
  bool take_retry();
  std::chrono::nanoseconds backoff(int attempt, bool throttled) const;

  std::shared_ptr<Transport> next_;
  RetrySettings settings_;
  std::shared_ptr<RetryBudget> budget_;
  std::atomic<bool> used_up_{false};  // the budget, as the log knows
};

}  // namespace partita::inline epoch1::http
