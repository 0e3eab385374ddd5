#include "sema/advice.hpp"
#include "sema/rules/rules.hpp"

#include <map>
#include <optional>
#include <string>

namespace partita::sema {

void check_member_collisions(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  std::map<std::string, const model::DeclaredAttribute*> first;
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    if (attribute.composed) continue;  // has no member
    const auto [other, added] = first.try_emplace(attribute.member.field, &attribute);
    // One stored name twice is a mistake of its own.
    if (added || other->second->member.name.text == attribute.member.name.text) continue;
    auto& report = sink.report(diagnostics::Id::name_collision, attribute.span,
                               "attributes '" + other->second->member.name.text + "' and '" +
                                   attribute.member.name.text + "' of '" + entity.cpp_name + "' both become '" +
                                   attribute.member.field + "' in C++; " + member_renaming(entity.notation));
    report.notes.push_back({other->second->span, "the first one is here", std::nullopt});
  }
}

}  // namespace partita::sema
