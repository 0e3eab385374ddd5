#include "plan/names.hpp"
#include "sema/advice.hpp"
#include "sema/rules/rules.hpp"

#include <map>
#include <optional>
#include <string>

namespace partita::sema {
namespace {

using diagnostics::Id;

void check_fields(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  std::map<std::string, const model::DeclaredAttribute*> first;
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    const auto [other, added] = first.try_emplace(attribute.member.field, &attribute);
    // One stored name twice is a mistake of its own.
    if (added || other->second->member.name.text == attribute.member.name.text) continue;
    auto& report = sink.report(Id::name_collision, attribute.span,
                               "attributes '" + other->second->member.name.text + "' and '" +
                                   attribute.member.name.text + "' of '" + entity.cpp_name + "' both become '" +
                                   attribute.member.field + "' in C++; " + member_renaming(entity.notation));
    report.notes.push_back({other->second->span, "the first one is here", std::nullopt});
  }
}

void check_methods(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  std::map<std::string, const model::DeclaredIndex*> first;
  for (const model::DeclaredIndex& index : entity.indexes) {
    if (index.method && plan::is_api_word(index.method->text)) {
      sink.report(Id::name_collision, index.method->span,
                  "'" + index.method->text + "' is a name that every repository uses itself; choose another method");
      continue;
    }
    const std::string method = index.method ? index.method->text : plan::method_name(index.name.text);
    // Methods that differ in letter case or underscores alone share the class that they return.
    const std::string class_name = plan::index_class_name(method);
    const auto [other, added] = first.try_emplace(class_name, &index);
    if (added) continue;
    auto& report =
        sink.report(Id::name_collision, index.name.span,
                    "indexes '" + other->second->name.text + "' and '" + index.name.text + "' of '" + entity.cpp_name +
                        "' both become '" + class_name + "' in C++; " + method_renaming(entity.notation));
    report.notes.push_back({other->second->name.span, "the first one is here", std::nullopt});
  }
}

}  // namespace

void check_member_collisions(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  check_fields(entity, sink);
  check_methods(entity, sink);
}

}  // namespace partita::sema
