// Turns names into references.
#pragma once

#include "model/declared.hpp"
#include "model/schema.hpp"

namespace partita::sema {

/// True if every name that the entity's keys, templates, indexes and patterns use is an attribute, and its table and
/// indexes have the keys that they need: what resolve_entity asks for. Says nothing of the other rules.
bool is_resolvable(const model::DeclaredEntity& entity);

/// The entity must be resolvable. Of its views those whose members are all attributes of it are there.
model::Entity resolve_entity(const model::Declared& declared, const model::DeclaredEntity& entity);

/// Every rule must hold.
model::Schema resolve(const model::Declared& declared);

}  // namespace partita::sema
