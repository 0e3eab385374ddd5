// Keys that are made from several attributes, and what they say about the entity they belong to.
#pragma once

#include "model/schema.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace partita::plan {

/// The attributes that a key attribute is made from: its parts, each once, or itself.
std::vector<model::AttributeRef> parts_of(const model::Entity& entity, model::AttributeRef attribute);

/// The same for several, each attribute once.
std::vector<model::AttributeRef> parts_of(const model::Entity& entity,
                                          const std::vector<model::AttributeRef>& attributes);

/// The sort key of the table, as indexes have theirs: a list, which may be empty.
std::vector<model::AttributeRef> table_sort_key(const model::Entity& entity);

/// The partition key and the sort key if there is one, as stored.
std::vector<model::AttributeRef> table_key(const model::Entity& entity);

/// Whether the key of the table is, or is made from, this attribute.
bool is_part_of_table_key(const model::Entity& entity, model::AttributeRef attribute);

/// Whether no update changes this attribute, so that keys of indexes can be made from it unasked: parts of the table's
/// key, and the tenant.
bool is_kept_by_update(const model::Entity& entity, model::AttributeRef attribute);

/// What the keys of the table and of the index are made from.
std::vector<model::AttributeRef> key_parts(const model::Entity& entity, const model::Index& index);

/// Index keys that are set together: they share a part. What no update changes is not among `parts`.
struct KeyGroup {
  std::vector<model::AttributeRef> composed;
  std::vector<model::AttributeRef> parts;
};
std::vector<KeyGroup> key_groups(const model::Entity& entity);

/// Whether the keys that a query reads, of the table or of the index of that name, can belong to no other entity of
/// the table. One with a discriminator has others that may be generated elsewhere: only text of its own tells it.
bool keys_tell_entity(const model::Schema& schema, const model::Entity& entity, std::string_view index);

}  // namespace partita::plan
