// What expressions may not do with the attributes of keys.
#pragma once

#include "embedded/expressions/expression.hpp"
#include "embedded/refusal.hpp"
#include "embedded/tables/table.hpp"

#include <optional>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// A path in any expression that leads into a key attribute. `which` is `Key` or `IndexKey`.
std::optional<Refusal> refuse_path_into_key(const Expression& expression, const KeySchema& key, std::string_view which);

/// An update of an attribute of the table's key.
std::optional<Refusal> refuse_update_of_key(const Expression& update, const KeySchema& key);

/// A filter of a query on an attribute of the key that is queried.
std::optional<Refusal> refuse_filter_on_key(const Expression& filter, const KeySchema& key);

}  // namespace partita::inline epoch1::embedded
