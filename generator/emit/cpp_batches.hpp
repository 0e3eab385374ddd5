// What reads and writes many items, in a repository: get_many, put_many, remove_many.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

namespace partita::emit {

/// Whether items of the entity are asked for by keys that a caller can list.
bool has_batches(const plan::EntityPlan& plan);

void add_batch_declarations(render::Value& value, const plan::EntityPlan& plan);
void add_batch_definitions(render::Value& value, const plan::EntityPlan& plan);

}  // namespace partita::emit
