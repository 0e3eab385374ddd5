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

template <class Entity, class T>
class Field;

/// What `size()` of an attribute is compared with: integers.
template <class Entity>
class SizeOf {
 public:
  explicit SizeOf(AttributePath attribute) : attribute_(std::move(attribute)) {}

  template <class U>
  friend Condition<Entity> operator==(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) = ?", value);
  }
  template <class U>
  friend Condition<Entity> operator!=(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) <> ?", value);
  }
  template <class U>
  friend Condition<Entity> operator<(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) < ?", value);
  }
  template <class U>
  friend Condition<Entity> operator<=(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) <= ?", value);
  }
  template <class U>
  friend Condition<Entity> operator>(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) > ?", value);
  }
  template <class U>
  friend Condition<Entity> operator>=(const SizeOf& size, const U& value) {
    static_assert(is_integer<U>, "a size is compared with an integer");
    return size.compare("size(@) >= ?", value);
  }
  /// Both bounds included.
  template <class Low, class High>
  Condition<Entity> between(const Low& low, const High& high) const {
    static_assert(is_integer<Low> && is_integer<High>, "a size is compared with an integer");
    return Condition<Entity>(Expression("size(@) BETWEEN ? AND ?", attribute_, {Value::of(low), Value::of(high)}));
  }

 private:
  template <class U>
  static constexpr bool is_integer = detail::integer<U>;

  template <class U>
  Condition<Entity> compare(std::string_view pattern, const U& value) const {
    return Condition<Entity>(Expression(pattern, attribute_, {Value::of(value)}));
  }

  AttributePath attribute_;
};

/// What every attribute can be asked.
template <class Entity>
class AnyField : public AttributePath {
 public:
  constexpr explicit AnyField(AttributePath path) : AttributePath(std::move(path)) {}

  Condition<Entity> exists() const { return make("attribute_exists(@)"); }
  Condition<Entity> not_exists() const { return make("attribute_not_exists(@)"); }
  /// Whether that is how it is stored.
  Condition<Entity> has_type(AttributeType type) const {
    return make("attribute_type(@, ?)", {Value::of(to_string(type))});
  }

 protected:
  Condition<Entity> make(std::string_view pattern, std::vector<Operand> operands = {}) const {
    return Condition<Entity>(Expression(pattern, *this, std::move(operands)));
  }
};

/// An attribute of `Entity` that is compared with values of type `T`.
template <class Entity, class T>
class Field : public AnyField<Entity> {
 public:
  using Encode = detail::EncodeOf<T>;

  constexpr explicit Field(std::string_view stored, std::string_view aliased = {},
                           Encode encode = detail::default_encode<T>())
      : Field(AttributePath(stored, aliased), encode) {}
  constexpr explicit Field(AttributePath path, Encode encode = detail::default_encode<T>())
      : AnyField<Entity>(std::move(path)), encode_(encode) {}

  Value value(T v) const { return encode_(v); }

  /// Whether it can be compared with a value of that type, or with an attribute.
  template <class U>
  static constexpr bool compares = detail::comparable_with<Entity, T, U>;

  /// Both bounds included. They are values, or other attributes.
  template <class Low, class High>
  Condition<Entity> between(const Low& low, const High& high) const {
    constexpr bool both_compare = compares<Low> && compares<High>;
    static_assert(both_compare, "this attribute cannot be compared with a value of this type");
    if constexpr (both_compare) return this->make("@ BETWEEN ? AND ?", {operand(low), operand(high)});
  }

  /// Whether it is one of 1 to 100 values: `status.in({Status::active, Status::gone})`.
  template <class U>
  Condition<Entity> in(std::initializer_list<U> values) const {
    constexpr bool is_comparable = compares<U>;
    static_assert(is_comparable, "this attribute cannot be compared with a value of this type");
    if constexpr (is_comparable) return one_of(values);
  }
  Condition<Entity> in(std::initializer_list<T> values) const { return one_of(values); }
  /// The same for a container.
  template <class Values>
    requires requires(const Values& values) { values.begin() != values.end(); }
  Condition<Entity> in(const Values& values) const {
    constexpr bool is_comparable = compares<std::decay_t<decltype(*values.begin())>>;
    static_assert(is_comparable, "this attribute cannot be compared with a value of this type");
    if constexpr (is_comparable) return one_of(values);
  }

  /// Of strings and bytes. Case matters; bytes are compared.
  template <class U>
  Condition<Entity> begins_with(const U& prefix) const {
    constexpr bool is_textual = detail::textual<T> && compares<U>;
    static_assert(is_textual, "begins_with() asks strings for a string, and bytes for bytes");
    if constexpr (is_textual) return this->make("begins_with(@, ?)", {operand(prefix)});
  }

  /// Of strings and bytes: whether the other is part of it.
  template <class U>
  Condition<Entity> contains(const U& part) const {
    constexpr bool is_textual = detail::textual<T> && compares<U>;
    static_assert(is_textual, "contains() asks strings for a string, bytes for bytes, sets and lists for an element");
    if constexpr (is_textual) return this->make("contains(@, ?)", {operand(part)});
  }

  /// Of strings and bytes: their length.
  template <class E = Entity>
  SizeOf<E> size() const {
    constexpr bool has_size = detail::textual<T> || detail::never<E>;
    static_assert(has_size, "size() is for strings, bytes, sets, lists and maps");
    return SizeOf<E>(*this);
  }

  /// For the operators.
  template <class U>
  Condition<Entity> compare(std::string_view pattern, const U& value) const {
    return this->make(pattern, {operand(value)});
  }

  using Compared = T;
  using Of = Entity;
  Encode encoder() const { return encode_; }

 private:
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
  Condition<Entity> one_of(const Values& values) const {
    std::vector<Operand> operands;
    for (const auto& each : values) operands.push_back(operand(each));
    return Condition<Entity>(Expression::one_of(*this, std::move(operands)));
  }

  Encode encode_;
};

/// A list, map or structure whose parts have no fields: it exists or doesn't.
template <class Entity>
class Field<Entity, Document> : public AnyField<Entity> {
 public:
  using Compared = Document;
  using Of = Entity;

  constexpr explicit Field(std::string_view stored, std::string_view aliased = {})
      : AnyField<Entity>(AttributePath(stored, aliased)) {}
  constexpr explicit Field(AttributePath path, detail::NoEncode /*none*/ = {}) : AnyField<Entity>(std::move(path)) {}

  /// How many elements or entries it has.
  SizeOf<Entity> size() const { return SizeOf<Entity>(*this); }

  /// Not as a whole.
  template <class U>
  static constexpr bool compares = false;
};

/// A set.
template <class Entity, class T>
class Field<Entity, SetOf<T>> : public Field<Entity, Document> {
 public:
  using Encode = detail::EncodeOf<SetOf<T>>;

  constexpr explicit Field(std::string_view stored, std::string_view aliased = {},
                           Encode encode = detail::default_encode<SetOf<T>>())
      : Field(AttributePath(stored, aliased), encode) {}
  constexpr explicit Field(AttributePath path, Encode encode = detail::default_encode<SetOf<T>>())
      : Field<Entity, Document>(std::move(path)), encode_(encode) {}

  template <class U>
  Condition<Entity> contains(const U& element) const {
    constexpr bool is_element = detail::comparable<T, U>;
    static_assert(is_element, "contains() asks strings for a string, bytes for bytes, sets and lists for an element");
    if constexpr (is_element) return this->make("contains(@, ?)", {detail::encoded<T>(encode_, element)});
  }

 private:
  Encode encode_;
};

}  // namespace partita::inline epoch1

#include <partita/field_operators.hpp>
