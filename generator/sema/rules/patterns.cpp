#include "diagnostics/suggestion.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/repeated.hpp"
#include "sema/rules/rules.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::Id;

// Patterns speak of values that the program knows; a composed attribute is how they are stored.
void check_name(const model::DeclaredEntity& entity, const model::Name& name, const std::string& user,
                diagnostics::Sink& sink) {
  const model::DeclaredAttribute* attribute = require_attribute(entity, name, user, sink);
  if (attribute == nullptr || !attribute->composed) return;
  std::vector<std::string> parts;
  for (const auto* part : parts_of(entity, *attribute)) parts.push_back(part->member.name.text);
  std::string message = user + " names '" + name.text + "', which is composed; ";
  message += parts.empty() ? "it is the same in every item: leave it out" : "name " + diagnostics::quoted_list(parts);
  sink.report(Id::composed_attribute, name.span, std::move(message))
      .notes.push_back({attribute->span, "it is composed here", std::nullopt});
}

void check_pattern(const model::DeclaredEntity& entity, const model::DeclaredPattern& pattern,
                   diagnostics::Sink& sink) {
  const std::string user = "access pattern '" + pattern.name.text + "'";
  std::vector<model::Name> bound = pattern.where;
  if (pattern.range) bound.push_back(*pattern.range);
  // With a range the order is that of the same attribute.
  if (pattern.ordered && !pattern.range) bound.push_back(*pattern.ordered);
  for (const model::Name& name : bound) check_name(entity, name, user, sink);
  for (const model::Name& name : pattern.reads) check_name(entity, name, user, sink);
  check_repeated(bound, user, sink);
  check_repeated(pattern.reads, user, sink);
}

}  // namespace

void check_patterns(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  if (entity.allow_scan && entity.allow_scan->text.find_first_not_of(" \t\n\r") == std::string::npos) {
    sink.report(Id::missing_reason, entity.allow_scan->span,
                "'" + entity.cpp_name + "' allows scans without a reason; say why reading every item is right");
  }
  std::map<std::string_view, const model::DeclaredPattern*> first;
  for (const model::DeclaredPattern& pattern : entity.patterns) {
    check_pattern(entity, pattern, sink);
    const auto [other, added] = first.try_emplace(pattern.name.text, &pattern);
    if (added) continue;
    auto& report = sink.report(Id::duplicate_pattern, pattern.name.span,
                               "'" + entity.cpp_name + "' has two access patterns named '" + pattern.name.text +
                                   "'; give one of them another name");
    report.notes.push_back({other->second->name.span, "the first one is here", std::nullopt});
  }
}

}  // namespace partita::sema
