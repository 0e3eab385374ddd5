// One entity of a schema: table, attributes, keys, indexes and access patterns.
#pragma once

#include "frontend_json/member_reader.hpp"
#include "frontend_json/reader.hpp"
#include "model/declared.hpp"

#include <optional>

namespace partita::frontend_json {

/// Reads the entity that `member` declares. What is wrong is reported; the rest is read all the same, unless there are
/// no attributes to speak of.
std::optional<model::DeclaredEntity> read_entity(const ObjectMember& member, const MemberReader& members,
                                                 const Reader& reader);

}  // namespace partita::frontend_json
