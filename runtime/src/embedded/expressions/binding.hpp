// Gives an expression the values of its placeholders, and checks it with them.
#pragma once

#include "embedded/expressions/expression.hpp"
#include "embedded/expressions/placeholders.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// The service checks a condition from its beginning, the operands of an operator before the operator; but updates and
/// projections from their last path to their first. Where several things are wrong, that decides what it says.
class Binding {
 public:
  Binding(Expression& expression, Placeholders& placeholders);

  const std::string& fault() const { return fault_; }

 private:
  void bind(const Node& node);
  void bind_path(const Node& path);
  void bind_value(const Node& value);
  void bind_operands(const Node& node);

  void check(const Node& node);
  void check_operand_count(const Node& node, std::uint16_t count);
  void check_first_is_path(const Node& node);
  void check_distinct(const Node& node);
  void check_between(const Node& node);
  void check_attribute_type(const Node& node);
  void check_action(const Node& action);
  void check_overlap(const Node& path, const Node& later);
  void check_operator_count();

  template <class Fits>
  void check_types(const Node& node, Fits fits);
  std::optional<wire::Tag> type_of(const Node& operand) const;
  enum class Relation : std::uint8_t { none, overlap, conflict };
  Relation relation_of(const Node& a, const Node& b) const;
  const Node& operand(const Node& node, int number) const;

  bool ok() const { return fault_.empty(); }
  void fail(std::string_view what, std::string_view which = {});
  void fail_type(const Node& node, std::string_view type);

  Expression& expression_;
  const Syntax& syntax_;
  Placeholders& placeholders_;
  std::string fault_;
};

}  // namespace partita::inline epoch1::embedded
