#include "sema/rules/shared_tables.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace partita::sema {
namespace {

using diagnostics::Id;

std::string spelling(const model::DeclaredEntity& entity, std::string_view attribute) {
  const std::string name(attribute);
  return entity.notation == model::Notation::cpp
             ? "partita::discriminator<\"" + name + "\", \"...\">"
             : "\"discriminator\": {\"attribute\": \"" + name + "\", \"value\": \"...\"}";
}

}  // namespace

void check_discriminators(const TableEntities& entities, diagnostics::Sink& sink) {
  const model::Discriminator* first = nullptr;
  for (const model::DeclaredEntity* entity : entities) {
    if (first == nullptr && entity->discriminator) first = &*entity->discriminator;
  }
  std::map<std::string_view, const model::DeclaredEntity*> values;
  for (const model::DeclaredEntity* entity : entities) {
    if (!entity->discriminator) {
      const model::DeclaredEntity& other = entity == entities[0] ? *entities[1] : *entities[0];
      auto& report = sink.report(Id::missing_discriminator, entity->table.span,
                                 "'" + entity->cpp_name + "' shares table '" + entity->table.text + "' with '" +
                                     other.cpp_name + "', but nothing tells its items apart; add " +
                                     spelling(*entity, first != nullptr ? first->attribute.text : "type"));
      report.notes.push_back({other.table.span, "'" + other.cpp_name + "' is stored there too", std::nullopt});
      continue;
    }
    const model::Discriminator& own = *entity->discriminator;
    if (own.attribute.text != first->attribute.text) {
      sink.report(Id::discriminator_mismatch, own.attribute.span,
                  "the discriminator of '" + entity->cpp_name + "' is '" + own.attribute.text +
                      "', but others in table '" + entity->table.text + "' use '" + first->attribute.text +
                      "'; use one attribute")
          .notes.push_back({first->attribute.span, "the first one is here", std::nullopt});
      continue;
    }
    const auto [other, added] = values.try_emplace(own.value.text, entity);
    if (added) continue;
    sink.report(Id::duplicate_discriminator, own.value.span,
                "'" + entity->cpp_name + "' and '" + other->second->cpp_name + "' both have the discriminator value '" +
                    own.value.text + "'; give each its own")
        .notes.push_back({other->second->discriminator->value.span, "the first one is here", std::nullopt});
  }
}

}  // namespace partita::sema
