#include "plan/method_names.hpp"

#include "plan/attribute_list.hpp"
#include "plan/composed_keys.hpp"
#include "plan/keys.hpp"
#include "plan/names.hpp"
#include "plan/type_use.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace partita::plan {
namespace {

using model::AttributeRef;
using model::Entity;

template <typename Name>
std::string joined(const std::vector<AttributeRef>& attributes, const Name& name_of) {
  std::string text;
  for (const AttributeRef i : attributes) text.append(text.empty() ? "" : "_and_").append(name_of(i));
  return text;
}

std::string table_method(const Entity& entity) {
  std::vector<AttributeRef> parts = parts_of(entity, entity.key.partition);
  if (parts.empty()) parts = {entity.key.partition};
  return method_name("by_" + joined(parts, [&](AttributeRef i) { return entity.attributes[i].member.name.text; }));
}

// A part that an item may lack takes the keys with it.
std::vector<AttributeRef> keys_that_may_go(const Entity& entity, const KeyGroup& group) {
  std::vector<AttributeRef> result;
  for (const AttributeRef key : group.composed) {
    const std::vector<AttributeRef> parts = parts_of(entity, key);
    const bool may_go =
        std::any_of(parts.begin(), parts.end(), [&](AttributeRef i) { return entity.attributes[i].member.optional; });
    if (may_go) result.push_back(key);
  }
  return result;
}

// Of an attribute that no key is made from.
UpdateMethods methods_of(const model::Attribute& attribute, AttributeRef i) {
  const std::string& field = attribute.member.field;
  UpdateMethods methods;
  methods.parts = {i};
  methods.set = "set_" + field;
  if (may_be_absent(attribute.member)) {
    methods.removed = {i};
    methods.remove = "remove_" + field;
    methods.set_if_absent = "set_" + field + "_if_absent";
  }
  switch (growth_of(attribute.member.type)) {
    case Growth::none:
      break;
    case Growth::number:
      methods.add = "add_to_" + field;
      break;
    case Growth::set:
      methods.insert = "add_to_" + field;
      methods.erase = "delete_from_" + field;
      break;
    case Growth::list:
      methods.append = "append_to_" + field;
      methods.prepend = "prepend_to_" + field;
      break;
  }
  return methods;
}

}  // namespace

std::vector<std::string> UpdateMethods::names() const {
  std::vector<std::string> all{set, remove, set_if_absent, add, insert, erase, append, prepend};
  std::erase(all, std::string());
  return all;
}

std::string index_method(std::string_view index, const std::optional<model::Name>& chosen) {
  return chosen ? chosen->text : method_name(index);
}

std::optional<QueryNames> query_names(const Entity& entity, const AccessKey& key) {
  std::string method;
  if (key.index) {
    const model::Index& index = entity.indexes[*key.index];
    method = index_method(index.name.text, index.method);
  } else if (key.lookup) {
    method = entity.attributes[*key.lookup].lookup->method.text;
  } else {
    // The sort key is what makes it a question: without one, get answers it.
    if (key.sort.empty()) return std::nullopt;
    method = table_method(entity);
  }
  return QueryNames{method, index_class_name(method, entity.cpp_name)};
}

bool collide(const QueryNames& one, const QueryNames& other) {
  return one.method == other.method || one.class_name == other.class_name || one.method == other.class_name ||
         one.class_name == other.method;
}

std::vector<UpdateMethods> update_methods(const Entity& entity) {
  const auto field = [&](AttributeRef i) { return entity.attributes[i].member.field; };
  std::vector<UpdateMethods> groups;
  std::vector<AttributeRef> grouped;
  for (KeyGroup& keys : key_groups(entity)) {
    UpdateMethods group;
    for (const AttributeRef i : keys.parts) {
      if (entity.attributes[i].member.optional) group.removed.push_back(i);
    }
    group.set = "set_" + joined(keys.parts, field);
    if (!group.removed.empty()) group.remove = "remove_" + joined(group.removed, field);
    const std::vector<AttributeRef> may_go = keys_that_may_go(entity, keys);
    group.removed.insert(group.removed.end(), may_go.begin(), may_go.end());
    grouped.insert(grouped.end(), keys.parts.begin(), keys.parts.end());
    group.parts = std::move(keys.parts);
    group.composed = std::move(keys.composed);
    groups.push_back(std::move(group));
  }
  std::vector<UpdateMethods> result;
  for (AttributeRef i = 0; i < entity.attributes.size(); ++i) {
    const model::Attribute& attribute = entity.attributes[i];
    const bool set_by_writes = attribute.version || attribute.created_at || attribute.updated_at;
    if (set_by_writes || attribute.composed || is_kept_by_update(entity, i)) continue;
    if (contains(grouped, i)) continue;
    result.push_back(methods_of(attribute, i));
  }
  result.insert(result.end(), std::make_move_iterator(groups.begin()), std::make_move_iterator(groups.end()));
  return result;
}

}  // namespace partita::plan
