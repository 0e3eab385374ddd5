// Random numbers that are the same on every machine, and values made of them.
#pragma once

#include <partita/decimal.hpp>
#include <partita/timestamp.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace differential {

class Rng {
 public:
  explicit Rng(std::uint64_t seed) : engine_(seed) {}

  /// [0, limit).
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
  /// True in `percent` of 100 calls.
  bool chance(std::size_t percent) { return below(100) < percent; }
  std::uint64_t seed() { return engine_(); }

 private:
  std::mt19937_64 engine_;  // its numbers are fixed by the standard; those of the distributions are not
};

/// The clock of all clients. Far ahead, so that no server deletes an item that is past its time by this clock alone.
inline constexpr std::int64_t now_seconds = 4'000'000'000;

// Values of attributes. No empty strings: DynamoDB Local of 2020 refuses them (`empty-string` of tests/servers.json).

inline void fill(Rng& rng, std::string& value) {
  static const std::vector<std::string> texts{"a",     "b",    "ab", "abc",  "b c",        "ü",  "日本",
                                              "\"q\"", "x\ny", "#",  "null", "0123456789", "zz", "\\"};
  value = texts[rng.below(texts.size())];
}
inline void fill(Rng& rng, std::int64_t& value) {
  static constexpr std::int64_t extremes[] = {0, -1, std::numeric_limits<std::int64_t>::min(),
                                              std::numeric_limits<std::int64_t>::max()};
  value = rng.chance(20) ? extremes[rng.below(4)] : static_cast<std::int64_t>(rng.below(5));
}
inline void fill(Rng& rng, std::int32_t& value) {
  value = static_cast<std::int32_t>(rng.below(7)) - 3;
}
inline void fill(Rng& rng, bool& value) {
  value = rng.chance(50);
}
inline void fill(Rng& rng, partita::decimal& value) {
  static const std::vector<std::string> texts{
      "0", "1.5", "-1.50", "1E+20", "12345678901234567890123456789012345678", "0.000000000000000000000000000000000001"};
  value = *partita::decimal::parse(texts[rng.below(texts.size())]);
}
inline void fill(Rng& rng, std::vector<std::byte>& value) {
  value.resize(1 + rng.below(3));
  for (std::byte& each : value) each = static_cast<std::byte>(rng.below(3) * 127);
}
inline void fill(Rng& rng, partita::timestamp& value) {
  value = partita::timestamp::from_seconds(now_seconds - 5 + static_cast<std::int64_t>(rng.below(10)));
}
template <class T>
void fill(Rng& rng, std::optional<T>& value) {
  value.reset();
  if (rng.chance(50)) fill(rng, value.emplace());
}
template <class T>
void fill(Rng& rng, std::set<T>& value) {
  value.clear();
  for (std::size_t count = rng.below(4); count > 0; --count) {
    T element{};
    fill(rng, element);
    value.insert(std::move(element));
  }
}
template <class T>
void fill(Rng& rng, std::vector<T>& value) {
  value.resize(rng.below(4));
  for (T& each : value) fill(rng, each);
}
template <class T>
void fill(Rng& rng, std::map<std::string, T>& value) {
  value.clear();
  for (std::size_t count = rng.below(3); count > 0; --count) {
    std::string key;
    fill(rng, key);
    fill(rng, value[key]);
  }
}

// Parts of keys: few, so that operations meet; and no delimiters.

inline void fill_key(Rng& rng, std::string& value) {
  static const std::vector<std::string> texts{"a", "b", "ab", "abc", "c"};
  value = texts[rng.below(texts.size())];
}
inline void fill_key(Rng& rng, std::int64_t& value) {
  value = static_cast<std::int64_t>(rng.below(5));
}
inline void fill_key(Rng& rng, partita::timestamp& value) {
  value = partita::timestamp::from_seconds(static_cast<std::int64_t>(rng.below(5)));
}
template <class T>
void fill_key(Rng& rng, std::optional<T>& value) {
  value.reset();
  if (rng.chance(70)) fill_key(rng, value.emplace());
}

template <class T>
void fill_key(Rng& rng, std::set<T>& value) {
  value.clear();
  for (std::size_t count = rng.below(4); count > 0; --count) {
    T element{};
    fill_key(rng, element);
    value.insert(std::move(element));
  }
}

template <class T>
T any(Rng& rng) {
  T value{};
  fill(rng, value);
  return value;
}

template <class T>
T any_key(Rng& rng) {
  T value{};
  fill_key(rng, value);
  return value;
}

/// The key of a number, and of no other, nor what any_key makes.
template <class T>
T key_of_number(std::size_t number) {
  if constexpr (std::is_same_v<T, partita::timestamp>) {
    return partita::timestamp::from_seconds(static_cast<std::int64_t>(100 + number));
  } else if constexpr (std::is_same_v<T, std::string>) {
    return "n" + std::to_string(number);
  } else {
    return static_cast<T>(100 + number);
  }
}

/// A list of what a function makes of 0, 1, ...
template <class Make>
auto numbered(std::size_t count, Make make) {
  std::vector<decltype(make(count))> list;
  for (std::size_t number = 0; number < count; ++number) list.push_back(make(number));
  return list;
}

/// A list of 0 to 5 of what a function makes.
template <class Make>
auto several(Rng& rng, Make make) {
  std::vector<decltype(make(rng))> list;
  for (std::size_t count = rng.below(6); count > 0; --count) list.push_back(make(rng));
  return list;
}

}  // namespace differential
