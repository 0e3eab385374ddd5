// How the requests of create, put and remove end, behind the item or key: their conditions, and what the answer holds.
#pragma once

#include "plan/entity_plan.hpp"

#include <string>
#include <string_view>

namespace partita::emit {

/// The last member of every request for one item.
inline constexpr std::string_view answer_capacity = R"("ReturnConsumedCapacity":"TOTAL"})";

/// Nothing may have the key.
std::string create_ending(const plan::EntityPlan& plan);

/// Of put and remove: an item of another type under this key stays. Repeating such a call does the same again.
std::string replace_ending(const plan::EntityPlan& plan);

}  // namespace partita::emit
