// The proof of every access pattern of an entity, as far as the entity can be understood.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "model/declared.hpp"
#include "model/schema.hpp"
#include "plan/access_path.hpp"

#include <vector>

namespace partita::sema {

struct ProvenEntity {
  model::DeclaredEntity declared;  ///< without the patterns and indexes that other mistakes are in
  model::Entity entity;
  std::vector<plan::AccessKey> keys;
  std::vector<plan::Proof> proofs;  ///< one a pattern
  bool knows_patterns = true;       ///< false if a pattern was left out: what it needs is unknown
  bool knows_indexes = true;        ///< false if an index was left out: what it serves is unknown
};

/// Those of the entities whose references resolve. Patterns and indexes in which an error has been reported are left
/// out.
std::vector<ProvenEntity> prove_entities(const model::Declared& declared, const diagnostics::Sink& sink);

}  // namespace partita::sema
