// The rules about keys and the access patterns that they serve. They run behind all others, on what those left sound.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"
#include "sema/proven_entity.hpp"

#include <vector>

namespace partita::sema {

/// Generated methods whose C++ names clash (method_collisions.cpp).
void check_method_collisions(const ProvenEntity& proven, diagnostics::Sink& sink);

/// Every access pattern is served by a key or an index (access_patterns.cpp).
void check_access_patterns(const model::Declared& declared, const std::vector<ProvenEntity>& entities,
                           diagnostics::Sink& sink);

/// Every index serves an access pattern, and is worth its writes (index_use.cpp).
void check_index_use(const std::vector<ProvenEntity>& entities, diagnostics::Sink& sink);

/// Partitions take the load and the items that are declared (partitions.cpp).
void check_partitions(const model::Declared& declared, const ProvenEntity& proven, diagnostics::Sink& sink);

}  // namespace partita::sema
