// What generated code says of lookups and unique constraints.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

#include <string>
#include <vector>

namespace partita::emit {

/// The constants by which the runtime keeps the extra items; empty: the entity has none.
render::Value::List companion_rules(const plan::EntityPlan& plan);

/// `sort(WorkflowFields::sk, ...)`: what the lookup items of one value begin with.
std::string bind_lookup(const plan::EntityPlan& plan, const plan::QueryPlan& query);

/// The comment of a query that follows them.
std::string lookup_comment(const plan::EntityPlan& plan, const plan::QueryPlan& query);

/// The functions that mend the extra items.
void add_repair_declarations(render::Value& value, const plan::EntityPlan& plan);
void add_repair_definitions(render::Value& value, const plan::EntityPlan& plan);

/// What the comments of writes say of them. All but `create` look at the item that is there.
std::string companion_cost(const plan::EntityPlan& plan, bool creates);

}  // namespace partita::emit
