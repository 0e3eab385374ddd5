// The parts of an item that an expression names.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
#pragma once

#include "embedded/expressions/expression.hpp"

namespace partita::inline epoch1::embedded {

/// What the paths of a projection lead to, within maps and lists like those of the item; of a list only the elements
/// asked for, in their order. Of an update: what its paths lead to, for UPDATED_OLD and UPDATED_NEW.
Map project(const Expression& expression, const Map& item);

}  // namespace partita::inline epoch1::embedded
