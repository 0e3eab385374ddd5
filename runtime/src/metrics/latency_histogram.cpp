#include "metrics/latency_histogram.hpp"

#include <algorithm>
#include <cmath>

namespace partita::inline epoch1 {

std::uint64_t LatencyHistogram::count() const {
  std::uint64_t total = 0;
  for (const auto& each : counts_) total += each.load(std::memory_order_relaxed);
  return total;
}

std::chrono::nanoseconds LatencyHistogram::quantile(double share) const {
  const std::uint64_t total = count();
  if (total == 0) return std::chrono::nanoseconds(0);
  const auto rank = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(total)));
  const std::uint64_t wanted = std::clamp<std::uint64_t>(rank, 1, total);
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets; ++i) {
    seen += counts_[i].load(std::memory_order_relaxed);
    if (seen >= wanted) return std::chrono::nanoseconds(end_of(i) - 1);
  }
  return std::chrono::nanoseconds(end_of(buckets - 1));  // more came in meanwhile
}

std::uint64_t LatencyHistogram::below_power(unsigned exponent) const {
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < buckets && end_of(i) <= (std::uint64_t{1} << exponent); ++i) {
    seen += counts_[i].load(std::memory_order_relaxed);
  }
  return seen;
}

}  // namespace partita::inline epoch1
