// The extra items of an entity: of lookups and unique constraints.
#pragma once

#include "model/schema.hpp"
#include "plan/entity_plan.hpp"
#include "plan/scope.hpp"

namespace partita::plan {

/// Names and types of attributes are not planned yet.
void plan_companions(const model::Entity& entity, const Scope& scope, EntityPlan& plan);

/// Whether such items can be among what a query of the index, or of the table, reads.
bool may_hold_companions(const model::Schema& schema, const model::Entity& entity, const model::Index* index);

/// Whether an entity of the table has such items.
bool has_companions(const model::Schema& schema, const model::Entity& entity);

}  // namespace partita::plan
