#include "plan/names.hpp"
#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace partita::sema {
namespace {

using diagnostics::Id;

void check_fields(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  std::map<std::string, const model::DeclaredAttribute*> first;
  for (const model::DeclaredAttribute& attribute : entity.attributes) {
    if (attribute.composed) continue;  // has no member
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

// What an index method, or the class that it returns, can collide with.
struct Method {
  std::string of;  // "index 'by_role'"
  source::Span span;
};

using Methods = std::map<std::string, Method>;

// Methods that differ in letter case or underscores alone share the class that they return.
std::string key_of(std::string_view method) {
  return plan::index_class_name(method);
}

// A table with a sort key has a query of its own.
void add_table_query(const model::DeclaredEntity& entity, Methods& first) {
  const auto partition = key_uses(entity, "", model::KeyRole::partition_key);
  if (partition.empty() || key_uses(entity, "", model::KeyRole::sort_key).empty()) return;
  const model::KeyUse& use = *partition.front();
  first.emplace(key_of(plan::table_query_name(use.attribute.text)),
                Method{"the query by partition key '" + use.attribute.text + "'", use.span});
}

void check_methods(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  Methods first;
  add_table_query(entity, first);
  for (const model::DeclaredIndex& index : entity.indexes) {
    if (index.method && plan::is_api_word(index.method->text)) {
      sink.report(Id::name_collision, index.method->span,
                  "'" + index.method->text + "' is a name that every repository uses itself; choose another method");
      continue;
    }
    const std::string class_name = key_of(index.method ? index.method->text : plan::method_name(index.name.text));
    const std::string what = "index '" + index.name.text + "'";
    const auto [other, added] = first.try_emplace(class_name, Method{what, index.name.span});
    if (added) continue;
    std::string message = other->second.of;
    message.append(" and ").append(what).append(" of '").append(entity.cpp_name).append("' both become '");
    message.append(class_name).append("' in C++; ").append(method_renaming(entity.notation));
    auto& report = sink.report(Id::name_collision, index.name.span, std::move(message));
    report.notes.push_back({other->second.span, "the other one is here", std::nullopt});
  }
}

}  // namespace

void check_member_collisions(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  check_fields(entity, sink);
  check_methods(entity, sink);
}

}  // namespace partita::sema
