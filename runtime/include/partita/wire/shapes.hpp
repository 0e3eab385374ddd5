// Types are known by their shape, so that a generated unit pays only for the standard headers that its structs use.
#pragma once

#include <partita/converter.hpp>
#include <partita/decimal.hpp>
#include <partita/timestamp.hpp>
#include <partita/wire/tag.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace partita::inline epoch1::wire {

/// Ways to store a type beside its usual one.
enum class Form : std::uint8_t {
  plain,
  number,   ///< enumerations by their number instead of their name; any value of the underlying type is stored
  seconds,  ///< points in time as whole seconds (rounded down), for DynamoDB's time to live
};

/// A value, or optional, or collection, and the form to store it in.
template <class T, Form F>
struct As {
  T& value;
};

template <class T>
As<T, Form::seconds> in_seconds(T& value) {
  return {value};
}
template <class T>
As<T, Form::number> by_number(T& value) {
  return {value};
}

/// How a point in time counts. Specialised for each type that is one:
///   static constexpr TimestampFormat format;
///   static constexpr std::int64_t resolution;      // milliseconds in one count
///   static std::int64_t count(const T&);
///   static T make(std::int64_t count);
template <class T>
struct Instant;

template <TimestampFormat F>
struct Instant<basic_timestamp<F>> {
  using Time = basic_timestamp<F>;
  static constexpr TimestampFormat format = F;
  static constexpr std::int64_t resolution = Time::resolution;
  static constexpr std::int64_t count(Time time) { return time.milliseconds() / resolution; }
  static constexpr Time make(std::int64_t count) { return Time::from_milliseconds(count * resolution); }
};

/// A type of the user's that is stored as another one. It comes first: whatever shape the type has, its converter says
/// what it is.
template <class T>
concept ConvertedShape = requires { typename converter<T>::stored_type; };
/// What a value of such a type is stored as.
template <ConvertedShape T>
using StoredType = typename converter<T>::stored_type;

template <class T>
concept InstantShape = requires { Instant<T>::resolution; };
template <class T>
concept StringShape = std::is_convertible_v<const T&, std::string_view>;
template <class T>
concept BytesShape = requires(const T& value) {
  value.data();
  value.size();
  requires std::is_same_v<std::remove_cv_t<typename T::value_type>, std::byte>;
};
template <class T>
concept OptionalShape = requires(T& value) {
  typename T::value_type;
  value.has_value();
  value.emplace();
} && !ConvertedShape<T>;
template <class T>
concept MapShape = requires {
  typename T::key_type;
  typename T::mapped_type;
};
template <class T>
concept SetShape = requires { typename T::key_type; } && !MapShape<T> && !ConvertedShape<T>;
/// A container with room for any number of elements.
template <class T>
concept ListShape = requires(T& value) {
  typename T::value_type;
  value.emplace_back();
} && !BytesShape<T> && !StringShape<T>;
/// A container of fixed length.
template <class T>
concept ArrayShape = requires(const T& value) {
  typename T::value_type;
  value.max_size();
  value.begin();
} && !ListShape<T> && !BytesShape<T> && !StringShape<T> && !SetShape<T> && !MapShape<T>;

/// The type that a value of T is stored as.
template <class T, Form F = Form::plain>
constexpr Tag tag_of() {
  if constexpr (ConvertedShape<T>) {
    return tag_of<StoredType<T>, F>();
  } else if constexpr (std::is_same_v<T, bool>) {
    return Tag::BOOL;
  } else if constexpr (std::is_enum_v<T>) {
    return F == Form::number ? Tag::N : Tag::S;
  } else if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, decimal>) {
    return Tag::N;
  } else if constexpr (InstantShape<T>) {
    return Instant<T>::format == TimestampFormat::iso && F != Form::seconds ? Tag::S : Tag::N;
  } else if constexpr (StringShape<T>) {
    return Tag::S;
  } else if constexpr (BytesShape<T>) {
    return Tag::B;
  } else if constexpr (SetShape<T>) {
    constexpr Tag element = tag_of<typename T::value_type, F>();
    static_assert(in_quotes(element), "a set holds strings, numbers or bytes");
    return element == Tag::S ? Tag::SS : element == Tag::N ? Tag::NS : Tag::BS;
  } else if constexpr (ListShape<T> || ArrayShape<T>) {
    return Tag::L;
  } else {
    return Tag::M;
  }
}

/// Whether a point in time is stored as a number of seconds.
template <class T, Form F>
inline constexpr bool stored_in_seconds = F == Form::seconds || Instant<T>::format == TimestampFormat::seconds;

}  // namespace partita::inline epoch1::wire
