#include "emit/cpp_update.hpp"

#include "emit/cpp_common.hpp"
#include "emit/cpp_shards.hpp"
#include "emit/cpp_writes.hpp"
#include "plan/attribute_list.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using plan::AttributePlan;
using plan::EntityPlan;
using render::Value;

// A method of the Update class.
struct Change {
  Function function;
  std::string arguments;  // what the overload for temporaries passes on
  Value::List lines;
};

Function change_function(const std::string& name, std::vector<std::string> parameters) {
  return {"Update&", name, std::move(parameters), " &"};
}

// What the Update class calls a part of the table's key that it keeps.
std::string kept_member(const AttributePlan& attribute) {
  return attribute.field.substr(0, attribute.field.find_last_not_of('_') + 1) + "_";
}

// The parameters of the constructor of the Update class.
std::vector<std::string> constructor_parameters(const EntityPlan& plan) {
  return preceded("partita::UpdateState state", parameters_of(plan, plan.kept_by_update));
}

// What an update keeps is a member of it, the others are parameters.
std::vector<std::string> group_values(const EntityPlan& plan, std::size_t composed) {
  std::vector<std::string> values;
  for (const plan::TemplatePlan::Part& part : template_of(plan, composed).parts) {
    const AttributePlan& of = plan.attributes[part.attribute];
    const bool is_kept = plan::contains(plan.kept_by_update, part.attribute);
    values.push_back(plan::in_form(of.form, is_kept ? kept_member(of) : of.parameter, "partita::wire"));
  }
  return values;
}

// What can be done to one attribute alone.
std::vector<Change> changes_of_one(const EntityPlan& plan, const plan::UpdateMethods& methods) {
  const std::size_t i = methods.parts.front();
  const AttributePlan& attribute = plan.attributes[i];
  std::vector<Change> list;
  const auto add = [&](const std::string& name, std::string_view how, const std::string& type) {
    if (name.empty()) return;
    list.push_back({change_function(name, {parameter(type, "value")}),
                    "value",
                    {pass_stored(plan, "return " + std::string(how) + "(", i, "value")}});
  };
  const std::string& type = attribute.parameter_type;
  add(methods.set, "set", type);
  add(methods.add, "add", attribute.step_type);
  add(methods.insert, "insert", type);
  add(methods.erase, "erase", type);
  add(methods.append, "append", type);
  add(methods.prepend, "prepend", type);
  add(methods.set_if_absent, "set_if_absent", type);
  if (!methods.remove.empty()) {
    list.push_back({change_function(methods.remove, {}), "", {"return remove_attribute(" + field_of(plan, i) + ");"}});
  }
  return list;
}

// What is done to attributes that only change together.
std::vector<Change> changes_of_group(const EntityPlan& plan, const plan::UpdateMethods& methods) {
  Value::List lines;
  for (const std::size_t i : methods.parts) {
    lines.push_back(pass_stored(plan, "set(", i, plan.attributes[i].parameter));
  }
  for (const std::size_t i : methods.composed) {
    const std::string_view head = i == methods.composed.back() ? "return set(" : "set(";
    lines.push_back(pass_composed(plan, head, "composed", i, group_values(plan, i)));
  }
  std::vector<Change> list{{change_function(methods.set, parameters_of(plan, methods.parts)),
                            joined(arguments_of(plan, methods.parts)), std::move(lines)}};
  if (methods.remove.empty()) return list;
  Value::List removals;
  for (const std::size_t i : methods.removed) {
    removals.push_back((i == methods.removed.back() ? "return remove_attribute(" : "remove_attribute(") +
                       field_of(plan, i) + ");");
  }
  list.push_back({change_function(methods.remove, {}), "", std::move(removals)});
  return list;
}

std::vector<Change> changes(const EntityPlan& plan) {
  std::vector<Change> all;
  for (const plan::UpdateMethods& methods : plan.updates) {
    std::vector<Change> list = methods.are_alone() ? changes_of_one(plan, methods) : changes_of_group(plan, methods);
    std::move(list.begin(), list.end(), std::back_inserter(all));
  }
  return all;
}

std::string update_class(const EntityPlan& plan) {
  return repository_name(plan) + "::Update";
}

std::string define_constructor(const EntityPlan& plan) {
  std::string initialisers = "UpdateBuilder(std::move(state), " + plan.detail + "::" + plan.codec + ")";
  for (const std::size_t i : plan.kept_by_update) {
    initialisers += ", " + kept_member(plan.attributes[i]) + "(" + plan.attributes[i].parameter + ")";
  }
  return plan::constructor(update_class(plan) + "::Update", constructor_parameters(plan), initialisers) + "}";
}

// Has an update set the attribute when it is sent.
std::string set_time(const EntityPlan& plan, std::size_t i) {
  const AttributePlan& attribute = plan.attributes[i];
  return "state.set_time(" + field_of(plan, i) + ", [](partita::timestamp now) {\n    " +
         plan::braced(4, "return " + plan.detail + "::stored(",
                      {plan.detail + "::" + item_of(plan).members + "::" + attribute.field,
                       "partita::wire::time_of<" + attribute.comparison + ">(now)"},
                      ");") +
         "\n  });";
}

