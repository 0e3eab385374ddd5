#include "emit/cpp_writes.hpp"

#include "emit/cpp_common.hpp"
#include "emit/cpp_companions.hpp"
#include "emit/cpp_shards.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using plan::AttributePlan;
using plan::EntityPlan;
using render::Value;

constexpr std::string_view result_of_nothing = "partita::Result<void>";

std::string result_of_old(const EntityPlan& plan) {
  return "partita::Result<std::optional<" + plan.type + ">>";
}

std::string options_parameter(const EntityPlan& plan) {
  return "const partita::WriteOptions<" + plan.type + ">& options";
}

std::string item_parameter(const EntityPlan& plan) {
  return "const " + plan.type + "& " + plan.variable;
}

std::string write_cost(const EntityPlan& plan, bool creates = false) {
  const std::size_t indexes = plan.global_indexes + plan.local_indexes;
  std::string text = "Costs 1 write unit a KB";
  if (indexes == 1) text += " in the table and in its index";
  if (indexes > 1) text += " in the table and in each of " + std::to_string(indexes) + " indexes";
  return text + "." + companion_cost(plan, creates);
}

// What the client's clock sets, whatever the item holds.
std::string set_by_clock(const EntityPlan& plan, const std::vector<std::optional<std::size_t>>& attributes) {
  std::vector<std::string> names;
  for (const auto& attribute : attributes) {
    if (attribute) names.push_back(plan.attributes[*attribute].name);
  }
  if (names.empty()) return {};
  return " Stores the client's time as " + quoted(names.front()) +
         (names.size() == 2 ? " and " + quoted(names.back()) : "") + ", whatever the item holds there.";
}

// A key may be that of an item that this repository leaves alone.
std::string foreign_key_comment(const EntityPlan& plan) {
  std::string whose = plan.discriminator ? " of another type" : "";
  if (plan.tenant_outside_key) whose += whose.empty() ? " of another tenant" : " or tenant";
  return whose.empty() ? whose : " Fails with `condition_failed` if its key is that of an item" + whose + ".";
}

std::string create_comment(const EntityPlan& plan) {
  std::string text =
      "Adds the item. Fails with `condition_failed` (and the stored item, see `existing`) if the key is taken.";
  if (plan.ttl) text += " An item past its time to live is not there, deleted or not.";
  if (plan.version) text += " It gets version 1.";
  return text + set_by_clock(plan, {plan.created_at, plan.updated_at}) + price_of_adding(plan);
}

std::string version_comment(const EntityPlan& plan) {
  return plan.version
             ? " Stores the next version, and fails with `condition_failed` if the item has another one by now "
               "than the one given: a version of 0 means that there is none yet."
             : "";
}

std::string put_comment(const EntityPlan& plan) {
  std::string text = "Stores the item, replacing any that has its key, with what the struct does not know of it.";
  text += version_comment(plan) + set_by_clock(plan, {plan.updated_at}) + foreign_key_comment(plan);
  if (plan.created_at) {
    text += " Stores " + quoted(plan.attributes[*plan.created_at].name) + " as the item has it: one that is put back " +
            "keeps the time of its creation.";
  }
  return text + price_of_adding(plan);
}

std::string remove_comment(const EntityPlan& plan) {
  std::string text = "Removes the item, if it is there.";
  if (plan.version) {
    text =
        "Removes the item. `partita::expect{3}` fails with `condition_failed` on any other version and if it is not "
        "there, `partita::any_version` takes what is there.";
  }
  return text + foreign_key_comment(plan) + price_of_finding(plan);
}

// A function that stores a whole item.
struct Store {
  Function function;
  std::string comment;
  Value::List lines;
};

std::string store_item(const EntityPlan& plan, const std::string& kind) {
  return plan::assignment(2, "partita::ItemWrite write",
                          plan::braced(2, "storing(", {"partita::WriteKind::" + kind, plan.variable, "options"}, ")"));
}

std::string return_old(const EntityPlan& plan) {
  return "return write.run_returning_old(" + plan.detail + "::" + plan.codec + ");";
}

Store store(const EntityPlan& plan, const std::string& name, const std::string& kind, std::string comment) {
  return {{std::string(result_of_nothing), name, {item_parameter(plan), options_parameter(plan)}, " const", " = {}"},
          std::move(comment),
          {store_item(plan, kind), "return write.run_put();"}};
}

