// The types that annotations ask for, known by their shape, so that nothing heavy need be included.
#pragma once

#include <partita/converter.hpp>

#include <cstddef>
#include <type_traits>

namespace partita {

namespace detail {

template <class T>
inline constexpr bool is_character =
    std::is_same_v<T, char> || std::is_same_v<T, wchar_t> || std::is_same_v<T, char8_t> ||
    std::is_same_v<T, char16_t> || std::is_same_v<T, char32_t>;

template <class T>
inline constexpr bool is_number = (std::is_integral_v<T> && !std::is_same_v<T, bool> && !is_character<T>) ||
                                  std::is_same_v<T, float> || std::is_same_v<T, double>;

/// `std::string`.
template <class T>
inline constexpr bool is_string = requires {
  typename T::traits_type;
  typename T::allocator_type;
  requires std::is_same_v<typename T::value_type, char>;
};

/// `std::vector<std::byte>`.
template <class T>
inline constexpr bool is_bytes = requires(const T& value) {
  typename T::allocator_type;
  requires std::is_same_v<typename T::value_type, std::byte>;
  value.data();
};

/// `std::chrono::sys_time` and the time points of Partita.
template <class T>
inline constexpr bool is_time_point = requires {
  typename T::clock;
  typename T::duration;
};

/// `partita::decimal`.
template <class T>
inline constexpr bool is_decimal = requires(const T& value) {
  T::max_text;
  value.to_int64();
};

template <class T>
inline constexpr bool is_stored_scalar = is_number<T> || (std::is_enum_v<T> && !std::is_same_v<T, std::byte>) ||
                                         is_string<T> || is_bytes<T> || is_time_point<T> || is_decimal<T>;

template <class T>
inline constexpr bool is_converted_to_scalar = requires {
  typename converter<T>::stored_type;
  requires is_stored_scalar<typename converter<T>::stored_type>;
};

/// Whether a key can have type T. True for strings, numbers, bytes, enumerations and points in time, and for types that
/// a partita::converter stores as one of these.
template <class T>
inline constexpr bool is_scalar_key = is_stored_scalar<T> || is_converted_to_scalar<T>;

}  // namespace detail

/// The types that a key can have: DynamoDB allows String, Number and Binary there, and nothing else (no Boolean, list,
/// map or set). In C++: `std::string`, integers, `float`, `double`, `partita::decimal`, `std::vector<std::byte>`,
/// enumerations (stored by name or by number), points in time, and your own types with a `partita::converter` to one
/// of these.
template <class T>
concept string_number_or_bytes = detail::is_scalar_key<T>;

/// `partita::timestamp` and its kin, `std::chrono::sys_seconds` and `std::chrono::sys_time<std::chrono::milliseconds>`.
template <class T>
concept point_in_time = detail::is_time_point<T>;

/// A struct with `using partita_entity = partita::entity<"table", ...>;` in it. It must be complete where it is named.
template <class T>
concept entity_struct = requires { typename T::partita_entity; };

}  // namespace partita
