// How long a read takes that is slower than most.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

namespace partita::inline epoch1::http {

/// A running estimate of one percentile, without a lock or a memory of its values: each one above it raises it a
/// little, each one below lowers it by less, so that it comes to rest where the shares balance, and follows when they
/// move.
class HedgeDelay {
 public:
  explicit HedgeDelay(double percentile) : percentile_(percentile) {}

  void learn(std::chrono::nanoseconds time);
  /// nullopt: not enough is known yet.
  std::optional<std::chrono::nanoseconds> get() const;

 private:
  static constexpr std::uint32_t enough = 100;
  static constexpr double step = 0.05;

  const double percentile_;
  std::atomic<std::int64_t> ns_{0};
  std::atomic<std::uint32_t> count_{0};
};

}  // namespace partita::inline epoch1::http
