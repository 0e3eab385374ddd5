// Typed attributes, and the conditions that comparing them yields.
//
//   contacts.by_account("a-9").where(crm::ContactFields::status == crm::Status::active);
#pragma once

#include <partita/comparable.hpp>
#include <partita/expression.hpp>

#include <type_traits>
#include <utility>

namespace partita::inline epoch1 {

/// A condition on an item of `Entity`.
template <class Entity>
class Condition {
 public:
  explicit Condition(Expression expression) : expression_(std::move(expression)) {}

  const Expression& expression() const { return expression_; }

  friend Condition operator&&(Condition left, Condition right) {
    return Condition(Expression::both(std::move(left.expression_), std::move(right.expression_)));
  }
  friend Condition operator||(Condition left, Condition right) {
    return Condition(Expression::either(std::move(left.expression_), std::move(right.expression_)));
  }
  friend Condition operator!(Condition operand) {
    return Condition(Expression::negation(std::move(operand.expression_)));
  }

 private:
  Expression expression_;
};

/// Marks the fields of lists, maps and nested structures: they exist or don't, but are not compared as a whole.
struct Document {};

/// Marks the fields of sets with elements of `T`: they can be asked for an element.
template <class T>
struct SetOf {};

namespace detail {

template <class T>
inline constexpr bool never = false;

template <class Entity, class T, class U>
Condition<Entity> wrong_type(const U&) {
  static_assert(never<U>, "this attribute cannot be compared with a value of this type");
  return Condition<Entity>(Expression({}, {}));
}

}  // namespace detail

/// What every attribute can be asked.
template <class Entity>
struct AnyField : AttributeName {
  constexpr AnyField(std::string_view stored, std::string_view aliased = {}) : AttributeName{stored, aliased} {}

  Condition<Entity> exists() const { return make("attribute_exists(@)"); }
  Condition<Entity> not_exists() const { return make("attribute_not_exists(@)"); }

 protected:
  Condition<Entity> make(std::string_view pattern, std::vector<Value> values = {}) const {
    return Condition<Entity>(Expression(pattern, *this, std::move(values)));
  }
};

/// An attribute of `Entity` that is compared with values of type `T`.
template <class Entity, class T>
class Field : public AnyField<Entity> {
 public:
  using Encode = Value (*)(T);

  constexpr Field(
      std::string_view stored, std::string_view aliased = {}, Encode encode = [](T v) { return Value::of(v); })
      : AnyField<Entity>(stored, aliased), encode_(encode) {}

  Value value(T v) const { return encode_(v); }

  /// Both bounds included.
  Condition<Entity> between(T low, T high) const {
    return this->make("@ BETWEEN ? AND ?", {encode_(low), encode_(high)});
  }

  /// Case matters; bytes are compared.
  Condition<Entity> begins_with(T prefix) const
    requires std::is_same_v<T, std::string_view>
  {
    return this->make("begins_with(@, ?)", {encode_(prefix)});
  }

  Condition<Entity> contains(T part) const
    requires std::is_same_v<T, std::string_view>
  {
    return this->make("contains(@, ?)", {encode_(part)});
  }

  template <class U>
  friend Condition<Entity> operator==(const Field& field, const U& value) {
    return field.compare("@ = ?", value);
  }
  template <class U>
  friend Condition<Entity> operator!=(const Field& field, const U& value) {
    return field.compare("@ <> ?", value);
  }
  template <class U>
  friend Condition<Entity> operator<(const Field& field, const U& value) {
    return field.compare("@ < ?", value);
  }
  template <class U>
  friend Condition<Entity> operator<=(const Field& field, const U& value) {
    return field.compare("@ <= ?", value);
  }
  template <class U>
  friend Condition<Entity> operator>(const Field& field, const U& value) {
    return field.compare("@ > ?", value);
  }
  template <class U>
  friend Condition<Entity> operator>=(const Field& field, const U& value) {
    return field.compare("@ >= ?", value);
  }

  // C++20 would try these for `value == field`, and complain about the result's type.
  template <class U>
  friend Condition<Entity> operator==(const U&, const Field&) {
    static_assert(detail::never<U>, "write the attribute on the left: field == value");
    return Condition<Entity>(Expression({}, {}));
  }
  template <class U>
  friend Condition<Entity> operator!=(const U&, const Field&) {
    static_assert(detail::never<U>, "write the attribute on the left: field != value");
    return Condition<Entity>(Expression({}, {}));
  }
  template <class U>
  friend Condition<Entity> operator<(const U&, const Field&) {
    static_assert(detail::never<U>, "write the attribute on the left: field < value");
    return Condition<Entity>(Expression({}, {}));
  }
  template <class U>
  friend Condition<Entity> operator<=(const U&, const Field&) {
    static_assert(detail::never<U>, "write the attribute on the left: field <= value");
    return Condition<Entity>(Expression({}, {}));
  }
  template <class U>
  friend Condition<Entity> operator>(const U&, const Field&) {
    static_assert(detail::never<U>, "write the attribute on the left: field > value");
    return Condition<Entity>(Expression({}, {}));
  }
  template <class U>
  friend Condition<Entity> operator>=(const U&, const Field&) {
    static_assert(detail::never<U>, "write the attribute on the left: field >= value");
    return Condition<Entity>(Expression({}, {}));
  }

 private:
  template <class U>
  Condition<Entity> compare(std::string_view pattern, const U& value) const {
    if constexpr (!detail::comparable<T, U>)
      return detail::wrong_type<Entity, T>(value);
    else if constexpr (detail::integer<T>)
      return this->make(pattern, {Value::of(value)});  // a value out of T's range compares as the number it is
    else
      return this->make(pattern, {encode_(static_cast<T>(value))});
  }

  Encode encode_;
};

template <class Entity>
class Field<Entity, Document> : public AnyField<Entity> {
 public:
  using AnyField<Entity>::AnyField;
};

template <class Entity, class T>
class Field<Entity, SetOf<T>> : public AnyField<Entity> {
 public:
  using AnyField<Entity>::AnyField;

  Condition<Entity> contains(T element) const { return this->make("contains(@, ?)", {Value::of(element)}); }
};

}  // namespace partita::inline epoch1
