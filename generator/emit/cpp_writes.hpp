// What writes items, in a repository: create, put, replace, upsert, remove and update.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

#include <string>

namespace partita::emit {

void add_write_declarations(render::Value& value, const plan::EntityPlan& plan);
void add_write_definitions(render::Value& value, const plan::EntityPlan& plan);

/// What the client's clock says, as the attribute's type; `now` is in scope.
std::string time_of(const plan::AttributePlan& attribute);
/// Whether a repository changes an item before it stores it.
bool is_stamped(const plan::EntityPlan& plan);
/// The copy of the item that gets what the repository decides, or the caller's, which is const.
std::string stored_variable(const plan::EntityPlan& plan);
/// The item into the request; of another tenant's it is an error.
std::string write_item(const plan::EntityPlan& plan, const std::string& out);

void add_lines(render::Value::List& lines, render::Value::List more);
/// The tenant of the repository, as it is stored in the item.
std::string tenant_value(const plan::EntityPlan& plan);
/// Says whose item a write is about, where the entity has a tenant.
void add_tenant(render::Value::List& lines, const plan::EntityPlan& plan);
/// The constant with what all writes of an entity must respect.
std::string write_rules(const plan::EntityPlan& plan);

}  // namespace partita::emit
