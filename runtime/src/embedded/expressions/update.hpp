// What an update makes of an item.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
#pragma once

#include "embedded/expressions/expression.hpp"
#include "embedded/refusal.hpp"

namespace partita::inline epoch1::embedded {

/// The new item; `item` holds at least its key. All operands have the values that they had before the update, whatever
/// its other actions do, and positions in lists mean the lists before it. Keys and sizes are not checked here.
Checked<Map> apply_update(const Expression& update, const Map& item);

}  // namespace partita::inline epoch1::embedded
