// The readers of item collections, and what the entities in them give for it.
#pragma once

#include "model/schema.hpp"
#include "plan/entity_plan.hpp"
#include "render/value.hpp"

#include <string>

namespace partita::emit {

/// What the header and the codec of an entity declare for the collections that it is in.
void add_collected_declarations(render::Value& value, const plan::EntityPlan& plan);
void add_collected_definitions(render::Value& value, const plan::EntityPlan& plan);

/// For collection.hpp.mustache. `export_macro` may be empty.
render::Value collection_header_value(const model::Schema& schema, const model::Collection& collection,
                                      const std::string& export_macro);

/// For collection.cpp.mustache.
render::Value collection_source_value(const model::Schema& schema, const model::Collection& collection);

/// For the definitions in types.hpp.mustache.
render::Value collection_structure_value(const model::Schema& schema, const model::Collection& collection);

}  // namespace partita::emit
