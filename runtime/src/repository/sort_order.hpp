// The order in which DynamoDB sorts items.
#pragma once

#include <partita/decimal.hpp>

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::detail {

/// Where an item stands among others by the value of one attribute: numbers by value, strings and binaries by their
/// bytes, which are unsigned.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
struct SortPosition {
  std::string bytes{};
  decimal number{};

  friend std::strong_ordering operator<=>(const SortPosition& a, const SortPosition& b) {
    if (const auto order = a.number <=> b.number; order != 0) return order;
    return a.bytes.compare(b.bytes) <=> 0;  // char_traits compares bytes as unsigned
  }
};

/// nullopt: the item has no such attribute that could be a key.
std::optional<SortPosition> position_of(std::string_view item, std::string_view attribute);

}  // namespace partita::inline epoch1::detail