// The body of the repository's `update`.
Value::List update_lines(const EntityPlan& plan) {
  Value::List lines;
  const std::string key = plan.detail + "::key_value(" + joined(scoped_arguments(plan, plan.key)) + ")";
  lines.emplace_back(
      plan::braced(2, "partita::UpdateState state{", {"client_", plan.detail + "::write_rules", key}, "};"));
  add_lines(lines, name_places(plan, "state"));
  if (plan.version) lines.emplace_back("state.version(version);");
  if (plan.tenant_outside_key) {
    lines.emplace_back(plan::braced(2, "state.of_tenant(", {"tenant_", tenant_value(plan)}, ");"));
  } else if (plan.tenant) {
    lines.emplace_back("state.of_tenant(tenant_);");
  }
  if (plan.updated_at) lines.push_back(set_time(plan, *plan.updated_at));
  lines.emplace_back(plan::braced(2, "return Update{",
                                  preceded("std::move(state)", scoped_arguments(plan, plan.kept_by_update)), "};"));
  return lines;
}

std::string update_comment(const EntityPlan& plan) {
  std::string text = "Changes single attributes of an item that must exist";
  if (plan.version) {
    text +=
        ", and counts its version up: `partita::expect{3}` fails with `condition_failed` on any other version, "
        "`partita::any_version` takes what is there";
  }
  text += ".";
  if (plan.updated_at) {
    text += " Stores the client's time as " + quoted(plan.attributes[*plan.updated_at].name) + ".";
  }
  return text + price_of_finding(plan);
}

Function update_function(const EntityPlan& plan, std::vector<std::string> parameters) {
  if (plan.version) parameters.emplace_back("partita::VersionGuard version");
  return {"Update", "update", std::move(parameters), " const"};
}

Function update_by_parts(const EntityPlan& plan) {
  return update_function(plan, parameters_of(plan, asked(plan, plan.key)));
}

Function update_by_key(const EntityPlan& plan) {
  return update_function(plan, {"const " + plan.stem + "Key& key"});
}

// Of a versioned entity: the base that says what is missing, and what it says it for.
void add_refusal_without_version(Value& value, const EntityPlan& plan, const std::string& export_prefix) {
  const std::string repository = repository_name(plan);
  value.set("repository_bases", plan.version
                                    ? plan::base_clause(export_prefix.size() + 6 + repository.size(),
                                                        "partita::VersionedRepository", {repository, plan.type})
                                    : "");
  Value::List lines;
  if (plan.version) {
    lines.emplace_back("using VersionedRepository::remove, VersionedRepository::remove_returning_old" +
                       std::string(has_update(plan) ? ", VersionedRepository::update;" : ";"));
  }
  value.set("refuse_without_version", std::move(lines));
}

}  // namespace

void add_update_declarations(Value& value, const EntityPlan& plan, const std::string& export_prefix) {
  value.set("has_update", has_update(plan));
  value.set("update_comment", plan::comment(2, "///", update_comment(plan)));
  value.set("declare_update", update_by_parts(plan).declared());
  value.set("declare_update_key", update_by_key(plan).declared());
  add_refusal_without_version(value, plan, export_prefix);
  value.set("update_class_comment", plan::comment(0, "///",
                                                  "Changes single attributes of an item of table " +
                                                      quoted(plan.table) + ". Nothing is sent before `execute()`."));
  value.set("update_bases", plan::base_clause(export_prefix.size() + 6 + update_class(plan).size(),
                                              "partita::UpdateBuilder", {update_class(plan), plan.type}));
  value.set("update_constructor", plan::bracketed(2, plan.kept_by_update.empty() ? "explicit Update(" : "Update(",
                                                  constructor_parameters(plan), ");"));
  Value::List setters;
  for (const Change& change : changes(plan)) {
    setters.push_back(Value{{"declare", change.function.declared()},
                            {"of_temporary", of_temporary(change.function, "Update", change.arguments)}});
  }
  value.set("setters", std::move(setters));
  Value::List refused;
  for (const plan::RefusedSetPlan& each : plan.refused_sets) {
    refused.push_back(Value{
        {"name", each.name},
        {"refuse",
         plan::braced(4, "static_assert(", {"partita::is_set_alone<T>", plan::string_literal(each.advice)}, ");")}});
  }
  value.set("refuses_setters", !refused.empty());
  value.set("refused_setters", std::move(refused));
  Value::List kept;
  for (const std::size_t i : plan.kept_by_update) {
    const AttributePlan& attribute = plan.attributes[i];
    kept.push_back(attribute.member_type + " " + kept_member(attribute) + ";");
  }
  Value kept_members;
  kept_members.set("lines", kept);
  value.set("kept", kept.empty() ? Value::List{} : Value::List{std::move(kept_members)});
}

void add_update_definitions(Value& value, const EntityPlan& plan) {
  const std::string repository = repository_name(plan);
  value.set("has_update", has_update(plan));
  value.set("define_update", update_by_parts(plan).defined(repository, repository));
  value.set("define_update_key", update_by_key(plan).defined(repository, repository));
  value.set("update_lines", update_lines(plan));
  const std::vector<std::string> key = key_values(plan, "key.");
  value.set("return_update", plan::braced(2, "return update(", plan.version ? followed(key, "version") : key, ");"));
  value.set("define_update_constructor", define_constructor(plan));
  Value::List setters;
  for (const Change& change : changes(plan)) {
    setters.push_back(
        Value{{"define", change.function.defined(update_class(plan), repository)}, {"lines", change.lines}});
  }
  value.set("setters", std::move(setters));
}

}  // namespace partita::emit
