// Conditions on a sort key, as DynamoDB's key conditions allow them.
//
//   contacts.by_role("exec").department("eng");                        // equal
//   contacts.by_role("exec").department(partita::begins_with("eng"));
//   contacts.by_status(Status::active).created_at(partita::at_least(yesterday));
#pragma once

#include <partita/comparable.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace partita::inline epoch1 {

enum class SortOperator : std::uint8_t { equal, less, at_most, greater, at_least, between, begins_with };

/// A comparison with values of the caller's type, before it meets the sort key's type.
template <class U>
struct SortComparison {
  SortOperator op;
  U first;
  U second{};
};

template <class U>
SortComparison<U> less_than(U value) {
  return {SortOperator::less, std::move(value)};
}
template <class U>
SortComparison<U> at_most(U value) {
  return {SortOperator::at_most, std::move(value)};
}
template <class U>
SortComparison<U> greater_than(U value) {
  return {SortOperator::greater, std::move(value)};
}
template <class U>
SortComparison<U> at_least(U value) {
  return {SortOperator::at_least, std::move(value)};
}
/// Both bounds included.
template <class U>
SortComparison<U> between(U low, U high) {
  return {SortOperator::between, std::move(low), std::move(high)};
}

/// Only for string sort keys. `begins_with("CTX#1")` also finds CTX#10: end the prefix where the part ends.
struct Prefix {
  std::string_view text;
};
inline Prefix begins_with(std::string_view prefix) {
  return {prefix};
}

/// A condition on a sort key of type `T`. Refers to the caller's values; used up within the call it is passed to. An
/// integer that `T` cannot hold is refused when the query runs.
template <class T>
struct SortCondition {
  template <class U>
    requires detail::comparable<T, U>
  SortCondition(const U& value)  // NOLINT(google-explicit-constructor)
      : op(SortOperator::equal), first(static_cast<T>(value)), fits(detail::fits<T>(value)) {}

  template <class U>
    requires detail::comparable<T, U>
  SortCondition(const SortComparison<U>& comparison)  // NOLINT(google-explicit-constructor)
      : op(comparison.op), first(static_cast<T>(comparison.first)), fits(detail::fits<T>(comparison.first)) {
    if (op != SortOperator::between) return;  // otherwise there is no second value, not even one that converts
    second = static_cast<T>(comparison.second);
    fits = fits && detail::fits<T>(comparison.second);
  }

  SortCondition(Prefix prefix)  // NOLINT(google-explicit-constructor)
    requires std::is_same_v<T, std::string_view>
      : op(SortOperator::begins_with), first(prefix.text) {}

  SortOperator op;
  T first;
  T second{};
  bool fits = true;  ///< the caller's integers are in T's range
};

/// A condition on text inside a composed sort key: a value or a prefix of it. There is no range: what follows the text
/// in the key makes the order of keys another one than that of the texts.
struct PrefixCondition : SortCondition<std::string_view> {
  template <class U>
    requires detail::comparable<std::string_view, U>
  PrefixCondition(const U& value)  // NOLINT(google-explicit-constructor)
      : SortCondition(value) {}
  PrefixCondition(Prefix prefix)  // NOLINT(google-explicit-constructor)
      : SortCondition(prefix) {}
};

}  // namespace partita::inline epoch1
