#include "plan/access_key.hpp"

#include "plan/composed_keys.hpp"
#include "plan/keys.hpp"
#include "plan/type_use.hpp"

#include <algorithm>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;

// Ranges and orders need text that has the order of the values.
Condition condition_on(const Entity& entity, const model::ComposedKey::Part& part, bool ends_key) {
  const model::Type& type = entity.attributes[part.attribute].member.type;
  const bool is_many = type.kind == model::TypeKind::list || type.kind == model::TypeKind::set;
  const model::TypeKind kind = is_many ? type.element.front().kind : type.kind;  // a lookup's part is an element
  if (is_time(kind)) return Condition::range;
  if (kind == model::TypeKind::string) {
    return ends_key && part.form == model::PartForm::plain ? Condition::range : Condition::prefix;
  }
  return part.form == model::PartForm::padded ? Condition::range : Condition::equal;
}

void add_parts(const Entity& entity, const model::ComposedKey& key, AttributeRef of, std::vector<KeyPart>& parts) {
  for (std::size_t i = 0; i < key.parts.size(); ++i) {
    const bool ends_key = i + 1 == key.parts.size() && key.literals.back().empty();
    parts.push_back({key.parts[i].attribute, of, key.parts[i].shard, condition_on(entity, key.parts[i], ends_key),
                     key.parts[i].form == model::PartForm::escaped});
  }
}

std::vector<KeyPart> ordered_parts(const Entity& entity, const std::vector<AttributeRef>& attributes) {
  std::vector<KeyPart> parts;
  for (const AttributeRef attribute : attributes) {
    if (const auto& composed = entity.attributes[attribute].composed) {
      add_parts(entity, *composed, attribute, parts);
    } else {
      parts.push_back({attribute, attribute, false, Condition::range});
    }
  }
  return parts;
}

// The repository gives the tenant, which only the partition key and the first sort attribute take from it.
void mark_tenant(const Entity& entity, AccessKey& key) {
  if (!entity.tenant) return;
  const auto is_tenant = [&](const KeyPart& part) { return !part.shard && part.attribute == *entity.tenant; };
  const bool in_partition = contains(key.partition_parts, *entity.tenant);
  std::vector<KeyPart>& parts = key.sort_parts;
  auto from = parts.begin();
  if (!in_partition && !parts.empty() && parts.front().key_attribute == *entity.tenant) {
    parts.front().given = true;
    ++from;
  }
  for (auto part = std::find_if(from, parts.end(), is_tenant); part != parts.end(); ++part) part->unreachable = true;
}

}  // namespace

std::vector<AccessKey> access_keys(const Entity& entity) {
  std::vector<AccessKey> keys;
  const auto add = [&](AccessKey key) {
    key.partition_parts = ordered_parts(entity, key.partition);
    if (!key.lookup) key.sort_parts = ordered_parts(entity, key.sort);
    mark_tenant(entity, key);
    keys.push_back(std::move(key));
  };
  AccessKey table;
  table.partition = {entity.key.partition};
  table.sort = table_sort_key(entity);
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
    add_parts(entity, entity.attributes[i].lookup->sort_key, i, key.sort_parts);
    add(std::move(key));
  }
  return keys;
}

bool contains(const std::vector<KeyPart>& parts, AttributeRef attribute) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](const KeyPart& part) { return !part.shard && part.attribute == attribute; });
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
  return is_table_key(entity, attribute) || is_index_key(index, attribute) ||
         contains(ordered_parts(entity, table_key(entity)), attribute) || contains(key.partition_parts, attribute) ||
         contains(key.sort_parts, attribute) ||
         std::any_of(index.projection.attributes.begin(), index.projection.attributes.end(),
                     [&](const model::Name& projected) { return projected.text == name; });
}

}  // namespace partita::plan
