// How many retries the failures of a client may add to its traffic.
#pragma once

#include <atomic>
#include <cstdint>

namespace partita::inline epoch1::http {

/// A bucket of tokens, full at first: a retry takes one, a request that succeeds gives a tenth of one back. So retries
/// that fail can't multiply an outage: once the bucket is empty, they add a tenth of what succeeds. Thread-safe.
class RetryBudget {
 public:
  /// 0: no retry is ever allowed.
  explicit RetryBudget(std::uint32_t retries) : capacity_(std::int64_t{retries} * retry), tenths_(capacity_) {}

  /// False if there is none left.
  bool take();
  void give_back();
  bool is_half_full() const { return 2 * tenths_.load(std::memory_order_relaxed) >= capacity_; }

 private:
  static constexpr std::int64_t retry = 10;

  const std::int64_t capacity_;
  std::atomic<std::int64_t> tenths_;
};

}  // namespace partita::inline epoch1::http
