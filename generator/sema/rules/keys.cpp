#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/key_attributes.hpp"
#include "sema/rules/rules.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::Id;
using model::KeyRole;

bool looks_like_id(const std::string& name) {
  return name == "id" || name == "pk" || name == "PK" || name.ends_with("_id") || name.ends_with("Id") ||
         name.ends_with("ID");
}

// Attributes that could be the partition key: those that look like an identifier, else the first that fits.
std::vector<const model::DeclaredAttribute*> candidates(const model::DeclaredEntity& entity) {
  constexpr std::size_t most = 3;
  std::vector<const model::DeclaredAttribute*> fitting;
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    const model::Member& member = attribute.member;
    const bool is_used = std::any_of(entity.key_uses.begin(), entity.key_uses.end(),
                                     [&](const model::KeyUse& use) { return use.attribute.text == member.name.text; });
    if (is_known(member.type) && is_key_type(member.type) && !member.optional && !member.has_default &&
        !attribute.ttl && !attribute.version && !is_used) {
      fitting.push_back(&attribute);
    }
  }
  std::vector<const model::DeclaredAttribute*> result;
  for (const model::DeclaredAttribute* attribute : fitting) {
    if (looks_like_id(attribute->member.name.text) && result.size() < most) result.push_back(attribute);
  }
  if (result.empty() && !fitting.empty()) result.push_back(fitting.front());
  return result;
}

std::optional<diagnostics::FixIt> partition_key_fix(const model::DeclaredEntity& entity,
                                                    const model::DeclaredAttribute& attribute) {
  const model::Member& member = attribute.member;
  if (entity.notation == model::Notation::cpp) {
    // A stored name of its own means that there is an annotation already, which the key must be merged with.
    if (member.name.text != member.field) return std::nullopt;
    return diagnostics::FixIt{member.type_span, "partita::partition_key<" + member.type.cpp + ">"};
  }
  if (!entity.table.span.valid()) return std::nullopt;
  // Behind the closing quote of the table's name.
  const std::uint32_t at = entity.table.span.end + 1;
  const std::string text = key_spelling(entity.notation, KeyRole::partition_key, "", member.name.text);
  return diagnostics::FixIt{{entity.table.span.file, at, at}, ", " + text};
}

void report_missing(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  auto& report = sink.report(Id::missing_partition_key, entity.span,
                             "entity '" + entity.cpp_name + "' has no partition key; each table needs exactly one");
  const std::vector<const model::DeclaredAttribute*> likely = candidates(entity);
  for (const model::DeclaredAttribute* attribute : likely) {
    std::string spelling = key_spelling(entity.notation, KeyRole::partition_key, "", attribute->member.name.text);
    if (entity.notation == model::Notation::cpp) {
      spelling = "partita::partition_key<" + attribute->member.type.cpp + ">";
    }
    report.notes.push_back({attribute->span, "to make it '" + attribute->member.name.text + "', write " + spelling,
                            partition_key_fix(entity, *attribute)});
  }
  if (likely.empty()) {
    report.notes.push_back({entity.span,
                            "add a required string, number or binary attribute and write " +
                                key_spelling(entity.notation, KeyRole::partition_key, "", ""),
                            std::nullopt});
  }
}

void check_single(const std::vector<const model::KeyUse*>& uses, const model::DeclaredEntity& entity,
                  diagnostics::Sink& sink) {
  for (std::size_t i = 1; i < uses.size(); ++i) {
    const std::string role(role_name(uses[i]->role));
    auto& report = sink.report(Id::duplicate_key, uses[i]->span,
                               "entity '" + entity.cpp_name + "' has a second " + role + ", '" +
                                   uses[i]->attribute.text + "'; a table takes one");
    report.notes.push_back(
        {uses[0]->span, "'" + uses[0]->attribute.text + "' is the " + role + " already", std::nullopt});
  }
}

void check_required(const model::DeclaredEntity& entity, const model::KeyUse& use,
                    const model::DeclaredAttribute& attribute, diagnostics::Sink& sink) {
  const std::string subject = std::string(role_name(use.role)) + " '" + use.attribute.text + "'";
  const model::Member& member = attribute.member;
  if (member.optional) {
    auto& report =
        sink.report(Id::optional_key, use.span, subject + " is optional; every item of a table has its whole key");
    const std::string advice =
        entity.notation == model::Notation::cpp ? "remove the std::optional" : "remove \"optional\": true";
    report.notes.push_back({member.type_span, advice + ", or key on another attribute", std::nullopt});
  } else if (member.has_default) {
    auto& report = sink.report(Id::key_with_default, use.span,
                               subject + " has a default, but every item of a table has its whole key");
    const std::string advice = entity.notation == model::Notation::cpp ? "initialise it with {}" : "remove \"default\"";
    report.notes.push_back(
        {attribute.span, advice + ", so that no item is stored under a key nobody chose", std::nullopt});
  }
}

}  // namespace

void check_keys(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  const auto partition = key_uses(entity, "", KeyRole::partition_key);
  const auto sort = key_uses(entity, "", KeyRole::sort_key);
  if (partition.empty()) report_missing(entity, sink);
  check_single(partition, entity, sink);
  check_single(sort, entity, sink);
  if (!partition.empty() && !sort.empty() && report_reuse(*partition.front(), *sort.front(), sink)) return;
  for (const model::KeyUse* use : key_uses(entity, "")) {
    const model::DeclaredAttribute* attribute = check_key_attribute(entity, *use, sink);
    if (attribute != nullptr) check_required(entity, *use, *attribute, sink);
  }
}

}  // namespace partita::sema
