// What repositories have for views: `get_as`, and how queries find a view's codec.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

#include <string>

namespace partita::emit {

/// Adds `has_views` and what the views are declared with.
void add_view_declarations(render::Value& value, const plan::EntityPlan& plan, const std::string& export_prefix);

/// Adds `has_views` and what the views are defined with.
void add_view_definitions(render::Value& value, const plan::EntityPlan& plan);

}  // namespace partita::emit
