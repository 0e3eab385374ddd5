// The changes that add proposed indexes to the source.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"
#include "sema/index_proposal.hpp"

#include <optional>
#include <string>
#include <vector>

namespace partita::sema {

/// "add partita::gsi_partition<"by_role"> to 'role' and partita::gsi_sort<"by_role"> to 'department'".
std::string advice(const model::DeclaredEntity& declared, const IndexProposal& proposal);

/// The changes of all proposals for one entity. Proposals that touch the same place are one change, which the first of
/// them gets; the others get none.
std::vector<std::optional<diagnostics::FixIt>> index_fixes(const model::DeclaredEntity& declared,
                                                           const std::vector<IndexProposal>& proposals);

}  // namespace partita::sema
