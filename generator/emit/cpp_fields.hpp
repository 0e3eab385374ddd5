// The fields of an entity as the header declares them, and the functions that encode their values.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

namespace partita::emit {

void add_field_declarations(render::Value& value, const plan::EntityPlan& plan);

/// The functions `encode` that fields refer to, each once: objects with `name`, `type` and `value`.
render::Value::List encoders(const plan::EntityPlan& plan);

}  // namespace partita::emit
