// What an item must be like for a write to happen, or for a query to return it.
//
//   contacts.by_account("a-9").where(crm::ContactFields::status == crm::Status::active);
#pragma once

#include <partita/expression.hpp>
#include <partita/place.hpp>

#include <utility>

namespace partita::inline epoch1 {

/// A condition on an item of `Entity`, made by comparing the fields of <partita/field.hpp>. One that grows in a loop
/// has this type: `partita::Condition<Contact> all = a; all = all && b;`
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

  /// For operators that know more of the result's type.
  Expression take() && { return std::move(expression_); }

 private:
  Expression expression_;
};

/// A condition whose type knows the attributes that it asks about: all of them, those that it compares by `==` with one
/// value whatever else holds, and those that it compares so with a range. An attribute that it asks about twice is in
/// the first set alone.
template <class Entity, AttributeBits Mentioned, AttributeBits Equal, AttributeBits Ranged>
class ConditionOn : public Condition<Entity> {
 public:
  using Condition<Entity>::Condition;
};

template <class Entity, AttributeBits M1, AttributeBits E1, AttributeBits R1, AttributeBits M2, AttributeBits E2,
          AttributeBits R2>
ConditionOn<Entity, M1 | M2, (E1 & ~M2) | (E2 & ~M1), (R1 & ~M2) | (R2 & ~M1)> operator&&(
    ConditionOn<Entity, M1, E1, R1> left, ConditionOn<Entity, M2, E2, R2> right) {
  using Both = ConditionOn<Entity, M1 | M2, (E1 & ~M2) | (E2 & ~M1), (R1 & ~M2) | (R2 & ~M1)>;
  return Both(Expression::both(std::move(left).take(), std::move(right).take()));
}
template <class Entity, AttributeBits M1, AttributeBits E1, AttributeBits R1, AttributeBits M2, AttributeBits E2,
          AttributeBits R2>
ConditionOn<Entity, M1 | M2, 0, 0> operator||(ConditionOn<Entity, M1, E1, R1> left,
                                              ConditionOn<Entity, M2, E2, R2> right) {
  return ConditionOn < Entity, M1 | M2, 0, 0 > (Expression::either(std::move(left).take(), std::move(right).take()));
}
template <class Entity, AttributeBits M, AttributeBits E, AttributeBits R>
ConditionOn<Entity, M, 0, 0> operator!(ConditionOn<Entity, M, E, R> operand) {
  return ConditionOn<Entity, M, 0, 0>(Expression::negation(std::move(operand).take()));
}

}  // namespace partita::inline epoch1
