#include "http/retry_budget.hpp"

namespace partita::inline epoch1::http {

bool RetryBudget::take() {
  std::int64_t left = tenths_.load(std::memory_order_relaxed);
  while (left >= retry) {
    if (tenths_.compare_exchange_weak(left, left - retry, std::memory_order_relaxed)) return true;
  }
  return false;
}

void RetryBudget::give_back() {
  std::int64_t left = tenths_.load(std::memory_order_relaxed);
  while (left < capacity_) {  // a full bucket is not written to: threads share it
    if (tenths_.compare_exchange_weak(left, left + 1, std::memory_order_relaxed)) return;
  }
}

}  // namespace partita::inline epoch1::http
