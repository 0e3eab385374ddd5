// One index of an entity: its key, what it holds and what it is called.
#pragma once

#include "frontend_json/reader.hpp"
#include "model/declared.hpp"

namespace partita::frontend_json {

/// Says in `entity` that it has a key which was reported and can't be read: rules then don't miss it.
void add_unreadable_use(model::DeclaredEntity& entity, model::KeyRole role, const model::Name& index);

/// Adds the index that `member` declares and the uses of attributes in its key.
void read_index(const ObjectMember& member, const Reader& reader, model::DeclaredEntity& entity,
                std::vector<model::Suppression>& suppressions);

}  // namespace partita::frontend_json
