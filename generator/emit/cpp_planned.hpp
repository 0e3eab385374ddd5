// `query(condition)`: the query on the key or index that serves a condition.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

#include <string>
#include <vector>

namespace partita::emit {

/// What the class of a query says of its key: `layout{{3}, {4}}`.
std::string key_layout(const plan::EntityPlan& plan, const plan::QueryPlan& query);

void add_planned_declarations(render::Value& value, const plan::EntityPlan& plan);

/// The parameters of the constructor that takes a condition.
std::vector<std::string> planned_parameters(const plan::EntityPlan& plan);

}  // namespace partita::emit
