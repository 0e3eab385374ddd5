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

/// What indexes project (projections.cpp).
void check_projections(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// `ttl` and `version` (roles.cpp).
void check_roles(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Access patterns name attributes, each once (patterns.cpp).
void check_patterns(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Table names, each used by one entity (tables.cpp).
void check_tables(const model::Declared& declared, diagnostics::Sink& sink);

/// Enumerations and nested structures (types.cpp).
void check_types(const model::Declared& declared, diagnostics::Sink& sink);

/// Members and index methods whose derived C++ names clash (member_collisions.cpp).
void check_member_collisions(const model::DeclaredEntity& entity, diagnostics::Sink& sink);

/// Entities, types and generated classes of one name (class_names.cpp).
void check_class_names(const model::Declared& declared, diagnostics::Sink& sink);

}  // namespace partita::sema
