// The Update class of a repository: what changes single attributes.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

#include <string>

namespace partita::emit {

/// `export_prefix` stands before the names of classes.
void add_update_declarations(render::Value& value, const plan::EntityPlan& plan, const std::string& export_prefix);
void add_update_definitions(render::Value& value, const plan::EntityPlan& plan);

}  // namespace partita::emit