Value::List stamp_updated(const EntityPlan& plan) {
  Value::List lines;
  if (is_stamped(plan)) lines.emplace_back(plan::assignment(2, plan.type + " stamped", plan.variable));
  if (plan.created_at || plan.updated_at) lines.emplace_back("const partita::timestamp now = client_.now();");
  if (plan.updated_at) {
    const AttributePlan& attribute = plan.attributes[*plan.updated_at];
    lines.emplace_back(plan::assignment(2, "stamped." + attribute.field, time_of(attribute)));
  }
  return lines;
}

std::string count_version(const EntityPlan& plan) {
  return "write.next_version(stamped." + plan.attributes[*plan.version].field + ");";
}

Function storing_function(const EntityPlan& plan) {
  return {"partita::ItemWrite",
          "storing",
          {"partita::WriteKind kind", item_parameter(plan), options_parameter(plan)},
          " const"};
}

Value::List storing_lines(const EntityPlan& plan) {
  Value::List lines = stamp_updated(plan);
  if (plan.created_at) {
    const AttributePlan& attribute = plan.attributes[*plan.created_at];
    lines.emplace_back("if (kind == partita::WriteKind::create) {\n    " +
                       plan::assignment(4, "stamped." + attribute.field, time_of(attribute)) + "\n  }");
  }
  lines.emplace_back(plan::braced(2, "partita::ItemWrite write{",
                                  {"client_", "kind", plan.detail + "::write_rules", "options"}, "};"));
  if (plan.version) lines.emplace_back(count_version(plan));
  lines.emplace_back(write_item(plan, "write.item()"));
  add_lines(lines, name_places_of_item(plan, "write"));
  add_tenant(lines, plan);
  lines.emplace_back("return write;");
  return lines;
}

std::string upsert_comment(const EntityPlan& plan) {
  std::string text =
      "Stores what the struct has, removes what it could have and lacks, and keeps what else the item holds; adds the "
      "item if it is not there.";
  if (plan.created_at) {
    text += " Keeps " + quoted(plan.attributes[*plan.created_at].name) + " where the item has it.";
  }
  return text + version_comment(plan) + set_by_clock(plan, {plan.updated_at}) + foreign_key_comment(plan) +
         price_of_adding(plan);
}

Value::List upsert_lines(const EntityPlan& plan) {
  Value::List lines = stamp_updated(plan);
  if (plan.created_at) {
    const AttributePlan& attribute = plan.attributes[*plan.created_at];
    lines.emplace_back(plan::assignment(2, "stamped." + attribute.field, time_of(attribute)));
  }
  lines.emplace_back(
      plan::braced(2, "partita::Upsert write{", {"client_", plan.detail + "::write_rules", "options"}, "};"));
  std::vector<std::string> key{"write.item()"};
  for (const std::size_t i : plan.key) {
    key.push_back(i == plan.tenant ? "tenant_.value()" : plan.variable + "." + plan.attributes[i].field);
  }
  lines.emplace_back(plan::braced(2, plan.detail + "::write_key(", key, ");"));
  add_lines(lines, name_places_of_item(plan, "write"));
  if (plan.version) lines.emplace_back(count_version(plan));
  if (plan.created_at) lines.emplace_back("write.set_once(" + field_of(plan, *plan.created_at) + ");");
  lines.emplace_back(write_item(plan, "write.attributes()"));
  add_tenant(lines, plan);
  lines.emplace_back("return write.run(" + plan.detail + "::" + item_of(plan).table + ".view());");
  return lines;
}

// A function that removes an item, by the parts of its key and by the structure of them.
struct Remove {
  std::string type;
  std::string name;
  std::string run;
  std::string comment;
};

Function remove_function(const EntityPlan& plan, const Remove& remove, std::vector<std::string> parameters) {
  if (plan.version) parameters.emplace_back("partita::VersionGuard version");
  parameters.push_back(options_parameter(plan));
  return {remove.type, remove.name, std::move(parameters), " const", " = {}"};
}

std::vector<std::string> guarded(const EntityPlan& plan, std::vector<std::string> arguments) {
  if (plan.version) arguments.emplace_back("version");
  return followed(std::move(arguments), "options");
}

