#include "sema/lookup.hpp"

#include "diagnostics/suggestion.hpp"
#include "model/qualified_name.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace partita::sema {

using model::TypeKind;

const model::DeclaredAttribute* find_attribute(const model::DeclaredEntity& entity, std::string_view name) {
  const auto found = std::find_if(entity.attributes.begin(), entity.attributes.end(),
                                  [&](const auto& attribute) { return attribute.member.name.text == name; });
  return found == entity.attributes.end() ? nullptr : &*found;
}

std::vector<const model::KeyUse*> key_uses(const model::DeclaredEntity& entity, std::string_view index) {
  std::vector<const model::KeyUse*> result;
  for (const model::KeyUse& use : entity.key_uses) {
    const bool of_table = use.role == model::KeyRole::partition_key || use.role == model::KeyRole::sort_key;
    if (index.empty() ? of_table : !of_table && use.index.text == index) result.push_back(&use);
  }
  return result;
}

std::vector<const model::KeyUse*> key_uses(const model::DeclaredEntity& entity, std::string_view index,
                                           model::KeyRole role) {
  std::vector<const model::KeyUse*> result = key_uses(entity, index);
  std::erase_if(result, [&](const model::KeyUse* use) { return use->role != role; });
  return result;
}

std::vector<const model::KeyUse*> ordered_key_uses(const model::DeclaredEntity& entity, std::string_view index,
                                                   model::KeyRole role) {
  std::vector<const model::KeyUse*> result = key_uses(entity, index, role);
  const bool positioned =
      std::all_of(result.begin(), result.end(), [](const model::KeyUse* use) { return use->position.has_value(); });
  if (positioned) std::ranges::stable_sort(result, {}, [](const model::KeyUse* use) { return *use->position; });
  return result;
}

bool is_shard(const model::DeclaredEntity& entity, const model::TemplatePart& part) {
  return entity.write_shards && part.attribute.text == "shard";
}

std::vector<const model::DeclaredAttribute*> parts_of(const model::DeclaredEntity& entity,
                                                      const model::DeclaredAttribute& attribute) {
  if (!attribute.composed) return {&attribute};
  std::vector<const model::DeclaredAttribute*> result;
  for (const model::TemplatePart& part : attribute.composed->parts) {
    const model::DeclaredAttribute* found = find_attribute(entity, part.attribute.text);
    if (found != nullptr && !is_shard(entity, part)) result.push_back(found);
  }
  return result;
}

const model::DeclaredEntity* find_entity(const model::Declared& declared, std::string_view qualified) {
  const auto found = std::find_if(declared.entities.begin(), declared.entities.end(), [&](const auto& entity) {
    return qualified.ends_with(entity.cpp_name) &&
           model::qualified_name(entity.namespaces, entity.cpp_name) == qualified;
  });
  return found == declared.entities.end() ? nullptr : &*found;
}

const model::DeclaredAttribute* require_attribute(const model::DeclaredEntity& entity, const model::Name& name,
                                                  std::string_view user, diagnostics::Sink& sink) {
  if (const model::DeclaredAttribute* found = find_attribute(entity, name.text)) return found;
  std::vector<std::string> known;
  known.reserve(entity.attributes.size());
  for (const model::DeclaredAttribute& attribute : entity.attributes) known.push_back(attribute.member.name.text);
  const std::optional<std::string> meant = diagnostics::closest(name.text, known);
  std::string message(user);
  message += " names '" + name.text + "', which is no attribute of '" + entity.cpp_name + "'";
  if (meant) message += "; did you mean '" + *meant + "'?";
  auto& report = sink.report(diagnostics::Id::unknown_attribute, name.span, std::move(message));
  if (meant) {
    report.fix = diagnostics::FixIt{name.span, *meant};
  } else {
    constexpr std::size_t most_listed = 12;
    if (known.size() > most_listed) return nullptr;
    report.notes.push_back({entity.span,
                            known.empty() ? "'" + entity.cpp_name + "' has no attributes; add them first"
                                          : "its attributes are " + diagnostics::quoted_list(known),
                            std::nullopt});
  }
  return nullptr;
}

bool is_known(const model::Type& type) {
  return !type.cpp.empty();
}

bool is_key_type(const model::Type& type) {
  switch (type.kind) {
    case TypeKind::boolean:
    case TypeKind::structure:
    case TypeKind::list:
    case TypeKind::array:
    case TypeKind::set:
    case TypeKind::map:
      return false;
    default:
      return true;
  }
}

}  // namespace partita::sema
