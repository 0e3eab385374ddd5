// The index that would serve an access pattern, and the change that adds it to the source.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"
#include "model/schema.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace partita::sema {

struct IndexProposal {
  std::string index;                           ///< its name
  bool extends = false;                        ///< the index is there: `sort` goes behind its sort key
  std::vector<model::AttributeRef> partition;  ///< empty if it extends one
  std::vector<model::AttributeRef> sort;
  bool sparse = false;
};

/// One more sort attribute for an index that is there and serves the rest of the pattern, else a new index: with the
/// tenant first, and without an enumeration as its whole partition key where another attribute can stand there. Or why
/// no index can: "'tags' is a set, ...". `taken` names indexes that the table has or is to have, of any entity.
tl::expected<IndexProposal, std::string> propose_index(const model::DeclaredEntity& declared,
                                                       const model::Entity& entity, const model::AccessPattern& pattern,
                                                       const std::set<std::string>& taken);

/// The entity with the index in it.
void adopt(const IndexProposal& proposal, model::Entity& entity);

/// "add partita::gsi_partition<"by_role"> to 'role' and partita::gsi_sort<"by_role"> to 'department'".
std::string advice(const model::DeclaredEntity& declared, const IndexProposal& proposal);

/// The changes of all proposals for one entity. Proposals that touch the same place are one change, which the first of
/// them gets; the others get none.
std::vector<std::optional<diagnostics::FixIt>> index_fixes(const model::DeclaredEntity& declared,
                                                           const std::vector<IndexProposal>& proposals);

}  // namespace partita::sema
