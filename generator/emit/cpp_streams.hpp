// By what the records of a table's stream are read, for each entity.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

#include <string>

namespace partita::emit {

void add_stream_declarations(render::Value& value, const plan::EntityPlan& plan, const std::string& export_prefix);
void add_stream_definitions(render::Value& value, const plan::EntityPlan& plan);

}  // namespace partita::emit
