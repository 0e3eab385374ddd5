// What a query asks of the key of its table or index.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
#pragma once

#include "embedded/expressions/expression.hpp"
#include "embedded/refusal.hpp"
#include "embedded/tables/table.hpp"

#include <optional>
#include <vector>

namespace partita::inline epoch1::embedded {

/// The condition on the last sort attribute that has one, unless it is an equality.
struct SortCondition {
  Operator op = Operator::between;  ///< one of less, less_equal, greater, greater_equal, between, begins_with
  const Value* value = nullptr;     ///< between: the lower bound
  const Value* high = nullptr;      ///< between: the upper bound
};

/// Values belong to the placeholders of the expression.
struct KeyCondition {
  std::vector<const Value*> partition;  ///< of all partition attributes, in the order of the key
  std::vector<const Value*> sort;       ///< of the first sort attributes, in the order of the key
  std::optional<SortCondition> last;    ///< of the sort attribute behind those
};

/// Whatever the key is: one condition an attribute, each of an operator that queries have. The service says this when
/// all expressions of the request are read and all placeholders used, before it looks for the table.
std::optional<Refusal> refuse_key_condition(const Expression& condition);

/// All partition attributes must have an equality; sort attributes may have conditions from the first on, of which only
/// the last is no equality.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
Checked<KeyCondition> read_key_condition(const Expression& condition, const KeySchema& key);

}  // namespace partita::inline epoch1::embedded
