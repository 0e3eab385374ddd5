// The tables and functions that store an entity and the structures inside it.
#pragma once

#include "model/schema.hpp"
#include "plan/entity_plan.hpp"
#include "plan/scope.hpp"

namespace partita::plan {

/// Fills `structs`, `enums` and `uses_chrono` of a plan whose queries are made.
void plan_codec(const model::Schema& schema, const model::Entity& entity, const Scope& scope, EntityPlan& plan);

}  // namespace partita::plan
