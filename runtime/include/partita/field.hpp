// Typed attributes, which yield conditions. A missing attribute, or one of another type, fails all of them but
// `not_exists()` and `!=`.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
#pragma once

#include <partita/attribute_path.hpp>
#include <partita/condition.hpp>
#include <partita/error.hpp>
#include <partita/expression.hpp>
#include <partita/field_types.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

template <class Entity, class T, Place At = unnumbered>
class Field;

/// What `size()` of an attribute is compared with: integers.
template <class Entity, Place At>
class SizeOf {
 public:
  using Asked = ConditionOn<Entity, bit_of(At), 0, 0>;

  explicit SizeOf(AttributePath attribute) : attribute_(std::move(attribute)) {}

  template <class U>
  friend Asked operator==(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) = ?", value);
  }
  template <class U>
  friend Asked operator!=(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) <> ?", value);
  }
  template <class U>
  friend Asked operator<(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) < ?", value);
  }
  template <class U>
  friend Asked operator<=(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) <= ?", value);
  }
  template <class U>
  friend Asked operator>(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) > ?", value);
  }
  template <class U>
  friend Asked operator>=(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) >= ?", value);
  }
  /// Both bounds included.
  template <class Low, class High>
  Asked between(const Low& low, const High& high) const {
    static_assert(is_integer<Low> && is_integer<High>, "a size is compared with an integer");
    return Asked(Expression("size(@) BETWEEN ? AND ?", attribute_, {Value::of(low), Value::of(high)}));
  }

 private:
  template <class U>
  static constexpr bool is_integer = detail::integer<U>;

  template <class U>
  Asked compare(std::string_view pattern, const U& value) const {
    return Asked(Expression(pattern, attribute_, {Value::of(value)}));
  }

  AttributePath attribute_;
};

/// What every attribute can be asked, and what lies inside of one.
template <class Entity, Place At>
class AnyField : public AttributePath {
 public:
  using Of = Entity;
  static constexpr Place place = At;
  /// A condition that mentions the attribute, and is no key condition.
  using Asked = ConditionOn<Entity, bit_of(At), 0, 0>;

  constexpr explicit AnyField(AttributePath path) : AttributePath(std::move(path)) {}

  Asked exists() const { return Asked(Expression("attribute_exists(@)", *this)); }
  Asked not_exists() const { return Asked(Expression("attribute_not_exists(@)", *this)); }
  /// Whether that is how it is stored.
  Asked has_type(AttributeType type) const {
    return Asked(Expression("attribute_type(@, ?)", *this, {Value::of(to_string(type))}));
  }
};

/// An attribute of `Entity`, or what lies inside of one, that is compared with values of type `T`.
template <class Entity, class T, Place At>
class Field : public AnyField<Entity, At> {
 public:
  using Encode = detail::EncodeOf<T>;
  using Compared = T;
  using Asked = typename AnyField<Entity, At>::Asked;
  using AskedInRange = ConditionOn<Entity, bit_of(At), 0, key_bit_of(At)>;

  constexpr explicit Field(std::string_view stored, std::string_view aliased = {},
                           Encode encode = detail::default_encode<T>())
      : Field(AttributePath(stored, aliased), encode) {}
  constexpr Field(const AttributePath& above, std::string_view stored, std::string_view aliased = {},
                  Encode encode = detail::default_encode<T>())
      : Field(AttributePath(above, stored, aliased), encode) {}
  constexpr explicit Field(AttributePath path, Encode encode = detail::default_encode<T>())
      : AnyField<Entity, At>(std::move(path)), encode_(encode) {}

  Value value(T v) const { return encode_(v); }
  Encode encoder() const { return encode_; }

  /// Whether it can be compared with a value of that type, or with an attribute.
  template <class U>
  static constexpr bool compares = detail::comparable_with<Entity, T, U>;

  /// Both bounds included. They are values, or other attributes.
  template <class Low, class High>
  auto between(const Low& low, const High& high) const {
    constexpr bool both_compare = compares<Low> && compares<High>;
    static_assert(detail::has_order<Field>, "truth values have no order: compare them by == and !=");
    static_assert(both_compare, "this attribute cannot be compared with a value of this type");
    if constexpr (!both_compare) {
      return this->exists();
    } else {
      using Bounds = ConditionOn<Entity, bit_of(At) | mentioned<Low>() | mentioned<High>(), 0,
                                 detail::any_field<Low> || detail::any_field<High> ? 0 : key_bit_of(At)>;
      return Bounds(Expression("@ BETWEEN ? AND ?", *this, {operand(low), operand(high)}));
    }
  }

