// The key conditions of a query.
#pragma once

#include <partita/expression.hpp>
#include <partita/sort_condition.hpp>

#include "request_text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::detail {

struct KeyCondition {
  AttributeName name;
  SortOperator op;
  Value first;
  std::optional<Value> second;
};

/// ` = `, ` BETWEEN `; of a prefix, what stands between its arguments.
std::string_view comparison(SortOperator op);

/// A value that a condition compares with a key attribute, or the reason why no item can have it.
Value key_value(const AttributeName& name, Value value, bool is_partition);

/// The text of a KeyConditionExpression; its values are numbered from `:k0`.
class KeyExpression {
 public:
  explicit KeyExpression(ExpressionParts& parts) : parts_(parts) {}

  void add(const KeyCondition& condition);
  const std::string& text() const { return text_; }

 private:
  std::string placeholder(const Value& value);

  ExpressionParts& parts_;
  std::string text_;
  std::size_t count_ = 0;
};

}  // namespace partita::inline epoch1::detail
