// Where the rows of a partition lie among all others: what a scan and its segments go by.
#pragma once

#include <cstdint>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// Files depend on it: it must stay what it is. FNV-1a, whose bits are then mixed, as segments go by the highest ones.
constexpr std::uint32_t placement(std::string_view partition) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char c : partition) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
  hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDU;
  hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53U;
  return static_cast<std::uint32_t>(hash >> 32);
}

/// The partitions with placements from `first` to `last`.
struct Segment {
  std::uint32_t first = 0;
  std::uint32_t last = 0xFFFFFFFF;

  bool holds(std::string_view partition) const {
    const std::uint32_t at = placement(partition);
    return first <= at && at <= last;
  }
};

/// Segment `index`, from 0, of `total`: together they hold each partition once.
constexpr Segment segment(std::uint32_t index, std::uint32_t total) {
  const auto begin = [&](std::uint64_t i) { return (i << 32) / total; };
  return {static_cast<std::uint32_t>(begin(index)), static_cast<std::uint32_t>(begin(index + std::uint64_t{1}) - 1)};
}

}  // namespace partita::inline epoch1::embedded
