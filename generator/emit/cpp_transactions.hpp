// What transactions need of a repository: check, which is an action of them alone, and the repository on another
// client.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

namespace partita::emit {

void add_transaction_declarations(render::Value& value, const plan::EntityPlan& plan);
void add_transaction_definitions(render::Value& value, const plan::EntityPlan& plan);

}  // namespace partita::emit
