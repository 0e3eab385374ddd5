#include "model/limits.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"
#include "sema/rules/stored_names.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace partita::sema {
namespace {

using diagnostics::Id;

void check_key_names(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  std::set<std::string_view> reported;
  for (const model::KeyUse& use : entity.key_uses) {
    const std::string& name = use.attribute.text;
    if (name.size() <= model::limits::longest_key_name || find_attribute(entity, name) == nullptr) continue;
    if (!reported.insert(name).second) continue;
    sink.report(Id::invalid_attribute_name, use.attribute.span,
                "a key attribute has a name of " + std::to_string(name.size()) + " bytes; at most 255 are allowed");
  }
}

}  // namespace

void check_attribute_names(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  std::map<std::string_view, const model::DeclaredAttribute*> first;
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    const model::Name& name = attribute.member.name;
    check_attribute_name(name, entity.cpp_name, sink);
    const auto [other, added] = first.try_emplace(name.text, &attribute);
    if (added) continue;
    auto& report = sink.report(Id::duplicate_attribute, name.span,
                               "'" + entity.cpp_name + "' stores two members as '" + name.text +
                                   "'; give one of them another name with partita::rename<\"...\">");
    report.notes.push_back({other->second->span, "the first one is here", std::nullopt});
  }
  check_key_names(entity, sink);
}

}  // namespace partita::sema
