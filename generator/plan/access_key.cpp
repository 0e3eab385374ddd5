#include "plan/access_key.hpp"

#include "plan/keys.hpp"

#include <algorithm>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;

void add_parts(const model::ComposedKey& key, AttributeRef of, std::vector<KeyPart>& parts) {
  for (const model::ComposedKey::Part& part : key.parts) parts.push_back({part.attribute, of, part.shard});
}

std::vector<KeyPart> parts_of(const Entity& entity, const std::vector<AttributeRef>& attributes) {
  std::vector<KeyPart> parts;
  for (const AttributeRef attribute : attributes) {
    if (const auto& composed = entity.attributes[attribute].composed) {
      add_parts(*composed, attribute, parts);
    } else {
      parts.push_back({attribute, attribute});
    }
  }
  return parts;
}

bool makes_key(const Entity& entity, const std::vector<AttributeRef>& keys, AttributeRef attribute) {
  const auto parts = parts_of(entity, keys);
  return std::any_of(parts.begin(), parts.end(),
                     [&](const KeyPart& part) { return !part.shard && part.attribute == attribute; });
}

}  // namespace

std::vector<AccessKey> access_keys(const Entity& entity) {
  std::vector<AccessKey> keys;
  const auto add = [&](AccessKey key) {
    key.partition_parts = parts_of(entity, key.partition);
    if (!key.lookup) key.sort_parts = parts_of(entity, key.sort);
    keys.push_back(std::move(key));
  };
  AccessKey table;
  table.partition = {entity.key.partition};
  if (entity.key.sort) table.sort = {*entity.key.sort};
  add(table);
  for (std::size_t i = 0; i < entity.indexes.size(); ++i) {
    AccessKey key;
    key.index = i;
    key.partition = entity.indexes[i].partition;
    key.sort = entity.indexes[i].sort;
    add(std::move(key));
  }
  for (AttributeRef i = 0; i < entity.attributes.size(); ++i) {
    if (!entity.attributes[i].lookup) continue;
    AccessKey key = {std::nullopt, i, table.partition, table.sort, {}, {}};
    add_parts(entity.attributes[i].lookup->sort_key, i, key.sort_parts);
    add(std::move(key));
  }
  return keys;
}

std::string key_name(const Entity& entity, const AccessKey& key) {
  if (key.index) return "index '" + entity.indexes[*key.index].name.text + "'";
  if (key.lookup) return "lookup '" + entity.attributes[*key.lookup].lookup->method.text + "'";
  return "table '" + entity.table.text + "'";
}

bool holds(const Entity& entity, const AccessKey& key, AttributeRef attribute) {
  // The keys that lookup items hold are only the way to the items themselves.
  if (key.is_table() || key.lookup) return true;
  const model::Index& index = entity.indexes[*key.index];
  if (index.projection.kind == model::Projection::Kind::all) return true;
  const std::string& name = entity.attributes[attribute].member.name.text;
  std::vector<AttributeRef> table{entity.key.partition};
  if (entity.key.sort) table.push_back(*entity.key.sort);
  return is_table_key(entity, attribute) || is_index_key(index, attribute) || makes_key(entity, table, attribute) ||
         makes_key(entity, index.partition, attribute) || makes_key(entity, index.sort, attribute) ||
         std::any_of(index.projection.attributes.begin(), index.projection.attributes.end(),
                     [&](const model::Name& projected) { return projected.text == name; });
}

}  // namespace partita::plan
