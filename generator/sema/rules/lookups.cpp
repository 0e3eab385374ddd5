#include "model/limits.hpp"
#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"
#include "sema/rules/templates.hpp"
#include "sema/stored_type.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::KeyRole;
using model::TypeKind;

bool is_collection(const model::Type& type) {
  return type.kind == TypeKind::list || type.kind == TypeKind::set;
}

bool is_element(const model::Type& type) {
  return type.converted.empty() && (type.kind == TypeKind::string || is_integer(type));
}

bool names(const model::KeyTemplate& key, std::string_view attribute) {
  return std::any_of(key.parts.begin(), key.parts.end(),
                     [&](const model::TemplatePart& part) { return part.attribute.text == attribute; });
}

// The attributes that a key of the table is made from.
std::set<std::string_view> parts_of_key(const model::DeclaredEntity& entity, KeyRole role) {
  std::set<std::string_view> result;
  for (const model::KeyUse* use : key_uses(entity, "", role)) {
    const model::DeclaredAttribute* attribute = find_attribute(entity, use->attribute.text);
    if (attribute == nullptr) continue;
    for (const auto* part : parts_of(entity, *attribute)) result.insert(part->member.name.text);
  }
  return result;
}

// Why the table can't hold items that are not of the entity itself; empty: it can. `key` is the use to point at.
std::string refusal(const model::DeclaredEntity& entity, KeyRole role) {
  for (const model::KeyUse* use : key_uses(entity, "", role)) {
    const model::DeclaredAttribute* attribute = find_attribute(entity, use->attribute.text);
    if (attribute == nullptr || !is_known(attribute->member.type)) continue;
    if (stored_type(attribute->member.type) == StoredType::string) continue;
    return "keep items whose " + std::string(role_name(role)) + " is text, but '" + use->attribute.text +
           "' has type '" + type_spelling(entity.notation, attribute->member.type) + "'";
  }
  return {};
}

void check_lookup_template(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute,
                           diagnostics::Sink& sink) {
  const model::KeyTemplate& key = attribute.lookup->sort_key;
  const std::string& own = attribute.member.name.text;
  const std::string subject = "the lookup of '" + own + "'";
  if (!names(key, own)) {
    sink.report(Id::invalid_lookup, key.span,
                subject + " has no '{" + own + "}' in its sort key; an element is what it finds items by");
    return;
  }
  const std::set<std::string_view> partition = parts_of_key(entity, KeyRole::partition_key);
  for (const model::TemplatePart& part : key.parts) {
    if (part.attribute.text == own) break;
    if (partition.contains(part.attribute.text) || is_shard(entity, part)) continue;
    sink.report(Id::invalid_lookup, part.attribute.span,
                subject + " has '{" + part.attribute.text + "}' before '{" + own +
                    "}', which a caller would have to know; put it behind");
    return;
  }
  for (const std::string_view part : parts_of_key(entity, KeyRole::sort_key)) {
    if (partition.contains(part) || names(key, part)) continue;
    sink.report(Id::invalid_lookup, key.span,
                subject + " has no '{" + std::string(part) +
                    "}' in its sort key, so two items with one element would share a lookup item; add it behind '{" +
                    own + "}'");
    return;
  }
}

void check_lookup(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute,
                  diagnostics::Sink& sink) {
  const model::DeclaredLookup& lookup = *attribute.lookup;
  const model::Type& type = attribute.member.type;
  const std::string subject = "the lookup of '" + attribute.member.name.text + "'";
  if (is_known(type) && (!is_collection(type) || !is_element(type.element.front()))) {
    sink.report(Id::invalid_lookup, lookup.span,
                subject + " needs a list or set of strings or integers, not '" + type_spelling(entity.notation, type) +
                    "'; a single value is found by an index")
        .notes.push_back({attribute.member.type_span, "the type is here", std::nullopt});
    return;
  }
  std::string why = refusal(entity, KeyRole::sort_key);
  if (key_uses(entity, "", KeyRole::sort_key).empty())
    why = "be beside the entity's items, but the table has no sort key";
  if (!why.empty()) {
    sink.report(Id::invalid_lookup, lookup.span,
                subject + " has to " + why + "; give the table a sort key of type string");
    return;
  }
  check_lookup_template(entity, attribute, sink);
}

void check_unique(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute,
                  diagnostics::Sink& sink) {
  const model::DeclaredUnique& unique = *attribute.unique;
  const model::Type& type = attribute.member.type;
  const std::string& own = attribute.member.name.text;
  const std::string subject = "the unique constraint of '" + own + "'";
  const bool many = is_collection(type);
  const bool fits = many ? is_element(type.element.front())
                         : is_element(type) || (type.kind == TypeKind::enumeration && is_part_type(type));
  if (is_known(type) && !fits) {
    sink.report(Id::invalid_unique, unique.span,
                subject + " needs strings or integers, not '" + type_spelling(entity.notation, type) +
                    "'; constrain another attribute")
        .notes.push_back({attribute.member.type_span, "the type is here", std::nullopt});
    return;
  }
  for (const KeyRole role : {KeyRole::partition_key, KeyRole::sort_key}) {
    const std::string why = refusal(entity, role);
    if (why.empty()) continue;
    sink.report(Id::invalid_unique, unique.span, subject + " has to " + why + "; key the table on strings");
    return;
  }
  if (names(unique.key, own)) return;
  sink.report(Id::invalid_unique, unique.key.span,
              subject + " has no '{" + own + "}' in its key, so only one item of the table could be stored; add it");
}

struct Bound {
  std::uint64_t max;
  source::Span span;
  std::string what;
};

// Replacing an item takes an action for itself, and two for each value that a lookup or constraint stands for: the old
// one's item is deleted, the new one's is put.
constexpr std::uint64_t actions(std::uint64_t values) {
  return 1 + 2 * values;
}
constexpr std::uint64_t most_values = (model::limits::transaction_actions - actions(0)) / 2;

void check_actions(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  const std::string limit = "one transaction holds " + std::to_string(model::limits::transaction_actions);
  std::uint64_t values = 0;
  bool reported = false;
  const Bound* first = nullptr;
  std::vector<Bound> bounds;
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    const std::string& name = attribute.member.name.text;
    if (attribute.lookup && attribute.lookup->max != 0) {
      bounds.push_back({attribute.lookup->max, attribute.lookup->span, "the lookup of '" + name + "'"});
    }
    if (attribute.unique) {
      bounds.push_back({attribute.unique->max, attribute.unique->span, "the unique constraint of '" + name + "'"});
    }
  }
  for (const Bound& bound : bounds) {
    if (first == nullptr) first = &bound;
    if (bound.max > most_values) {
      sink.report(Id::too_many_actions, bound.span,
                  bound.what + " allows " + std::to_string(bound.max) +
                      " elements; replacing them deletes as many items and puts as many, and " + limit +
                      " actions with the entity's own; allow at most " + std::to_string(most_values));
      reported = true;
      continue;
    }
    values += bound.max;
    if (reported || values <= most_values) continue;
    auto& report =
        sink.report(Id::too_many_actions, bound.span,
                    "replacing an item of '" + entity.cpp_name + "' takes up to " + std::to_string(actions(values)) +
                        " actions for its lookups and unique constraints, and " + limit + "; lower a 'max'");
    report.notes.push_back({first->span, "the first of them is here", std::nullopt});
    reported = true;
  }
}

}  // namespace

void check_lookups(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    if (attribute.lookup) check_lookup(entity, attribute, sink);
    if (attribute.unique) check_unique(entity, attribute, sink);
  }
  check_actions(entity, sink);
}

}  // namespace partita::sema
