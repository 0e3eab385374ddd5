#include "sema/proven_entity.hpp"

#include "sema/lookup.hpp"
#include "sema/resolve.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace partita::sema {
namespace {

source::Span whole(const source::Span& begin, const source::Span& end) {
  return end.valid() && end.file == begin.file && end.end > begin.begin ? source::Span{begin.file, begin.begin, end.end}
                                                                        : begin;
}

bool is_plain_attribute(const model::DeclaredEntity& entity, const model::Name& name) {
  const model::DeclaredAttribute* attribute = find_attribute(entity, name.text);
  return attribute != nullptr && !attribute->composed;
}

bool is_sound(const model::DeclaredEntity& entity, const model::DeclaredPattern& pattern,
              const diagnostics::Sink& sink) {
  if (sink.has_error_in(whole(pattern.span, pattern.options_end)) || sink.has_error_in(pattern.name.span)) return false;
  std::vector<model::Name> names = pattern.where;
  if (pattern.range) names.push_back(*pattern.range);
  if (pattern.ordered) names.push_back(*pattern.ordered);
  if (names.empty() != pattern.scan) return false;
  return std::all_of(names.begin(), names.end(), [&](const auto& name) { return is_plain_attribute(entity, name); }) &&
         std::all_of(pattern.reads.begin(), pattern.reads.end(),
                     [&](const auto& name) { return find_attribute(entity, name.text) != nullptr; });
}

bool is_sound(const model::DeclaredEntity& entity, const model::DeclaredIndex& index, const diagnostics::Sink& sink) {
  if (sink.has_error_in(whole(index.name.span, index.options_end))) return false;
  const auto uses = key_uses(entity, index.name.text);
  const bool global = index.kind == model::IndexKind::global;
  if (key_uses(entity, index.name.text, global ? model::KeyRole::gsi_partition : model::KeyRole::lsi_sort).empty()) {
    return false;
  }
  return std::all_of(uses.begin(), uses.end(), [&](const model::KeyUse* use) {
    return use->span.valid() && !sink.has_error_in(use->span) && find_attribute(entity, use->attribute.text) != nullptr;
  });
}

// A type that nothing is known of must not stop the proof; nothing can be keyed on it.
void replace_unknown_types(model::DeclaredEntity& entity) {
  for (model::DeclaredAttribute& attribute : entity.attributes) {
    if (is_known(attribute.member.type)) continue;
    attribute.member.type.kind = model::TypeKind::structure;
    attribute.member.type.cpp = "an unknown type";
  }
}

ProvenEntity reduced(const model::DeclaredEntity& entity, const diagnostics::Sink& sink) {
  ProvenEntity result;
  result.declared = entity;
  model::DeclaredEntity& declared = result.declared;
  std::erase_if(declared.patterns, [&](const auto& pattern) { return !is_sound(entity, pattern, sink); });
  std::vector<std::string> broken;
  std::erase_if(declared.indexes, [&](const model::DeclaredIndex& index) {
    if (is_sound(entity, index, sink)) return false;
    broken.push_back(index.name.text);
    return true;
  });
  std::erase_if(declared.key_uses, [&](const model::KeyUse& use) {
    return std::find(broken.begin(), broken.end(), use.index.text) != broken.end();
  });
  // The C++ front end gives no pattern at all where it can't read one.
  result.knows_patterns =
      declared.patterns.size() == entity.patterns.size() &&
      (entity.notation == model::Notation::json || !sink.has_error_in(whole(entity.span, entity.arguments_end)));
  result.knows_indexes = broken.empty();
  replace_unknown_types(declared);
  return result;
}

}  // namespace

std::vector<ProvenEntity> prove_entities(const model::Declared& declared, const diagnostics::Sink& sink) {
  std::vector<ProvenEntity> result;
  for (const model::DeclaredEntity& entity : declared.entities) {
    ProvenEntity proven = reduced(entity, sink);
    if (!is_resolvable(proven.declared)) continue;
    proven.entity = resolve_entity(declared, proven.declared);
    proven.keys = plan::access_keys(proven.entity);
    for (const model::AccessPattern& pattern : proven.entity.patterns) {
      proven.proofs.push_back(plan::prove(proven.entity, pattern, proven.keys));
    }
    result.push_back(std::move(proven));
  }
  return result;
}

}  // namespace partita::sema
