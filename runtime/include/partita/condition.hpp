// What an item must be like for a write to happen, or for a query to return it.
//
//   contacts.by_account("a-9").where(crm::ContactFields::status == crm::Status::active);
#pragma once

#include <partita/expression.hpp>

#include <utility>

namespace partita::inline epoch1 {

/// A condition on an item of `Entity`, made by comparing the fields of <partita/field.hpp>.
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

}  // namespace partita::inline epoch1
