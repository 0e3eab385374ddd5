#include "plan/method_names.hpp"
#include "plan/names.hpp"
#include "sema/advice.hpp"
#include "sema/lookup.hpp"
#include "sema/rules/proof_rules.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::sema {
namespace {

using diagnostics::Id;

// What gives a class a method.
struct Origin {
  std::string what;  // "index 'by_role'"
  source::Span span;
};

class QueryChecker {
 public:
  QueryChecker(const ProvenEntity& proven, diagnostics::Sink& sink) : proven_(proven), sink_(sink) {}

  void run() {
    for (const plan::AccessKey& key : proven_.keys) {
      const auto names = plan::query_names(proven_.entity, key);
      if (names && !refuse_api_word(key)) add(*names, key);
    }
  }

 private:
  const model::Name* chosen_method(const plan::AccessKey& key) const {
    if (key.lookup) return &proven_.entity.attributes[*key.lookup].lookup->method;
    if (!key.index || !proven_.entity.indexes[*key.index].method) return nullptr;
    return &*proven_.entity.indexes[*key.index].method;
  }

  bool refuse_api_word(const plan::AccessKey& key) {
    const model::Name* method = chosen_method(key);
    if (method == nullptr || !plan::is_api_word(method->text)) return false;
    sink_.report(Id::name_collision, method->span,
                 "'" + method->text + "' is a name that every repository uses itself; choose another method");
    return true;
  }

  Origin origin(const plan::AccessKey& key) const {
    const model::Entity& entity = proven_.entity;
    if (key.index) return {plan::key_name(entity, key), entity.indexes[*key.index].name.span};
    if (key.lookup) {
      const model::Attribute& attribute = entity.attributes[*key.lookup];
      return {"the lookup of '" + attribute.member.name.text + "'", attribute.lookup->method.span};
    }
    const model::KeyUse& use = *key_uses(proven_.declared, "", model::KeyRole::partition_key).front();
    return {"the query by partition key '" + use.attribute.text + "'", use.span};
  }

  void add(const plan::QueryNames& names, const plan::AccessKey& key) {
    const Origin own = origin(key);
    const auto other =
        std::find_if(first_.begin(), first_.end(), [&](const auto& each) { return plan::collide(each.first, names); });
    if (other == first_.end()) {
      first_.emplace_back(names, own);
      return;
    }
    const std::string advice = key.lookup ? "give the lookup another method" : method_renaming(proven_.entity.notation);
    auto& report = sink_.report(Id::name_collision, own.span,
                                other->second.what + " and " + own.what + " of '" + proven_.entity.cpp_name +
                                    "' both become '" + names.class_name + "' in C++; " + advice);
    report.notes.push_back({other->second.span, "the other one is here", std::nullopt});
  }

  const ProvenEntity& proven_;
  diagnostics::Sink& sink_;
  std::vector<std::pair<plan::QueryNames, Origin>> first_;
};

// The parts of index keys are set together: `set_status_and_owner`.
class UpdateChecker {
 public:
  UpdateChecker(const model::Entity& entity, diagnostics::Sink& sink) : entity_(entity), sink_(sink) {}

  void run() {
    const auto all = plan::update_methods(entity_);
    // Attributes on their own are renamed more easily than the parts of a key.
    for (const bool alone : {false, true}) {
      for (const plan::UpdateMethods& methods : all) {
        if (methods.are_alone() == alone) check(methods);
      }
    }
  }

 private:
  Origin origin(const plan::UpdateMethods& methods) const {
    const bool alone = methods.are_alone();
    const model::Attribute& attribute = entity_.attributes[alone ? methods.parts.front() : methods.composed.front()];
    return {(alone ? "attribute '" : "the parts of '") + attribute.member.name.text + "'", attribute.span};
  }

  void check(const plan::UpdateMethods& methods) {
    const auto how = [&](const std::string& name) {
      return name == methods.set ? "set" : name == methods.remove ? "removed" : "changed";
    };
    bool reported = false;
    for (const std::string& name : methods.names()) {
      reported = reported || is_taken(name, how(name), methods);
      first_.try_emplace(name, &methods);
    }
  }

  // True if so, and reported.
  bool is_taken(const std::string& method, const std::string& done, const plan::UpdateMethods& methods) {
    const auto other = first_.find(method);
    if (other == first_.end()) return false;
    const Origin own = origin(methods);
    const plan::UpdateMethods& earlier = *other->second;
    const auto field = [&](const plan::UpdateMethods& of) { return entity_.attributes[of.parts.front()].member.field; };
    // Two members of one name are another rule's.
    if (earlier.are_alone() && methods.are_alone() && field(earlier) == field(methods)) return true;
    const Origin theirs = origin(earlier);
    sink_
        .report(Id::name_collision, own.span,
                own.what + " and " + theirs.what + " are both " + done + " by '" + method + "' in C++; " +
                    member_renaming(entity_.notation))
        .notes.push_back(
            {theirs.span, earlier.are_alone() ? "the other one is here" : "the parts are named here", std::nullopt});
    return true;
  }

  const model::Entity& entity_;
  diagnostics::Sink& sink_;
  std::map<std::string, const plan::UpdateMethods*> first_;
};

}  // namespace

void check_method_collisions(const ProvenEntity& proven, diagnostics::Sink& sink) {
  QueryChecker(proven, sink).run();
  UpdateChecker(proven.entity, sink).run();
}

}  // namespace partita::sema
