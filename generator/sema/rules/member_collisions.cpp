#include "plan/names.hpp"
#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/rules.hpp"

#include <algorithm>
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

// What a method of an index or lookup, or the class that it returns, can collide with.
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

class MethodChecker {
 public:
  MethodChecker(const model::DeclaredEntity& entity, diagnostics::Sink& sink) : entity_(entity), sink_(sink) {
    add_table_query(entity, first_);
  }

  void run() {
    for (const model::DeclaredIndex& index : entity_.indexes) {
      const std::string what = "index '" + index.name.text + "'";
      if (index.method && refuse_api_word(*index.method)) continue;
      add(index.method ? index.method->text : plan::method_name(index.name.text), what, index.name.span,
          method_renaming(entity_.notation));
    }
    for (const model::DeclaredAttribute& attribute : entity_.attributes) {
      if (!attribute.lookup || refuse_api_word(attribute.lookup->method)) continue;
      const model::Name& method = attribute.lookup->method;
      add(method.text, "the lookup of '" + attribute.member.name.text + "'", method.span,
          "give the lookup another method");
    }
  }

 private:
  bool refuse_api_word(const model::Name& method) {
    if (!plan::is_api_word(method.text)) return false;
    sink_.report(Id::name_collision, method.span,
                 "'" + method.text + "' is a name that every repository uses itself; choose another method");
    return true;
  }

  void add(const std::string& method, const std::string& what, source::Span span, const std::string& advice) {
    const std::string class_name = key_of(method);
    const auto [other, added] = first_.try_emplace(class_name, Method{what, span});
    if (added) return;
    std::string message = other->second.of;
    message.append(" and ").append(what).append(" of '").append(entity_.cpp_name).append("' both become '");
    message.append(class_name).append("' in C++; ").append(advice);
    auto& report = sink_.report(Id::name_collision, span, std::move(message));
    report.notes.push_back({other->second.span, "the other one is here", std::nullopt});
  }

  const model::DeclaredEntity& entity_;
  diagnostics::Sink& sink_;
  Methods first_;
};

bool is_table_key(const model::DeclaredEntity& entity, const model::DeclaredAttribute& attribute) {
  const auto uses = key_uses(entity, "");
  return std::any_of(uses.begin(), uses.end(),
                     [&](const model::KeyUse* use) { return use->attribute.text == attribute.member.name.text; });
}

// The parts of an index key are set together: `set_status_and_id`.
void check_setters(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  for (const model::DeclaredAttribute& composed : entity.attributes) {
    const auto parts = parts_of(entity, composed);
    if (!composed.composed || parts.size() < 2 || is_table_key(entity, composed)) continue;
    std::string name;
    for (const auto* part : parts) name += (name.empty() ? "" : "_and_") + part->member.field;
    for (const model::DeclaredAttribute& attribute : entity.attributes) {
      if (attribute.composed || attribute.member.field != name) continue;
      auto& report =
          sink.report(Id::name_collision, attribute.span,
                      "attribute '" + attribute.member.name.text + "' and the parts of '" + composed.member.name.text +
                          "' are both set by 'set_" + name + "' in C++; " + member_renaming(entity.notation));
      report.notes.push_back({composed.span, "the parts are named here", std::nullopt});
    }
  }
}

}  // namespace

void check_member_collisions(const model::DeclaredEntity& entity, diagnostics::Sink& sink) {
  check_fields(entity, sink);
  MethodChecker(entity, sink).run();
  check_setters(entity, sink);
}

}  // namespace partita::sema
