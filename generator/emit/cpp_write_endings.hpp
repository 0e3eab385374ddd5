// How the requests of create, put and remove end, behind the item or key: their conditions, and what the answer holds.
#pragma once

#include "plan/entity_plan.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace partita::emit {

/// The last member of every request for one item.
inline constexpr std::string_view answer_capacity = R"("ReturnConsumedCapacity":"TOTAL"})";

/// Nothing may have the key.
std::string create_ending(const plan::EntityPlan& plan);

/// Of put and remove: an item of another type or tenant under this key stays. Repeating such a call does the same
/// again.
std::vector<std::string> replace_ending(const plan::EntityPlan& plan);

/// The tenant of the repository, as it is stored.
std::string tenant_value(const plan::EntityPlan& plan);

/// The tenant as a value of the request, where an item under the key may be another tenant's; else nothing.
std::vector<std::string> tenant_lines(const plan::EntityPlan& plan);

}  // namespace partita::emit
