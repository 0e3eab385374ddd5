#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/shared_tables.hpp"
#include "sema/stored_type.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::KeyRole;

// The use, if there is exactly one and it can be read.
const model::KeyUse* single(const model::DeclaredEntity& entity, KeyRole role) {
  const auto uses = key_uses(entity, "", role);
  return uses.size() == 1 && uses.front()->span.valid() ? uses.front() : nullptr;
}

// Why the two differ; empty: they don't.
std::string difference(const model::DeclaredEntity& first_entity, const model::KeyUse& first,
                       const model::DeclaredEntity& entity, const model::KeyUse& use) {
  const std::string& name = use.attribute.text;
  if (name != first.attribute.text) {
    std::string text = "is '" + name + "', but '" + first.attribute.text + "'";
    if (same_but_for_case(name, first.attribute.text))
      text = "is '" + name + "', but, in other case, '" + first.attribute.text + "'";
    return text;
  }
  const model::DeclaredAttribute* one = find_attribute(first_entity, name);
  const model::DeclaredAttribute* other = find_attribute(entity, name);
  if (one == nullptr || other == nullptr) return {};
  const auto one_type = stored_type(one->member.type);
  const auto other_type = stored_type(other->member.type);
  if (!one_type || !other_type || *one_type == *other_type) return {};
  return "'" + name + "' is " + std::string(described(*other_type)) + ", but " + std::string(described(*one_type));
}

void check_role(const model::DeclaredEntity& first, const model::DeclaredEntity& entity, KeyRole role,
                diagnostics::Sink& sink) {
  const auto has_none = [&](const model::DeclaredEntity& each) { return key_uses(each, "", role).empty(); };
  const std::string what = std::string(role_name(role)) + " of '" + entity.cpp_name + "' ";
  if (role == KeyRole::sort_key && has_none(first) != has_none(entity)) {
    auto& report = sink.report(Id::table_key_mismatch, entity.table.span,
                               "'" + entity.cpp_name + "' has " + (has_none(entity) ? "no" : "a") +
                                   " sort key, unlike '" + first.cpp_name + "' in the same table; a table has one key");
    report.notes.push_back({first.table.span, "'" + first.cpp_name + "' is stored there too", std::nullopt});
    return;
  }
  const model::KeyUse* one = single(first, role);
  const model::KeyUse* other = single(entity, role);
  if (one == nullptr || other == nullptr) return;
  const std::string text = difference(first, *one, entity, *other);
  if (text.empty()) return;
  auto& report = sink.report(Id::table_key_mismatch, other->span,
                             "the " + what + text + " in '" + first.cpp_name + "'; a table has one key");
  report.notes.push_back({one->span, "it is the key of '" + first.cpp_name + "' here", std::nullopt});
}

}  // namespace

void check_shared_keys(const TableEntities& entities, diagnostics::Sink& sink) {
  for (std::size_t i = 1; i < entities.size(); ++i) {
    check_role(*entities[0], *entities[i], KeyRole::partition_key, sink);
    check_role(*entities[0], *entities[i], KeyRole::sort_key, sink);
  }
}

void check_shared_types(const TableEntities& entities, diagnostics::Sink& sink) {
  std::set<std::string_view> table_keys;
  for (const model::KeyUse* use : key_uses(*entities[0], "")) table_keys.insert(use->attribute.text);
  struct Key {
    const model::DeclaredEntity* entity;
    const model::KeyUse* use;
    StoredType type;
  };
  std::map<std::string_view, Key> keys;
  for (const model::DeclaredEntity* entity : entities) {
    for (const model::KeyUse& use : entity->key_uses) {
      const model::DeclaredAttribute* attribute = find_attribute(*entity, use.attribute.text);
      if (attribute == nullptr || table_keys.contains(use.attribute.text)) continue;
      const auto type = stored_type(attribute->member.type);
      if (type && is_key_type(attribute->member.type)) keys.try_emplace(use.attribute.text, Key{entity, &use, *type});
    }
  }
  for (const model::DeclaredEntity* entity : entities) {
    for (const model::DeclaredAttribute& attribute : entity->attributes) {
      const auto key = keys.find(attribute.member.name.text);
      const auto type = stored_type(attribute.member.type);
      if (key == keys.end() || !type || key->second.type == *type) continue;
      const Key& other = key->second;
      auto& report =
          sink.report(Id::attribute_type_mismatch, attribute.span,
                      "'" + attribute.member.name.text + "' is " + std::string(described(*type)) + " in '" +
                          entity->cpp_name + "', but " + std::string(described(other.type)) + " in '" +
                          other.entity->cpp_name + "', where it is a key of " + key_owner(other.use->index.text) +
                          "; the service refuses items that differ, so store one of them under another name");
      report.notes.push_back({other.use->span, "it is a key here", std::nullopt});
    }
  }
}

}  // namespace partita::sema
