// What queries and scans read: constants that say where items stand, and which ones have expired.
#pragma once

#include "plan/entity_plan.hpp"
#include "render/value.hpp"

#include <string>

namespace partita::emit {

/// The constants of an entity's queries and of its scan, for the codec's namespace.
render::Value::List read_sources(const plan::EntityPlan& plan);
/// Whether there are any.
bool has_sources(const plan::EntityPlan& plan);
/// The name of a query's constant.
std::string source_of(const plan::EntityPlan& plan, const plan::QueryPlan& query);
std::string scan_source(const plan::EntityPlan& plan);
/// What a query makes of items past their time to live, as a sentence behind others; empty if the entity has none.
std::string expiry_comment(const plan::EntityPlan& plan, const plan::QueryPlan& query);

}  // namespace partita::emit
