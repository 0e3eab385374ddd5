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

namespace lab {

using Bytes = std::vector<std::byte>;

enum class Color : std::uint8_t { red, green, blue };
enum class Level : std::int16_t { low = -1, high = 300 };

struct Leaf {
  std::string title{};
  std::optional<std::int32_t> size{};

  bool operator==(const Leaf&) const = default;
};

struct Tree {
  std::string name{};
  std::vector<Tree> children{};

  bool operator==(const Tree&) const = default;
};

struct Everything {
  using partita_entity = partita::entity<"everything">;

  partita::partition_key<std::string> id{};
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
  partita::decimal exact{};
  std::string text{};
  Bytes blob{};
  partita::timestamp at{};
  partita::seconds_timestamp at_second{};
  partita::iso_timestamp at_iso{};
  std::chrono::sys_seconds sys_second{};
  std::chrono::sys_time<std::chrono::milliseconds> sys_milli{};
  Color color{};
  partita::attribute<Level, partita::stored<"number">> level{};
  std::vector<std::string> words{};
  std::vector<bool> flags{};
  std::vector<std::vector<std::int64_t>> grid{};
  std::array<std::int32_t, 3> triple{};
  std::map<std::string, std::string> labels{};
  std::unordered_map<std::string, std::vector<Leaf>> rooms{};
  std::set<std::string> tags{};
  std::unordered_set<std::int64_t> numbers{};
  std::set<double> reals{};
  std::set<partita::decimal> amounts{};
  std::set<Bytes> hashes{};
  Leaf leaf{};
  Tree tree{};
  std::optional<std::string> maybe_text{};
  std::optional<std::int64_t> maybe_number{};
  std::optional<Leaf> maybe_leaf{};
  std::optional<std::vector<std::string>> maybe_words{};
  std::int32_t tries = 7;
  std::string language = "en";
  Color favourite = Color::green;
  partita::ttl<partita::timestamp> expires_at{};

  bool operator==(const Everything&) const = default;
};

}  // namespace lab
