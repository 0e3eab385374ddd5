#include "sema/lookup.hpp"
#include "sema/rules/shared_tables.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::TypeKind;

const model::DeclaredAttribute* ttl_of(const model::DeclaredEntity& entity) {
  const auto found = std::find_if(entity.attributes.begin(), entity.attributes.end(),
                                  [](const model::DeclaredAttribute& attribute) { return attribute.ttl; });
  return found == entity.attributes.end() ? nullptr : &*found;
}

}  // namespace

void check_shared_ttl(const TableEntities& entities, diagnostics::Sink& sink) {
  const model::DeclaredEntity* owner = nullptr;
  const model::DeclaredAttribute* first = nullptr;
  for (const model::DeclaredEntity* entity : entities) {
    first = ttl_of(*entity);
    owner = entity;
    if (first != nullptr) break;
  }
  if (first == nullptr) return;
  const std::string& name = first->member.name.text;
  for (const model::DeclaredEntity* entity : entities) {
    if (entity == owner) continue;
    const model::DeclaredAttribute* own = ttl_of(*entity);
    if (own != nullptr && own->member.name.text != name) {
      sink.report(Id::ttl_mismatch, own->role_span,
                  "'" + entity->cpp_name + "' expires by '" + own->member.name.text +
                      "', but a table has one ttl "
                      "attribute, and '" +
                      owner->cpp_name + "' has '" + name + "'; store both under one name")
          .notes.push_back({first->role_span, "the first one is here", std::nullopt});
      continue;
    }
    const model::DeclaredAttribute* plain = find_attribute(*entity, name);
    if (own != nullptr || plain == nullptr) continue;
    const TypeKind kind = plain->member.type.kind;
    if (kind != TypeKind::timestamp && kind != TypeKind::sys_milliseconds) continue;
    sink.report(Id::ttl_mismatch, plain->span,
                "'" + name + "' is the ttl attribute of the table, which counts seconds, but '" + entity->cpp_name +
                    "' stores milliseconds there; mark it 'ttl' too, or store it under another name")
        .notes.push_back({first->role_span, "it is said here, in '" + owner->cpp_name + "'", std::nullopt});
  }
}

}  // namespace partita::sema