std::vector<Remove> removes(const EntityPlan& plan) {
  const Remove remove{std::string(result_of_nothing), "remove", "return write.run();", remove_comment(plan)};
  // A transaction returns no items.
  if (!plan.companions.empty()) return {remove};
  return {remove,
          {result_of_old(plan), "remove_returning_old", return_old(plan),
           "The same, and returns the item that was removed; nullopt if there was none. Not repeated once it may have "
           "been applied: the error then is `outcome_unknown`."}};
}

Function removal_function(const EntityPlan& plan) {
  return remove_function(plan, {"partita::ItemWrite", "removal", "", ""}, parameters_of(plan, asked(plan, plan.key)));
}

Value::List removal_lines(const EntityPlan& plan) {
  Value::List lines{plan::braced(2, "partita::ItemWrite write{",
                                 {"client_", "partita::WriteKind::remove", plan.detail + "::write_rules", "options"},
                                 "};")};
  if (plan.version) lines.emplace_back("write.expect_version(version);");
  lines.emplace_back(
      plan::braced(2, plan.detail + "::write_key(", preceded("write.item()", scoped_arguments(plan, plan.key)), ");"));
  add_lines(lines, name_places(plan, "write"));
  add_tenant(lines, plan);
  lines.emplace_back("return write;");
  return lines;
}

std::vector<Store> stores(const EntityPlan& plan) {
  std::vector<Store> list{
      store(plan, "create", "create", create_comment(plan)), store(plan, "put", "put", put_comment(plan)),
      store(plan, "replace", "replace",
            "Stores the item as `put` does, but fails with `condition_failed` if there is none to replace." +
                price_of_finding(plan))};
  Store upsert = store(plan, "upsert", "upsert", upsert_comment(plan));
  upsert.lines = upsert_lines(plan);
  list.push_back(std::move(upsert));
  if (!plan.companions.empty()) return list;
  Store returning = store(plan, "put_returning_old", "put",
                          "The same as `put`, and returns the item that was replaced; nullopt if there was none. Not "
                          "repeated once it may have been applied: the error then is `outcome_unknown`.");
  returning.function.type = result_of_old(plan);
  returning.lines = {store_item(plan, "put"), return_old(plan)};
  list.push_back(std::move(returning));
  return list;
}

}  // namespace

std::string time_of(const AttributePlan& attribute) {
  return "partita::wire::time_of<" + attribute.comparison + ">(now)";
}

bool is_stamped(const EntityPlan& plan) {
  return plan.version || plan.created_at || plan.updated_at;
}

std::string stored_variable(const EntityPlan& plan) {
  return is_stamped(plan) ? "stamped" : plan.variable;
}

std::string write_item(const EntityPlan& plan, const std::string& out) {
  const std::string item = stored_variable(plan);
  return plan.tenant ? "to_item(" + item + ", " + out + ");"
                     : plan.detail + "::Codec::write(" + out + ", " + item + ");";
}

void add_tenant(Value::List& lines, const EntityPlan& plan) {
  if (plan.tenant) lines.emplace_back("write.of_tenant(tenant_);");
  if (!plan.tenant_outside_key) return;
  lines.emplace_back("// The item under this key may be another tenant's: it stays, and no error shows it.");
  lines.emplace_back(plan::braced(2, "write.expect_tenant(", {tenant_value(plan)}, ");"));
}

void add_lines(Value::List& lines, Value::List more) {
  for (Value& line : more) lines.push_back(std::move(line));
}

std::string tenant_value(const EntityPlan& plan) {
  return plan.detail + "::stored(" + plan.detail + "::" + item_of(plan).members +
         "::" + plan.attributes[*plan.tenant].field + ", tenant_.value())";
}

// FNV-1a, the same on every machine: processes with one schema share what they cache.
std::string schema_hash(const EntityPlan& plan) {
  std::uint64_t hash = 14695981039346656037U;
  const auto add = [&](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    hash = hash * 1099511628211U;  // so that "ab", "c" and "a", "bc" differ
  };
  add(plan.type);
  for (const plan::AttributePlan& each : plan.attributes) {
    add(each.name);
    add(each.member_type);
  }
  for (const plan::StructPlan& each : plan.structs) {
    add(each.type);
    for (const plan::StructPlan::Member& member : each.list) {
      add(member.name);
      add(member.need);
      add(plan::to_string(member.tag));
    }
  }
  for (const plan::EnumPlan& each : plan.enums) {
    for (const plan::EnumPlan::Enumerator& value : each.list) add(value.name);
  }
  std::string text = "0x";
  for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789ABCDEF"[(hash >> static_cast<unsigned>(shift)) & 15U];
  return text + "U";
}

