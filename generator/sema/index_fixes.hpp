// The changes that add proposed indexes to the source.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"
#include "sema/index_proposal.hpp"

#include <optional>
#include <string>

namespace partita::sema {

/// "add partita::gsi_partition<"by_role"> to 'role' and partita::gsi_sort<"by_role"> to 'department'".
std::string advice(const model::DeclaredEntity& declared, const IndexProposal& proposal);

/// The change that makes one proposal true, whether others for the same entity are made or not. None: the place is not
/// in the source.
std::optional<diagnostics::FixIt> index_fix(const model::DeclaredEntity& declared, const IndexProposal& proposal);

}  // namespace partita::sema
