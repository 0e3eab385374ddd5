// Plans of entities and types -> what the templates of C++ print. Lines are broken here, since only whole lines can be.
#pragma once

#include "model/schema.hpp"
#include "plan/entity_plan.hpp"
#include "render/value.hpp"

#include <string>

namespace partita::emit {

/// For repository.hpp.mustache. `export_macro` may be empty.
render::Value header_value(const plan::EntityPlan& plan, const std::string& export_macro);

/// For codec.cpp.mustache.
render::Value codec_value(const plan::EntityPlan& plan);

/// For repository.cpp.mustache.
render::Value repository_value(const plan::EntityPlan& plan);

/// For the definitions in types.hpp.mustache.
render::Value enumeration_value(const model::NamedType& type);
render::Value structure_value(const std::string& name, const std::vector<model::Member>& members);

}  // namespace partita::emit
