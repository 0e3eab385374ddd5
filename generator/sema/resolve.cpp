#include "sema/resolve.hpp"

#include "sema/lookup.hpp"

#include <utility>

namespace partita::sema {
namespace {

using model::AttributeRef;
using model::KeyRole;

AttributeRef reference(const model::DeclaredEntity& entity, const model::Name& name) {
  return static_cast<AttributeRef>(find_attribute(entity, name.text) - entity.attributes.data());
}

std::vector<AttributeRef> references(const model::DeclaredEntity& entity, const std::vector<model::Name>& names) {
  std::vector<AttributeRef> result;
  result.reserve(names.size());
  for (const model::Name& name : names) result.push_back(reference(entity, name));
  return result;
}

std::optional<AttributeRef> reference(const model::DeclaredEntity& entity, const std::optional<model::Name>& name) {
  if (!name) return std::nullopt;
  return reference(entity, *name);
}

model::Index resolve_index(const model::DeclaredEntity& entity, const model::DeclaredIndex& index,
                           AttributeRef table_partition) {
  model::Index result;
  result.name = index.name;
  result.kind = index.kind;
  result.method = index.method;
  result.projection = index.projection;
  for (const model::KeyUse* use : key_uses(entity, index.name.text)) {
    auto& part = use->role == KeyRole::gsi_partition ? result.partition : result.sort;
    part.push_back(reference(entity, use->attribute));
  }
  if (index.kind == model::IndexKind::local) result.partition = {table_partition};
  return result;
}

model::Entity resolve_entity(const model::DeclaredEntity& entity) {
  model::Entity result;
  result.notation = entity.notation;
  result.input = entity.input;
  result.namespaces = entity.namespaces;
  result.cpp_name = entity.cpp_name;
  result.span = entity.span;
  result.table = entity.table;
  result.generate_struct = entity.generate_struct;
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    model::Attribute& resolved = result.attributes.emplace_back();
    resolved.member = attribute.member;
    resolved.version = attribute.version;
    resolved.ttl = attribute.ttl;
    resolved.span = attribute.span;
  }
  for (const model::KeyUse* use : key_uses(entity, "")) {
    const AttributeRef attribute = reference(entity, use->attribute);
    if (use->role == KeyRole::partition_key) result.key.partition = attribute;
    if (use->role == KeyRole::sort_key) result.key.sort = attribute;
  }
  for (const model::DeclaredIndex& index : entity.indexes) {
    result.indexes.push_back(resolve_index(entity, index, result.key.partition));
  }
  for (const model::DeclaredPattern& pattern : entity.patterns) {
    model::AccessPattern& resolved = result.patterns.emplace_back();
    resolved.name = pattern.name;
    resolved.where = references(entity, pattern.where);
    resolved.range = reference(entity, pattern.range);
    resolved.ordered = reference(entity, pattern.ordered);
    resolved.order = pattern.order;
    resolved.reads = references(entity, pattern.reads);
    resolved.span = pattern.span;
  }
  return result;
}

}  // namespace

model::Schema resolve(const model::Declared& declared) {
  model::Schema result;
  result.inputs = declared.inputs;
  result.types = declared.types;
  for (const model::DeclaredEntity& entity : declared.entities) result.entities.push_back(resolve_entity(entity));
  return result;
}

}  // namespace partita::sema
