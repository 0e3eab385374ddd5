// What the entities of one table have to agree on.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"

#include <vector>

namespace partita::sema {

/// The entities that one table holds, in declared order.
using TableEntities = std::vector<const model::DeclaredEntity*>;

/// Each has a discriminator, of one attribute and its own value (discriminators.cpp).
void check_discriminators(const TableEntities& entities, diagnostics::Sink& sink);

/// All have the same table key (shared_keys.cpp).
void check_shared_keys(const TableEntities& entities, diagnostics::Sink& sink);

/// An index of one name is one index; all of them together are not too many (shared_indexes.cpp).
void check_shared_indexes(const TableEntities& entities, diagnostics::Sink& sink);

/// What is a key attribute in one has the same type in each that stores it (shared_keys.cpp).
void check_shared_types(const TableEntities& entities, diagnostics::Sink& sink);

/// A table has one time-to-live attribute, which holds seconds (shared_ttl.cpp).
void check_shared_ttl(const TableEntities& entities, diagnostics::Sink& sink);

/// No two kinds of items can have one key, and no query for one kind finds another; of one entity too, whose lookups
/// and unique constraints have items of their own (key_prefixes.cpp).
void check_key_prefixes(const model::Declared& declared, const TableEntities& entities, diagnostics::Sink& sink);

}  // namespace partita::sema