  /// Whether it is one of 1 to 100 values: `status.in({Status::active, Status::gone})`.
  template <class U>
  Asked in(std::initializer_list<U> values) const {
    constexpr bool is_comparable = compares<U>;
    static_assert(is_comparable, "this attribute cannot be compared with a value of this type");
    if constexpr (is_comparable) return one_of(values);
  }
  Asked in(std::initializer_list<T> values) const { return one_of(values); }
  /// The same for a container.
  template <class Values>
    requires requires(const Values& values) { values.begin() != values.end(); }
  Asked in(const Values& values) const {
    constexpr bool is_comparable = compares<std::decay_t<decltype(*values.begin())>>;
    static_assert(is_comparable, "this attribute cannot be compared with a value of this type");
    if constexpr (is_comparable) return one_of(values);
  }

  /// Of strings and bytes. Case matters; bytes are compared.
  template <class U>
  auto begins_with(const U& prefix) const {
    constexpr bool is_textual = detail::textual<T> && compares<U>;
    static_assert(is_textual, "begins_with() asks strings for a string, and bytes for bytes");
    if constexpr (is_textual) {
      return ask<0, detail::any_field<U> ? 0 : key_bit_of(At)>("begins_with(@, ?)", prefix);
    } else {
      return this->exists();
    }
  }

  /// Of strings and bytes: whether the other is part of it.
  template <class U>
  auto contains(const U& part) const {
    constexpr bool is_textual = detail::textual<T> && compares<U>;
    static_assert(is_textual, "contains() asks strings for a string, bytes for bytes, sets and lists for an element");
    if constexpr (is_textual) {
      return ask<0, 0>("contains(@, ?)", part);
    } else {
      return this->exists();
    }
  }

  /// Of strings and bytes: their length.
  template <class E = Entity>
  SizeOf<E, At> size() const {
    constexpr bool has_size = detail::textual<T> || detail::never<E>;
    static_assert(has_size, "size() is for strings, bytes, sets, lists and maps");
    return SizeOf<E, At>(*this);
  }

  /// For the operators. `Equal` and `Ranged` are what the comparison is for a key, if it is one with a value.
  template <AttributeBits Equal, AttributeBits Ranged, class U>
  auto ask(std::string_view pattern, const U& value) const {
    constexpr bool is_value = !detail::any_field<U>;
    using Comparison = ConditionOn<Entity, bit_of(At) | mentioned<U>(), is_value ? Equal : 0, is_value ? Ranged : 0>;
    return Comparison(Expression(pattern, *this, {operand(value)}));
  }

 private:
  template <class U>
  static constexpr AttributeBits mentioned() {
    if constexpr (detail::any_field<U>) {
      return bit_of(U::place);
    } else {
      return 0;
    }
  }

  template <class U>
  Operand operand(const U& value) const {
    if constexpr (!detail::any_field<U>) {
      return Operand(detail::encoded<T>(encode_, value));
    } else {
      // Times in seconds and in milliseconds are numbers of one type.
      if constexpr (std::is_same_v<T, typename U::Compared> && !std::is_arithmetic_v<T> && !detail::textual<T>) {
        if (encode_ != value.encoder()) {
          return Value::refused(Error(ErrorKind::invalid_argument,
                                      "'" + value.shown() + "' is stored in another form: compare it with a value"));
        }
      }
      return Operand(static_cast<const AttributePath&>(value));
    }
  }

  template <class Values>
  Asked one_of(const Values& values) const {
    std::vector<Operand> operands;
    for (const auto& each : values) operands.push_back(operand(each));
    return Asked(Expression::one_of(*this, operands));
  }

  Encode encode_;
};

/// A list, map or structure whose parts have no fields: it exists or doesn't.
template <class Entity, Place At>
class Field<Entity, Document, At> : public AnyField<Entity, At> {
 public:
  using Compared = Document;

  constexpr explicit Field(std::string_view stored, std::string_view aliased = {})
      : Field(AttributePath(stored, aliased)) {}
  constexpr Field(const AttributePath& above, std::string_view stored, std::string_view aliased = {})
      : Field(AttributePath(above, stored, aliased)) {}
  constexpr explicit Field(AttributePath path, detail::NoEncode /*none*/ = {})
      : AnyField<Entity, At>(std::move(path)) {}

