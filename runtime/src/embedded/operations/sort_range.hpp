// The rows of a partition that meet a key condition.
#pragma once

#include "embedded/expressions/key_condition.hpp"
#include "embedded/store/store.hpp"

namespace partita::inline epoch1::embedded {

/// Of a table: the sort key's own bytes.
SortRange table_range(const KeyCondition& condition);
/// Of an index: the delimited bytes of its sort attributes, behind which comes the item's key.
SortRange index_range(const KeyCondition& condition);

}  // namespace partita::inline epoch1::embedded
