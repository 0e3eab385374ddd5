#include "emit/cpp_companions.hpp"

#include "emit/cpp_common.hpp"
#include "emit/cpp_writes.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <utility>

namespace partita::emit {
namespace {

using plan::AttributePlan;
using plan::CompanionPlan;
using plan::EntityPlan;
using plan::QueryPlan;
using render::Value;

std::string rule(const EntityPlan& plan, const CompanionPlan& companion) {
  const AttributePlan& attribute = plan.attributes[companion.attribute];
  std::vector<std::string> members{".attribute = " + attribute_name(attribute),
                                   ".key = " + companion.key.name + ".view()"};
  if (!companion.parts.empty()) members.push_back(".parts = " + companion.key.name + "_parts");
  members.push_back(".max = " + std::to_string(companion.max));
  if (companion.unique) members.emplace_back(".is_unique = true");
  if (attribute.sensitive) members.emplace_back(".is_sensitive = true");
  return plan::braced(4, "{", members, "},");
}

struct Repair {
  std::string name;
  std::string comment;
};

std::vector<Repair> repairs(const EntityPlan& plan) {
  if (plan.companions.empty()) return {};
  const std::string whose = plan.tenant ? " of the tenant" : "";
  return {
      {"backfill",
       "Writes the items of lookups and unique constraints that are missing, for the items" + whose +
           " that were stored before there was a rule, or by programs that don't know it. Reads the whole table, "
           "consistently, and the extra items of each item. Programs may write meanwhile."},
      {"repair",
       "The same, and removes items of lookups and unique constraints whose item does not hold the value by now, or "
       "is gone."}};
}

Function repair_function(const Repair& repair) {
  return {"partita::RepairReport", repair.name, {"const partita::RepairOptions& options"}, " const", " = {}"};
}

}  // namespace

Value::List companion_rules(const EntityPlan& plan) {
  Value::List lines;
  if (plan.companions.empty()) return lines;
  for (const CompanionPlan& companion : plan.companions) {
    if (companion.parts.empty()) continue;
    std::vector<std::string> parts;
    for (const std::string& part : companion.parts) parts.push_back("partita::StoredPart::" + part);
    lines.push_back(
        plan::braced(0, "constexpr partita::StoredPart " + companion.key.name + "_parts[] = {", parts, "};"));
  }
  std::string rules = "constexpr partita::CompanionRule companion_list[] = {\n";
  for (const CompanionPlan& companion : plan.companions) rules += "    " + rule(plan, companion) + "\n";
  lines.push_back(rules + "};");
  std::vector<std::string> sources;
  for (const std::size_t i : plan.companion_sources) sources.push_back(attribute_name(plan.attributes[i]));
  lines.push_back(plan::braced(0, "constexpr partita::AttributeName companion_sources[] = {", sources, "};"));
  std::vector<std::string> members{"companion_list", "companion_sources"};
  if (plan.tenant) members.push_back(attribute_name(plan.attributes[*plan.tenant]));
  lines.push_back(plan::variable(0, "constexpr partita::CompanionRules", "companions", members));
  return lines;
}

std::string bind_lookup(const EntityPlan& plan, const QueryPlan& query) {
  const CompanionPlan& companion = plan.companions[*query.lookup];
  const std::size_t sort = plan.stored_key.back();
  std::vector<std::string> arguments{plan.detail + "::" + item_of(plan).members + "::" + plan.attributes[sort].field,
                                     plan.detail + "::" + companion.key.name};
  for (const plan::TemplatePlan::Part& part : companion.key.parts) {
    if (part.attribute == companion.attribute) {
      arguments.emplace_back("value");
      break;
    }
    const AttributePlan& of = plan.attributes[part.attribute];
    arguments.push_back(plan::in_form(of.form, of.parameter, "partita::wire"));
  }
  return plan::nested(2, "sort(", field_of(plan, sort), plan.detail + "::keys_with(", arguments, ");");
}

std::string lookup_comment(const EntityPlan& plan, const QueryPlan& query) {
  const CompanionPlan& companion = plan.companions[*query.lookup];
  std::string text = "The items whose " + quoted(plan.attributes[companion.attribute].name) +
                     " hold a value, by their lookup items: a query and a batch get for each page of up to 100. Costs "
                     "the read units of both; a lookup item whose item does not hold the value by now is skipped.";
  if (query.filters_tenant) text += " Lookup items of other tenants are paid for, and dropped.";
  return text;
}

void add_repair_declarations(Value& value, const EntityPlan& plan) {
  Value::List list;
  for (const Repair& each : repairs(plan)) {
    list.push_back(
        Value{{"comment", plan::comment(2, "///", each.comment)}, {"declare", repair_function(each).declared()}});
  }
  value.set("repairs", std::move(list));
}

void add_repair_definitions(Value& value, const EntityPlan& plan) {
  Value::List list;
  for (const Repair& each : repairs(plan)) {
    Value::List lines{plan::braced(2, "partita::CompanionRepair repair{",
                                   {"client_", plan.detail + "::write_rules", plan.detail + "::repair_walk_source"},
                                   "};")};
    if (plan.tenant) lines.push_back(plan::braced(2, "repair.of_tenant(", {tenant_value(plan)}, ");"));
    lines.push_back("return repair." + each.name + "(options);");
    list.push_back(Value{{"define", repair_function(each).defined(repository_name(plan))}, {"lines", lines}});
  }
  value.set("repairs", std::move(list));
}

std::string companion_cost(const EntityPlan& plan, bool creates) {
  if (plan.companions.empty()) return {};
  std::string what;
  for (const CompanionPlan& companion : plan.companions) {
    what += (what.empty()                            ? ""
             : &companion == &plan.companions.back() ? " and "
                                                     : ", ") +
            quoted(plan.attributes[companion.attribute].name);
  }
  const std::string changed =
      creates ? " Where there are extra items of " + what + ", all"
              : " Reads the item that is there first, consistently. Where the extra items of " + what + " change, all";
  return changed + " of it is a transaction, which costs twice that and 2 write units for each of them.";
}

}  // namespace partita::emit
