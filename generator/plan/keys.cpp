#include "plan/keys.hpp"

#include "plan/attribute_list.hpp"
#include "plan/composed_keys.hpp"
#include "plan/literals.hpp"

#include <algorithm>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;
using model::Index;

}  // namespace

bool may_be_absent(const model::Member& member) {
  return member.optional || member.has_default || member.type.kind == model::TypeKind::set;
}

bool is_table_key(const Entity& entity, AttributeRef attribute) {
  return attribute == entity.key.partition || attribute == entity.key.sort;
}

bool is_index_key(const Index& index, AttributeRef attribute) {
  return contains(index.partition, attribute) || contains(index.sort, attribute);
}

bool is_key(const Entity& entity, AttributeRef attribute) {
  return is_table_key(entity, attribute) ||
         std::any_of(entity.indexes.begin(), entity.indexes.end(),
                     [&](const Index& index) { return is_index_key(index, attribute); });
}

std::vector<AttributeRef> held_attributes(const Entity& entity, const Index& index) {
  std::vector<AttributeRef> held;
  for (AttributeRef i = 0; i < entity.attributes.size(); ++i) {
    const auto& projected = index.projection.attributes;
    const bool named = std::any_of(projected.begin(), projected.end(), [&](const model::Name& name) {
      return name.text == entity.attributes[i].member.name.text;
    });
    if (named || index.projection.kind == model::Projection::Kind::all || is_table_key(entity, i) ||
        is_index_key(index, i)) {
      held.push_back(i);
    }
  }
  return held;
}

bool filters_type(const model::Schema& schema, const Entity& entity, const Index* index) {
  if (!entity.discriminator) return false;
  if (keys_tell_entity(schema, entity, index != nullptr ? std::string_view(index->name.text) : "")) return false;
  if (index == nullptr) return true;
  // A narrow index may lack the attribute to filter by.
  const std::vector<AttributeRef> held = held_attributes(entity, *index);
  return std::any_of(held.begin(), held.end(), [&](AttributeRef i) {
    return entity.attributes[i].member.name.text == entity.discriminator->attribute.text;
  });
}

std::string need_of(const Entity& entity, AttributeRef attribute) {
  std::vector<std::string> partition_of;
  std::vector<std::string> sort_of;
  if (attribute == entity.key.partition) partition_of.push_back("table '" + entity.table.text + "'");
  if (attribute == entity.key.sort) sort_of.push_back("table '" + entity.table.text + "'");
  for (const Index& index : entity.indexes) {
    const std::string name = "index '" + index.name.text + "'";
    if (contains(index.partition, attribute)) partition_of.push_back(name);
    if (contains(index.sort, attribute)) sort_of.push_back(name);
  }
  const std::vector<AttributeRef> parts = parts_of(entity, attribute);
  const bool optional = std::any_of(parts.begin(), parts.end(),
                                    [&](AttributeRef part) { return may_be_absent(entity.attributes[part].member); });
  const bool is_hidden =
      entity.attributes[attribute].sensitive ||
      std::any_of(parts.begin(), parts.end(), [&](AttributeRef part) { return entity.attributes[part].sensitive; });
  const std::string hidden = is_hidden ? ".sensitive()" : "";
  if (partition_of.empty() && sort_of.empty()) return (optional ? "wire::may_be_absent" : "wire::required") + hidden;
  const std::string key = sort_of.empty() ? "wire::partition_key_of(" + string_literal(partition_of.front())
                                          : "wire::sort_key_of(" + string_literal(sort_of.front());
  return key + (optional ? ").or_absent()" : ")") + hidden;
}

}  // namespace partita::plan
