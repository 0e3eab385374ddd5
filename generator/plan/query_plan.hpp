// The queries of an entity: one for the key of the table, one an index.
#pragma once

#include "model/schema.hpp"
#include "plan/entity_plan.hpp"

namespace partita::plan {

/// Fills `queries` of a plan whose attributes have their fields.
void plan_queries(const model::Schema& schema, const model::Entity& entity, EntityPlan& plan);

}  // namespace partita::plan
