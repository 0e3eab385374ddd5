// What is said about an index beside its attributes.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"

#include <vector>

namespace partita::sema {

/// The positions of the attributes in one part of an index key: all have one, from 1 without a gap, or none
/// (index_positions.cpp).
void check_positions(const model::DeclaredIndex& index, const std::vector<const model::KeyUse*>& uses,
                     diagnostics::Sink& sink);

/// `sparse` is said if, and only if, an item can lack the key of the index (sparse.cpp). The attributes of the key are
/// known.
void check_sparse(const model::DeclaredEntity& entity, const model::DeclaredIndex& index, diagnostics::Sink& sink);

}  // namespace partita::sema