  /// How many elements or entries it has.
  SizeOf<Entity, At> size() const { return SizeOf<Entity, At>(*this); }

  /// Not as a whole.
  template <class U>
  static constexpr bool compares = false;
};

namespace detail {

/// What the fields of sets, lists and maps have in common: how an element is stored.
template <class Entity, class T, Place At>
class FieldOfMany : public Field<Entity, Document, At> {
 public:
  using Encode = EncodeOf<T>;

  constexpr explicit FieldOfMany(std::string_view stored, std::string_view aliased = {},
                                 Encode encode = default_encode<T>())
      : FieldOfMany(AttributePath(stored, aliased), encode) {}
  constexpr FieldOfMany(const AttributePath& above, std::string_view stored, std::string_view aliased = {},
                        Encode encode = default_encode<T>())
      : FieldOfMany(AttributePath(above, stored, aliased), encode) {}
  constexpr explicit FieldOfMany(AttributePath path, Encode encode = default_encode<T>())
      : Field<Entity, Document, At>(std::move(path)), encode_(encode) {}

  Encode encoder() const { return encode_; }

 protected:
  Encode encode_;
};

/// The same for those whose elements can be asked for by value.
template <class Entity, class T, Place At>
class FieldOfValues : public FieldOfMany<Entity, T, At> {
 public:
  using FieldOfMany<Entity, T, At>::FieldOfMany;

  /// Whether one of the elements has this value.
  template <class U>
  auto contains(const U& element) const {
    constexpr bool is_element = has_values<T> && comparable<T, U>;
    static_assert(is_element, "contains() asks strings for a string, bytes for bytes, sets and lists for an element");
    if constexpr (is_element) {
      using Contains = typename AnyField<Entity, At>::Asked;
      return Contains(Expression("contains(@, ?)", *this, {encoded<T>(this->encode_, element)}));
    } else {
      return this->exists();
    }
  }
};

/// The field of what lies inside of another.
template <class Entity, class T, Place At>
struct FieldInside {
  using Type = Field<Entity, T, At>;
};
template <class Entity, template <Place> class Fields, Place At>
struct FieldInside<Entity, StructureOf<Fields>, At> {
  using Type = Fields<At>;
};

}  // namespace detail

/// A set.
template <class Entity, class T, Place At>
class Field<Entity, SetOf<T>, At> : public detail::FieldOfValues<Entity, T, At> {
 public:
  using detail::FieldOfValues<Entity, T, At>::FieldOfValues;
};

/// A list. `tags[0]` is a field as well: the first element, which an item may lack.
template <class Entity, class T, Place At>
class Field<Entity, ListOf<T>, At> : public detail::FieldOfValues<Entity, T, At> {
 public:
  using detail::FieldOfValues<Entity, T, At>::FieldOfValues;
  using Element = detail::FieldInside<Entity, T, inside(At)>;

  typename Element::Type operator[](std::size_t position) const {
    return typename Element::Type(this->element(position), this->encode_);
  }
};

/// A list of a fixed length.
template <class Entity, class T, Place At>
class Field<Entity, ArrayOf<T>, At> : public detail::FieldOfValues<Entity, T, At> {
 public:
  using detail::FieldOfValues<Entity, T, At>::FieldOfValues;
  using Element = detail::FieldInside<Entity, T, fixed_inside(At)>;

  typename Element::Type operator[](std::size_t position) const {
    return typename Element::Type(this->element(position), this->encode_);
  }
};

/// A map. `labels["x"]` is a field as well: the entry of that key, which an item may lack.
template <class Entity, class T, Place At>
class Field<Entity, MapOf<T>, At> : public detail::FieldOfMany<Entity, T, At> {
 public:
  using detail::FieldOfMany<Entity, T, At>::FieldOfMany;
  using Entry = detail::FieldInside<Entity, T, inside(At)>;

  typename Entry::Type operator[](std::string_view key) const {
    return typename Entry::Type(this->entry(key), this->encode_);
  }
};

/// The base of generated fields of a structure `T`, which add one for each of its members.
template <class Entity, class T, Value (*Encode)(const T&), Place At>
class Structure : public Field<Entity, Document, At> {
 public:
  using Field<Entity, Document, At>::Field;

  using Whole = T;

  static Value value_of(const T& whole) { return Encode(whole); }
};

}  // namespace partita::inline epoch1

#include <partita/field_operators.hpp>
