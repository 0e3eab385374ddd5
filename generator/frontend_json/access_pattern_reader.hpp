// One access pattern of an entity: a question that the program will ask, and what is expected of it.
#pragma once

#include "frontend_json/reader.hpp"
#include "model/declared.hpp"

#include <vector>

namespace partita::frontend_json {

/// Adds the access pattern that `member` declares.
void read_access_pattern(const ObjectMember& member, const Reader& reader, model::DeclaredEntity& entity,
                         std::vector<model::Suppression>& suppressions);

}  // namespace partita::frontend_json
