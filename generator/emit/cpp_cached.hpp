// Reads through the client's cache, of entities that their schema caches.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

namespace partita::emit {

void add_cached_declarations(render::Value& value, const plan::EntityPlan& plan);
void add_cached_definitions(render::Value& value, const plan::EntityPlan& plan);

}  // namespace partita::emit
