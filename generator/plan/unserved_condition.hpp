// What the compiler says of a condition that no key or index serves.
#pragma once

#include "model/schema.hpp"
#include "plan/entity_plan.hpp"

#include <vector>

namespace partita::plan {

/// Of each attribute that an index can be keyed by, in the words of `missing-index`. The plan has its queries and
/// attributes.
std::vector<UnservedPlan> unserved_conditions(const model::Entity& entity, const EntityPlan& plan);

}  // namespace partita::plan
