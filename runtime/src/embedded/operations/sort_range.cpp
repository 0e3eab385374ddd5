#include "embedded/operations/sort_range.hpp"

#include "embedded/values/key_bytes.hpp"

#include <optional>
#include <string>
#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

std::string bytes_of(const Value& value) {
  std::string bytes;
  append_sort_bytes(value, bytes);
  return bytes;
}

// How values of one sort attribute lie among the bytes of rows.
struct Places {
  // The lowest bytes with the value.
  std::string at(const Value& value) const {
    std::string bytes = prefix;
    if (delimited) {
      append_delimited(bytes_of(value), bytes);
    } else {
      bytes += bytes_of(value);
    }
    return bytes;
  }
  // The lowest bytes above all with the value.
  std::optional<std::string> above(const Value& value) const {
    return delimited ? after_all_with(at(value)) : after(at(value));
  }
  std::string beginning(const Value& value) const {
    std::string bytes = prefix;
    if (delimited) {
      append_escaped(bytes_of(value), bytes);
    } else {
      bytes += bytes_of(value);
    }
    return bytes;
  }

  std::string prefix{};  // of the attributes before it
  bool delimited = false;
};

SortRange range_of(const Places& places, const std::optional<SortCondition>& condition) {
  SortRange range{places.prefix, {}};
  if (!places.prefix.empty()) range.to = after_all_with(places.prefix);
  if (!condition) return range;
  const Value& value = *condition->value;
  switch (condition->op) {
    case Operator::less:
      range.to = places.at(value);
      break;
    case Operator::less_equal:
      range.to = places.above(value);
      break;
    case Operator::greater:
      range.from = places.above(value).value_or(std::string());
      break;
    case Operator::greater_equal:
      range.from = places.at(value);
      break;
    case Operator::begins_with:
      range.from = places.beginning(value);
      range.to = after_all_with(range.from);
      break;
    default:  // between
      range.from = places.at(value);
      range.to = places.above(*condition->high);
  }
  return range;
}

}  // namespace

SortRange table_range(const KeyCondition& condition) {
  const Places places;
  if (condition.sort.empty()) return range_of(places, condition.last);
  return {places.at(*condition.sort.front()), places.above(*condition.sort.front())};
}

SortRange index_range(const KeyCondition& condition) {
  Places places;
  places.delimited = true;
  for (const Value* const value : condition.sort) places.prefix = places.at(*value);
  return range_of(places, condition.last);
}

}  // namespace partita::inline epoch1::embedded
