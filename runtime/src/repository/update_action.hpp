// What an update does to one attribute, or to what lies inside of it.
#pragma once

#include <partita/attribute_path.hpp>
#include <partita/error.hpp>
#include <partita/expression.hpp>

#include "stored_item.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace partita::inline epoch1::detail {

enum class Change : std::uint8_t { set, set_if_absent, append, prepend, remove, add, insert, erase };

struct UpdateAction {
  Change change = Change::set;
  std::vector<PathStep> path;
  Value value;  // absent: of a remove
};

/// What the actions make of an item, as the service does. An error: it can't be said beforehand.
std::optional<Error> apply_all(const std::vector<UpdateAction>& actions, StoredItem& item);

}  // namespace partita::inline epoch1::detail
