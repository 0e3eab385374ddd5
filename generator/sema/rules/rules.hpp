// The rules: free functions that report and change nothing. One group a file. A rule keeps silent about what another
// rule or a front end has reported already.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"

namespace partita::sema {

/// Lengths and uniqueness of stored attribute names (attribute_names.cpp).
void check_attribute_names(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// The key of the table: one partition key, at most one sort key, of types that can be keys (keys.cpp).
void check_keys(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// The key of each index (indexes.cpp).
void check_indexes(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// How many indexes there are, and their names (index_limits.cpp).
void check_index_limits(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Narrow indexes hold what parts the items of one entity, and of one tenant, from others (projection_guards.cpp).
void check_projection_guards(const model::Declared& declared, diagnostics::Sink& sink);

/// What indexes project (projections.cpp).
void check_projections(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Parts of the templates of composed attributes, lookups and unique constraints (template_parts.cpp).
void check_templates(const model::Declared& declared, const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Keys and items that are too large whatever their values (sizes.cpp).
void check_sizes(const model::Declared& declared, const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// The tenant is part of every partition key (tenants.cpp).
void check_tenant(const model::Declared& declared, const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Lookups and unique constraints (lookups.cpp).
void check_lookups(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Partition keys that are spread over shards (write_shards.cpp).
void check_write_shards(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Cache policies (caches.cpp).
void check_cache(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// `ttl`, `version`, `created_at`, `updated_at` and `sensitive` (roles.cpp).
void check_roles(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Access patterns name attributes, each once (patterns.cpp).
void check_patterns(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Table names, and what the entities of one table agree on (tables.cpp, shared_tables.hpp).
void check_tables(const model::Declared& declared, diagnostics::Sink& sink);

/// Names that differ in the case of letters alone (names_in_case.cpp).
void check_names_in_case(const model::Declared& declared, diagnostics::Sink& sink);

/// Views hold attributes of their entity (views.cpp).
void check_views(const model::Declared& declared, diagnostics::Sink& sink);

/// Collections hold entities that one query finds (collections.cpp).
void check_collections(const model::Declared& declared, diagnostics::Sink& sink);

/// Enumerations and nested structures (types.cpp).
void check_types(const model::Declared& declared, diagnostics::Sink& sink);

/// Members whose derived C++ names clash (member_collisions.cpp).
void check_member_collisions(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Entities, types and generated classes of one name (class_names.cpp).
void check_class_names(const model::Declared& declared, diagnostics::Sink& sink);

}  // namespace partita::sema
