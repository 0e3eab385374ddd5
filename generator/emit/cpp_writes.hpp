// What writes items, in a repository: create, put, replace, upsert, remove and update.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

#include <string>

namespace partita::emit {

void add_write_declarations(render::Value& value, const plan::EntityPlan& plan);
void add_write_definitions(render::Value& value, const plan::EntityPlan& plan);

/// The tenant of the repository, as it is stored in the item.
std::string tenant_value(const plan::EntityPlan& plan);
/// The constant with what all writes of an entity must respect.
std::string write_rules(const plan::EntityPlan& plan);

}  // namespace partita::emit
