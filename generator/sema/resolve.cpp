#include "sema/resolve.hpp"

#include "model/qualified_name.hpp"
#include "sema/lookup.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace partita::sema {
namespace {

using model::AttributeRef;
using model::KeyRole;

AttributeRef reference(const model::DeclaredEntity& entity, std::string_view name) {
  return static_cast<AttributeRef>(find_attribute(entity, name) - entity.attributes.data());
}

std::vector<AttributeRef> references(const model::DeclaredEntity& entity, const std::vector<model::Name>& names) {
  std::vector<AttributeRef> result;
  result.reserve(names.size());
  for (const model::Name& name : names) result.push_back(reference(entity, name.text));
  return result;
}

std::optional<AttributeRef> reference(const model::DeclaredEntity& entity, const std::optional<model::Name>& name) {
  if (!name) return std::nullopt;
  return reference(entity, name->text);
}

std::vector<AttributeRef> key_attributes(const model::DeclaredEntity& entity, std::string_view index, KeyRole role) {
  std::vector<AttributeRef> result;
  for (const model::KeyUse* use : ordered_key_uses(entity, index, role)) {
    result.push_back(reference(entity, use->attribute.text));
  }
  return result;
}

model::ComposedKey resolve_template(const model::DeclaredEntity& entity, const model::KeyTemplate& key) {
  model::ComposedKey result;
  result.literals = key.literals;
  result.delimiters = key.delimiters();
  for (const model::TemplatePart& part : key.parts) {
    const bool shard = is_shard(entity, part);
    const std::string_view name = shard ? entity.write_shards->hashed.text : part.attribute.text;
    result.parts.push_back({reference(entity, name), part.form, part.digits, shard});
  }
  return result;
}

model::Attribute resolve_attribute(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute) {
  model::Attribute result;
  result.member = attribute.member;
  result.version = attribute.version;
  result.ttl = attribute.ttl;
  result.created_at = attribute.created_at;
  result.updated_at = attribute.updated_at;
  result.sensitive = attribute.sensitive.has_value();
  if (attribute.composed) result.composed = resolve_template(entity, *attribute.composed);
  if (attribute.lookup) {
    result.lookup = model::Lookup{attribute.lookup->method, resolve_template(entity, attribute.lookup->sort_key),
                                  attribute.lookup->max};
  }
  if (attribute.unique) {
    result.unique = model::Unique{resolve_template(entity, attribute.unique->key), attribute.unique->max};
  }
  result.span = attribute.span;
  return result;
}

model::Index resolve_index(const model::DeclaredEntity& entity, const model::DeclaredIndex& index,
                           AttributeRef table_partition) {
  model::Index result;
  result.name = index.name;
  result.kind = index.kind;
  result.method = index.method;
  if (index.kind == model::IndexKind::local) {
    result.partition = {table_partition};
    result.sort = key_attributes(entity, index.name.text, KeyRole::lsi_sort);
  } else {
    result.partition = key_attributes(entity, index.name.text, KeyRole::gsi_partition);
    result.sort = key_attributes(entity, index.name.text, KeyRole::gsi_sort);
  }
  result.projection = index.projection;
  result.sparse = index.sparse.has_value();
  result.span = index.span;
  return result;
}

model::AccessPattern resolve_pattern(const model::DeclaredEntity& entity, const model::DeclaredPattern& pattern) {
  model::AccessPattern result;
  result.name = pattern.name;
  result.scan = pattern.scan;
  result.where = references(entity, pattern.where);
  result.range = reference(entity, pattern.range);
  result.ordered = reference(entity, pattern.ordered);
  result.order = pattern.order;
  result.reads = references(entity, pattern.reads);
  result.hydrate = pattern.hydrate;
  result.load = pattern.load;
  result.span = pattern.span;
  return result;
}

bool names_attributes(const model::DeclaredEntity& entity, const model::DeclaredView& view) {
  return std::all_of(view.members.begin(), view.members.end(),
                     [&](const model::Member& member) { return find_attribute(entity, member.name.text) != nullptr; });
}

model::View resolve_view(const model::DeclaredEntity& entity, const model::DeclaredView& view) {
  model::View result;
  result.namespaces = view.namespaces;
  result.cpp_name = view.cpp_name;
  result.input = view.input;
  result.generate_struct = view.generate_struct;
  for (const model::Member& member : view.members) result.attributes.push_back(reference(entity, member.name.text));
  return result;
}

model::Collection resolve_collection(const model::Declared& declared, const model::DeclaredCollection& collection) {
  model::Collection result;
  result.input = collection.input;
  result.namespaces = collection.namespaces;
  result.cpp_name = collection.cpp_name;
  result.generate_struct = collection.generate_struct;
  for (const model::DeclaredCollection::Part& part : collection.parts) {
    const auto entity = static_cast<std::size_t>(find_entity(declared, part.entity) - declared.entities.data());
    result.parts.push_back({part.field, entity, part.many});
  }
  return result;
}

// A composed attribute is made of attributes that are not.
bool are_parts(const model::DeclaredEntity& entity, const model::KeyTemplate& key) {
  return std::all_of(key.parts.begin(), key.parts.end(), [&](const model::TemplatePart& part) {
    const std::string_view name = is_shard(entity, part) ? entity.write_shards->hashed.text : part.attribute.text;
    const model::DeclaredAttribute* attribute = find_attribute(entity, name);
    return attribute != nullptr && !attribute->composed;
  });
}

bool is_resolvable(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute) {
  return is_known(attribute.member.type) && (!attribute.composed || are_parts(entity, *attribute.composed)) &&
         (!attribute.lookup || are_parts(entity, attribute.lookup->sort_key)) &&
         (!attribute.unique || are_parts(entity, attribute.unique->key));
}

bool is_resolvable(const model::DeclaredEntity& entity, const model::DeclaredIndex& index) {
  const bool global = index.kind == model::IndexKind::global;
  return !key_uses(entity, index.name.text, global ? KeyRole::gsi_partition : KeyRole::lsi_sort).empty();
}

}  // namespace

