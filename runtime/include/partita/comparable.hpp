// Which values an attribute may be compared with.
#pragma once

#include <type_traits>
#include <utility>

namespace partita::inline epoch1::detail {

template <class T>
concept integer = std::is_integral_v<T> && !std::is_same_v<T, bool>;

/// Integers take integers only: a fraction would be cut off without a word.
template <class T, class U>
concept comparable = (integer<T> && integer<U>) || (std::is_same_v<T, bool> && std::is_same_v<U, bool>) ||
                     (!std::is_integral_v<T> && std::is_convertible_v<const U&, T>);

/// Whether `value` stays what it is as a T.
template <class T, class U>
constexpr bool fits(const U& value) {
  if constexpr (integer<T> && integer<U>) {
    return std::in_range<T>(value);
  } else {
    return true;
  }
}

}  // namespace partita::inline epoch1::detail
