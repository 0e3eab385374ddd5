#include "http/hedge_delay.hpp"

#include <algorithm>

namespace partita::inline epoch1::http {

// Threads that learn at once may lose a step of each other's, which the next values make up for.
void HedgeDelay::learn(std::chrono::nanoseconds time) {
  const std::int64_t value = std::max<std::int64_t>(time.count(), 1);
  const std::int64_t estimate = ns_.load(std::memory_order_relaxed);
  if (estimate == 0) {
    ns_.store(value, std::memory_order_relaxed);
  } else {
    const double factor = value > estimate ? 1 + step * percentile_ : 1 - step * (1 - percentile_);
    ns_.store(std::max<std::int64_t>(static_cast<std::int64_t>(static_cast<double>(estimate) * factor), 1000),
              std::memory_order_relaxed);
  }
  if (count_.load(std::memory_order_relaxed) < enough) count_.fetch_add(1, std::memory_order_relaxed);
}

std::optional<std::chrono::nanoseconds> HedgeDelay::get() const {
  if (count_.load(std::memory_order_relaxed) < enough) return std::nullopt;
  return std::chrono::nanoseconds(ns_.load(std::memory_order_relaxed));
}

}  // namespace partita::inline epoch1::http