bool is_resolvable(const model::DeclaredEntity& entity) {
  const auto is_attribute = [&](const model::Name& name) { return find_attribute(entity, name.text) != nullptr; };
  const auto are_attributes = [&](const std::vector<model::Name>& names) {
    return std::all_of(names.begin(), names.end(), is_attribute);
  };
  return key_uses(entity, "", KeyRole::partition_key).size() == 1 &&
         key_uses(entity, "", KeyRole::sort_key).size() <= 1 &&
         std::all_of(entity.key_uses.begin(), entity.key_uses.end(),
                     [&](const model::KeyUse& use) { return use.span.valid() && is_attribute(use.attribute); }) &&
         std::all_of(entity.attributes.begin(), entity.attributes.end(),
                     [&](const auto& attribute) { return is_resolvable(entity, attribute); }) &&
         std::all_of(entity.indexes.begin(), entity.indexes.end(),
                     [&](const model::DeclaredIndex& index) {
                       return is_resolvable(entity, index) && are_attributes(index.projection.attributes);
                     }) &&
         std::all_of(entity.patterns.begin(), entity.patterns.end(),
                     [&](const model::DeclaredPattern& pattern) {
                       return are_attributes(pattern.where) && are_attributes(pattern.reads) &&
                              (!pattern.range || is_attribute(*pattern.range)) &&
                              (!pattern.ordered || is_attribute(*pattern.ordered));
                     }) &&
         (!entity.discriminator || is_attribute(entity.discriminator->attribute)) &&
         (!entity.tenant || is_attribute(*entity.tenant));
}

model::Entity resolve_entity(const model::Declared& declared, const model::DeclaredEntity& entity) {
  model::Entity result;
  result.notation = entity.notation;
  result.input = entity.input;
  result.namespaces = entity.namespaces;
  result.cpp_name = entity.cpp_name;
  result.span = entity.span;
  result.table = entity.table;
  result.generate_struct = entity.generate_struct;
  for (const auto& attribute : entity.attributes) result.attributes.push_back(resolve_attribute(entity, attribute));
  result.key.partition = key_attributes(entity, "", KeyRole::partition_key).front();
  if (const auto sort = key_attributes(entity, "", KeyRole::sort_key); !sort.empty()) result.key.sort = sort.front();
  for (const auto& index : entity.indexes) {
    result.indexes.push_back(resolve_index(entity, index, result.key.partition));
  }
  for (const auto& pattern : entity.patterns) result.patterns.push_back(resolve_pattern(entity, pattern));
  result.discriminator = entity.discriminator;
  result.tenant = reference(entity, entity.tenant);
  result.cache = entity.cache;
  result.data_class = entity.data_class;
  result.allow_scan = entity.allow_scan;
  if (entity.write_shards) result.write_shards = entity.write_shards->counts;
  result.writes_per_second = entity.writes_per_second;
  const std::string qualified = model::qualified_name(entity.namespaces, entity.cpp_name);
  for (const model::DeclaredView& view : declared.views) {
    if (view.entity == qualified && names_attributes(entity, view)) result.views.push_back(resolve_view(entity, view));
  }
  return result;
}

model::Schema resolve(const model::Declared& declared) {
  model::Schema result;
  result.inputs = declared.inputs;
  result.types = declared.types;
  for (const model::DeclaredEntity& entity : declared.entities) {
    result.entities.push_back(resolve_entity(declared, entity));
  }
  for (const model::DeclaredCollection& collection : declared.collections) {
    result.collections.push_back(resolve_collection(declared, collection));
  }
  return result;
}

}  // namespace partita::sema
