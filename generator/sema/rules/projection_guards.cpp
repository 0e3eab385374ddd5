#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::FixIt;
using diagnostics::Id;
using model::KeyRole;
using model::Projection;

using Uses = std::vector<const model::KeyUse*>;

Uses partition_of(const model::DeclaredEntity& entity, const model::DeclaredIndex& index) {
  if (index.kind == model::IndexKind::local) return ordered_key_uses(entity, "", KeyRole::partition_key);
  return ordered_key_uses(entity, index.name.text, KeyRole::gsi_partition);
}

Uses key_of(const model::DeclaredEntity& entity, const model::DeclaredIndex& index) {
  Uses uses = partition_of(entity, index);
  const bool local = index.kind == model::IndexKind::local;
  const Uses sort = ordered_key_uses(entity, index.name.text, local ? KeyRole::lsi_sort : KeyRole::gsi_sort);
  uses.insert(uses.end(), sort.begin(), sort.end());
  return uses;
}

model::KeyHead head_of(const model::DeclaredEntity& entity, const model::KeyUse& use) {
  const model::DeclaredAttribute* attribute = find_attribute(entity, use.attribute.text);
  if (attribute == nullptr || !attribute->composed) return {};
  return {attribute->composed->literals.front(), attribute->composed->parts.empty()};
}

// Whether no item of the other entity is where a query on this index looks.
bool are_apart(const model::DeclaredEntity& one, const model::DeclaredIndex& index, const model::DeclaredEntity& other,
               const model::DeclaredIndex& other_index) {
  const Uses keys = key_of(one, index);
  const Uses other_keys = key_of(other, other_index);
  for (std::size_t i = 0; i < std::min(keys.size(), other_keys.size()); ++i) {
    if (model::are_apart(head_of(one, *keys[i]), head_of(other, *other_keys[i]))) return true;
  }
  return false;
}

bool holds(const model::DeclaredEntity& entity, const model::DeclaredIndex& index, std::string_view attribute) {
  const auto is_attribute = [&](const model::KeyUse* use) { return use->attribute.text == attribute; };
  const Uses table = key_uses(entity, "");
  const Uses key = key_uses(entity, index.name.text);
  return index.projection.kind == Projection::Kind::all || std::any_of(table.begin(), table.end(), is_attribute) ||
         std::any_of(key.begin(), key.end(), is_attribute) ||
         std::any_of(index.projection.attributes.begin(), index.projection.attributes.end(),
                     [&](const model::Name& name) { return name.text == attribute; });
}

const model::DeclaredEntity* entity_among(const model::Declared& declared, const model::DeclaredEntity& entity,
                                          const model::DeclaredIndex& index) {
  for (const model::DeclaredEntity& other : declared.entities) {
    if (&other == &entity || other.table.text != entity.table.text) continue;
    for (const model::DeclaredIndex& theirs : other.indexes) {
      if (theirs.name.text == index.name.text && !are_apart(entity, index, other, theirs)) return &other;
    }
  }
  return nullptr;
}

bool has_tenant(const model::DeclaredEntity& entity, const Uses& uses) {
  return std::any_of(uses.begin(), uses.end(), [&](const model::KeyUse* use) {
    const model::DeclaredAttribute* attribute = find_attribute(entity, use->attribute.text);
    if (attribute == nullptr) return true;  // reported
    const auto parts = parts_of(entity, *attribute);
    return std::any_of(parts.begin(), parts.end(),
                       [&](const auto* part) { return part->member.name.text == entity.tenant->text; });
  });
}

// `why` ends the sentence about what the index does not hold.
void report(const model::DeclaredEntity& entity, const model::DeclaredIndex& index, const std::string& attribute,
            const std::string& why, const model::Name& declared, diagnostics::Sink& sink) {
  const bool names = !index.projection.attributes.empty();
  const std::string spelling = entity.notation == model::Notation::cpp ? "partita::include<\"" + attribute + "\">"
                                                                       : "\"projection\": [\"" + attribute + "\"]";
  auto& report = sink.report(Id::projection_lacks_guard, index.name.span,
                             "index '" + index.name.text + "' does not hold '" + attribute + "', " + why + "; " +
                                 (names ? "project it too" : "project " + spelling));
  report.notes.push_back({declared.span, "'" + attribute + "' is named here", std::nullopt});
  if (!names || !index.projection.attributes.back().span.valid()) return;
  const source::Span& last = index.projection.attributes.back().span;
  report.fix = FixIt{{last.file, last.end, last.end}, "\", \"" + attribute};
}

void check_index(const model::Declared& declared, const model::DeclaredEntity& entity,
                 const model::DeclaredIndex& index, diagnostics::Sink& sink) {
  if (entity.discriminator && !holds(entity, index, entity.discriminator->attribute.text)) {
    if (const model::DeclaredEntity* other = entity_among(declared, entity, index)) {
      report(entity, index, entity.discriminator->attribute.text,
             "so that its queries could not tell items of '" + entity.cpp_name + "' from those of '" + other->cpp_name +
                 "', whose keys can be the same",
             entity.discriminator->attribute, sink);
    }
  }
  if (entity.tenant && !holds(entity, index, entity.tenant->text) && !has_tenant(entity, partition_of(entity, index))) {
    report(entity, index, entity.tenant->text,
           "so that its queries could not leave out the items of other tenants, which lie in the same partition",
           *entity.tenant, sink);
  }
}

}  // namespace

void check_projection_guards(const model::Declared& declared, diagnostics::Sink& sink) {
  for (const model::DeclaredEntity& entity : declared.entities) {
    for (const model::DeclaredIndex& index : entity.indexes) check_index(declared, entity, index, sink);
  }
}

}  // namespace partita::sema
