// What the fields of an entity are typed by.
#pragma once

#include <partita/attribute_path.hpp>
#include <partita/comparable.hpp>
#include <partita/expression.hpp>
#include <partita/place.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace partita::inline epoch1 {

class decimal;

/// How DynamoDB stores a value.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
enum class AttributeType : std::uint8_t {
  string,
  number,
  binary,
  boolean,
  null,
  list,
  map,
  string_set,
  number_set,
  binary_set,
};

/// `S`, `N`, ...
std::string_view to_string(AttributeType type);

/// Marks the fields of lists, maps and structures whose parts have no fields of their own.
struct Document {};

/// Marks the fields of sets with elements of `T`: they can be asked for an element.
template <class T>
struct SetOf {};

/// Marks the fields of lists, arrays and maps with elements of `T`: `tags[0]`, `labels["x"]` are fields of it.
template <class T>
struct ListOf {};
template <class T>
struct ArrayOf {};
template <class T>
struct MapOf {};

/// Stands for a structure as an element: `Fields` is the generated template that has a field for each member.
template <template <Place> class Fields>
struct StructureOf {};

namespace detail {

template <class T>
inline constexpr bool never = false;

struct NoEncode {};

/// What is encoded in an attribute, and by which function.
template <class T>
struct Encoding {
  using Leaf = T;
  using Encode = Value (*)(T);
};
template <>
struct Encoding<Document> {
  using Encode = NoEncode;
};
template <class T>
struct Encoding<SetOf<T>> : Encoding<T> {};
template <class T>
struct Encoding<ListOf<T>> : Encoding<T> {};
template <class T>
struct Encoding<ArrayOf<T>> : Encoding<T> {};
template <class T>
struct Encoding<MapOf<T>> : Encoding<T> {};
template <template <Place> class Fields>
struct Encoding<StructureOf<Fields>> : Encoding<Document> {};

template <class T>
using EncodeOf = typename Encoding<T>::Encode;

template <class T>
constexpr EncodeOf<T> default_encode() {
  if constexpr (std::is_same_v<EncodeOf<T>, NoEncode>) {
    return {};
  } else {
    return [](typename Encoding<T>::Leaf value) { return Value::of(value); };
  }
}

/// `value` as an attribute of `T`s stores it.
template <class T, class U>
Value encoded(Value (*encode)(T), const U& value) {
  if constexpr (integer<T>) {
    return Value::of(value);  // a value out of T's range compares as the number it is
  } else {
    return encode(static_cast<T>(value));
  }
}

template <class T>
concept textual = std::is_same_v<T, std::string_view> || std::is_same_v<T, std::span<const std::byte>>;

template <class T>
concept number = integer<T> || std::is_floating_point_v<T> || std::is_same_v<T, decimal>;

template <class T>
concept any_field = std::is_base_of_v<AttributePath, T>;

/// Whether values of it are compared.
template <class T>
concept has_values = !std::is_same_v<EncodeOf<T>, NoEncode> && std::is_same_v<T, typename Encoding<T>::Leaf>;

// The service refuses `<` and its kin for BOOL: "Incorrect operand type for operator or function".
template <any_field F>
inline constexpr bool has_order = !std::is_same_v<typename F::Compared, bool>;

template <class T, class U>
concept same_encoding = std::is_same_v<T, U> && !std::is_same_v<EncodeOf<T>, NoEncode>;

/// Whether an attribute of `T`s can be compared with one of `U`s.
template <class T, class U>
concept comparable_fields = (number<T> && number<U>) || same_encoding<T, U>;

template <class Entity, class T, class U>
constexpr bool is_comparable_with() {
  if constexpr (any_field<U>) {
    return std::is_same_v<Entity, typename U::Of> && comparable_fields<T, typename U::Compared>;
  } else {
    return comparable<T, U>;
  }
}
template <class Entity, class T, class U>
inline constexpr bool comparable_with = is_comparable_with<Entity, T, U>();

}  // namespace detail

}  // namespace partita::inline epoch1
