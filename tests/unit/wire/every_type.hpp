// A struct that has every type an attribute can have.
#pragma once

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

namespace every_type {

using Bytes = std::vector<std::byte>;

enum class Mood : std::uint8_t { glad, sad };

struct Leaf {
  std::string title{};
  std::int64_t size{};
  bool done{};
  std::optional<std::string> note{};

  bool operator==(const Leaf&) const = default;
};

struct Tree {
  std::string name{};
  std::vector<Tree> children{};

  bool operator==(const Tree&) const = default;
};

struct Everything {
  std::string id{};
  bool flag{};
  std::int8_t tiny{};
  std::int16_t small{};
  std::int32_t medium{};
  std::int64_t large{};
  std::uint8_t tiny_unsigned{};
  std::uint16_t small_unsigned{};
  std::uint32_t medium_unsigned{};
  std::uint64_t large_unsigned{};
  float single{};
  double real{};
  partita::decimal exact{};
  Bytes bytes{};
  Mood mood{};
  Mood level{};
  partita::timestamp made{};
  partita::timestamp expires{};
  partita::seconds_timestamp coarse{};
  partita::iso_timestamp iso{};
  std::chrono::sys_seconds second{};
  std::chrono::sys_time<std::chrono::milliseconds> millisecond{};
  std::optional<std::string> nickname{};
  std::optional<int> rating{};
  std::vector<std::string> words{};
  std::vector<bool> flags{};
  std::vector<std::vector<int>> grid{};
  std::vector<Mood> moods{};
  std::array<double, 2> place{};
  std::set<std::string> tags{};
  std::unordered_set<std::string> labels{};
  std::set<std::int64_t> numbers{};
  std::set<partita::decimal> amounts{};
  std::set<Bytes> hashes{};
  std::map<std::string, std::uint32_t> counts{};
  std::unordered_map<std::string, std::vector<Leaf>> rooms{};
  Leaf leaf{};
  std::optional<Leaf> spare{};
  std::vector<Leaf> leaves{};
  Tree tree{};
  std::string quoted{};
  int lengthy{};

  bool operator==(const Everything&) const = default;
};

}  // namespace every_type
