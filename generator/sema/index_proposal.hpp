// The index that would serve an access pattern.
#pragma once

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
  bool composed = false;  ///< its keys are templates of these attributes, as those of the table are
  std::string
      objection;  ///< what the next check would say against it, or why it can't be had: no fix-it; empty: nothing
};

/// One more sort attribute for an index that is there and serves the rest of the pattern, else a new index: with the
/// tenant first, and without an enumeration as its whole partition key where another attribute can stand there. Or why
/// no index can: "'tags' is a set, ...". `taken` names indexes that the table has or is to have, of any entity.
tl::expected<IndexProposal, std::string> propose_index(const model::Declared& schema,
                                                       const model::DeclaredEntity& declared,
                                                       const model::Entity& entity, const model::AccessPattern& pattern,
                                                       const std::set<std::string>& taken);

/// The entity with the index in it.
void adopt(const IndexProposal& proposal, model::Entity& entity);

}  // namespace partita::sema
