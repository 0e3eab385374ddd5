// An attribute of each type, and of each way to hold one.
#pragma once

#include <partita/annotations.hpp>
#include <partita/decimal.hpp>
#include <partita/timestamp.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace golden::every_type {

enum class Color : std::uint8_t { red, green };
enum class Level : std::int16_t { low = -1, high = 300 };

struct Point {
  double x = 0;
  double y = 0;
};

struct Everything {
  using partita_entity = partita::entity<"everything">;

  partita::partition_key<std::vector<std::byte>> hash{};
  partita::sort_key<partita::decimal> position{};
  bool flag{};
  std::int8_t i8{};
  std::int16_t i16{};
  std::int32_t i32{};
  std::int64_t i64{};
  std::uint8_t u8{};
  std::uint16_t u16{};
  std::uint32_t u32{};
  std::uint64_t u64{};
  float single{};
  double real{};
  partita::decimal amount{};
  std::string text{};
  std::vector<std::byte> bytes{};
  partita::timestamp at{};
  partita::seconds_timestamp at_second{};
  partita::iso_timestamp at_iso{};
  std::chrono::sys_seconds sys_second{};
  std::chrono::sys_time<std::chrono::milliseconds> sys_milli{};
  Color color{};
  partita::attribute<Level, partita::stored<"number">> level{};
  Point point{};
  std::vector<Point> points{};
  std::array<std::int32_t, 3> triple{};
  std::map<std::string, Color> colors{};
  std::unordered_map<std::string, std::vector<std::int64_t>> series{};
  std::set<std::string> names{};
  std::unordered_set<std::int64_t> numbers{};
  std::set<std::vector<std::byte>> blobs{};
  std::optional<partita::decimal> maybe{};
  std::optional<std::vector<std::string>> maybe_list{};
  partita::ttl<std::chrono::sys_time<std::chrono::milliseconds>> expires_at{};
};

}  // namespace golden::every_type
