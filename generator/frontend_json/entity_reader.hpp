// One entity of a schema: its table, attributes, keys, indexes and access patterns, and what is said about them all.
#pragma once

#include "frontend_json/member_reader.hpp"
#include "frontend_json/reader.hpp"
#include "model/declared.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace partita::frontend_json {

/// Adds the entity that `member` declares, its views and suppressions. What is wrong is reported; the rest is read all
/// the same, and the entity is left out only if there are no attributes to speak of.
void read_entity(const ObjectMember& member, std::size_t input, const std::vector<std::string>& namespaces,
                 const MemberReader& members, const Reader& reader, model::Declared& declared);

}  // namespace partita::frontend_json
