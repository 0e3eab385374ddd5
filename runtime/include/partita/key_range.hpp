// A condition on a composed sort key, as it is sent.
#pragma once

#include <partita/expression.hpp>
#include <partita/sort_condition.hpp>

#include <optional>

namespace partita::inline epoch1 {

/// Which keys a query reads: a condition on one part of the key, turned into one on its whole text.
struct KeyRange {
  SortOperator op = SortOperator::equal;
  Value first;
  std::optional<Value> second;
};

}  // namespace partita::inline epoch1