std::string write_rules(const EntityPlan& plan) {
  std::vector<std::string> rules;
  const auto add = [&](std::string_view member, const std::string& value) {
    rules.push_back("." + std::string(member) + " = " + value);
  };
  const auto add_name = [&](std::string_view member, const std::optional<std::size_t>& attribute) {
    if (attribute) add(member, attribute_name(plan.attributes[*attribute]));
  };
  add("entity", plan::string_literal(plan.type));
  add("table", plan::string_literal(plan.table));
  add_name("partition_key", plan.stored_key.front());
  if (plan.stored_key.size() > 1) add_name("sort_key", plan.stored_key.back());
  add_name("type_name", plan.discriminator);
  if (plan.discriminator) add("type", type_literal(plan));
  if (plan.tenant_outside_key) add_name("tenant", plan.tenant);
  add_name("version", plan.version);
  add_name("ttl", plan.ttl);
  if (!hidden_names(plan).empty()) add("hidden", "hidden_attributes");
  if (plan.cached_seconds > 0) {
    add("cached_ms", std::to_string(plan.cached_seconds) + "'000");
    add("schema", schema_hash(plan));
  }
  if (!plan.companions.empty()) add("companions", "&companions");
  add("same_item", "wire::same_item<" + plan.type + ", Codec, Orders>");
  std::string text = "constexpr partita::WriteRules write_rules{\n";
  for (const std::string& rule : rules) text += "    " + rule + ",\n";
  return text + "};";
}

void add_write_declarations(Value& value, const EntityPlan& plan) {
  value.set("write_cost", plan::comment(2, "///", write_cost(plan)));
  Value::List store_values;
  Value::List remove_values;
  for (const Store& each : stores(plan)) {
    store_values.push_back(
        Value{{"comment", plan::comment(2, "///", each.comment)},
              {"write_cost", plan::comment(2, "///", write_cost(plan, each.function.name == "create"))},
              {"declare", each.function.declared()}});
  }
  for (const Remove& each : removes(plan)) {
    remove_values.push_back(
        Value{{"comment", plan::comment(2, "///", each.comment)},
              {"declare", remove_function(plan, each, parameters_of(plan, asked(plan, plan.key))).declared()},
              {"declare_key", remove_function(plan, each, {"const " + plan.stem + "Key& key"}).declared()}});
  }
  value.set("stores", std::move(store_values));
  value.set("removes", std::move(remove_values));
  value.set("declare_storing", storing_function(plan).declared());
  Function removal = removal_function(plan);
  removal.default_options = {};
  value.set("declare_removal", removal.declared());
}

void add_write_definitions(Value& value, const EntityPlan& plan) {
  const std::string repository = repository_name(plan);
  Value::List store_values;
  Value::List remove_values;
  for (const Store& each : stores(plan)) {
    store_values.push_back(Value{{"define", each.function.defined(repository)}, {"lines", each.lines}});
  }
  for (const Remove& each : removes(plan)) {
    const std::vector<std::string> parts = arguments_of(plan, asked(plan, plan.key));
    remove_values.push_back(Value{
        {"define", remove_function(plan, each, parameters_of(plan, asked(plan, plan.key))).defined(repository)},
        {"lines",
         Value::List{plan::assignment(2, "partita::ItemWrite write", "removal(" + joined(guarded(plan, parts)) + ")"),
                     each.run}},
        {"define_key", remove_function(plan, each, {"const " + plan.stem + "Key& key"}).defined(repository)},
        {"body_key", plan::braced(2, "return " + each.name + "(", guarded(plan, key_values(plan, "key.")), ");")}});
  }
  value.set("stores", std::move(store_values));
  value.set("removes", std::move(remove_values));
  value.set("define_storing", storing_function(plan).defined(repository));
  value.set("storing_lines", storing_lines(plan));
  value.set("define_removal", removal_function(plan).defined(repository));
  value.set("removal_lines", removal_lines(plan));
}

}  // namespace partita::emit
