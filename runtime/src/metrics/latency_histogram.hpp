// How long many calls took.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace partita::inline epoch1 {

/// Counts times in buckets that are a sixteenth as wide as the power of two they begin at, so that what is read from it
/// is at most a sixteenth too large: up to two minutes, longer ones count as that. Thread-safe without locks; 4 KB.
class LatencyHistogram {
 public:
  void record(std::chrono::nanoseconds time) {
    counts_[bucket_of(time)].fetch_add(1, std::memory_order_relaxed);
    const std::int64_t ns = time.count() < 0 ? 0 : time.count();
    sum_.fetch_add(static_cast<std::uint64_t>(ns), std::memory_order_relaxed);
  }

  std::uint64_t count() const;
  std::chrono::nanoseconds sum() const { return std::chrono::nanoseconds(sum_.load(std::memory_order_relaxed)); }
  /// The time that a share (0 to 1) of the calls did not exceed; 0 if there were none.
  std::chrono::nanoseconds quantile(double share) const;
  /// How many calls took less than 2^exponent nanoseconds.
  std::uint64_t below_power(unsigned exponent) const;

 private:
  static constexpr unsigned sub_bits = 4;
  static constexpr std::uint64_t sub_buckets = 1U << sub_bits;
  static constexpr unsigned max_bits = 37;
  static constexpr std::size_t buckets = (max_bits - sub_bits + 1) * sub_buckets;

  static constexpr std::size_t bucket_of(std::chrono::nanoseconds time) {
    const auto ns = static_cast<std::uint64_t>(time.count() < 0 ? 0 : time.count());
    if (ns < sub_buckets) return static_cast<std::size_t>(ns);
    const auto exponent = static_cast<unsigned>(std::bit_width(ns)) - 1;
    if (exponent >= max_bits) return buckets - 1;
    const unsigned shift = exponent - sub_bits;
    return static_cast<std::size_t>((shift + 1) * sub_buckets + ((ns >> shift) & (sub_buckets - 1)));
  }
  /// Where a bucket ends.
  static constexpr std::uint64_t end_of(std::size_t bucket) {
    if (bucket < sub_buckets) return bucket + 1;
    const auto shift = static_cast<unsigned>(bucket / sub_buckets) - 1;
    return (sub_buckets + bucket % sub_buckets + 1) << shift;
  }

  std::array<std::atomic<std::uint64_t>, buckets> counts_{};
  std::atomic<std::uint64_t> sum_{0};
};

}  // namespace partita::inline epoch1
