// Which record is asked for.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

namespace load {

/// Places by how often they are asked for: zipf, exponent 0.99, as YCSB draws them.
/// Gray et al., "Quickly generating billion-record synthetic databases", SIGMOD 1994.
class Zipf {
 public:
  explicit Zipf(std::size_t places) : places_(static_cast<double>(places)) {
    for (std::size_t i = 1; i <= places; ++i) sum_ += 1 / std::pow(static_cast<double>(i), theta);
    const double of_two = 1 + std::pow(0.5, theta);
    eta_ = (1 - std::pow(2 / places_, 1 - theta)) / (1 - of_two / sum_);
  }

  std::size_t operator()(std::mt19937_64& random) const {
    const double u = std::uniform_real_distribution<double>(0, 1)(random);
    const double scaled = u * sum_;
    if (scaled < 1) return 0;
    if (scaled < 1 + std::pow(0.5, theta)) return places_ < 2 ? 0 : 1;
    const auto place = static_cast<std::size_t>(places_ * std::pow(eta_ * u - eta_ + 1, 1 / (1 - theta)));
    return place < static_cast<std::size_t>(places_) ? place : static_cast<std::size_t>(places_) - 1;
  }

 private:
  static constexpr double theta = 0.99;
  double places_;
  double sum_ = 0;
  double eta_ = 0;
};

/// Popular records lie anywhere, and not side by side: FNV-1a of the place.
inline std::size_t scattered(std::size_t place, std::size_t records) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (int i = 0; i < 8; ++i) hash = (hash ^ ((place >> (8 * i)) & 0xFFU)) * 0x100000001B3U;
  return static_cast<std::size_t>(hash % records);
}

}  // namespace load
