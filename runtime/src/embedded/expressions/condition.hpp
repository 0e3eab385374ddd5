// Whether an item meets a condition or passes a filter.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
#pragma once

#include "embedded/expressions/expression.hpp"

namespace partita::inline epoch1::embedded {

/// An item that is not there is an empty one. What an operator cannot compare, another type or a missing attribute,
/// makes it false, and `<>` true.
bool holds(const Expression& condition, const Map& item);

}  // namespace partita::inline epoch1::embedded
