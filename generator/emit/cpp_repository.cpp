#include "emit/cpp_values.hpp"

#include "emit/cpp_common.hpp"
#include "emit/cpp_views.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <optional>
#include <utility>

namespace partita::emit {
namespace {

using plan::AttributePlan;
using plan::EntityPlan;
using plan::QueryPlan;
using render::Value;

constexpr std::string_view answer_capacity = R"("ReturnConsumedCapacity":"TOTAL"})";

std::string field(const EntityPlan& plan, std::size_t attribute) {
  return plan.stem + "Fields::" + plan.attributes[attribute].field;
}

// A copy of the item with the client's time in some attributes; the caller's is const.
Value::List stamp_lines(const EntityPlan& plan, const std::vector<std::optional<std::size_t>>& attributes) {
  Value::List lines;
  for (const auto& i : attributes) {
    if (!i) continue;
    if (lines.empty()) {
      lines.emplace_back(plan::assignment(2, plan.type + " stamped", plan.variable));
      lines.emplace_back("const partita::timestamp now = client_.now();");
    }
    const AttributePlan& attribute = plan.attributes[*i];
    lines.emplace_back(
        plan::assignment(2, "stamped." + attribute.field, "partita::wire::time_of<" + attribute.comparison + ">(now)"));
  }
  return lines;
}

// Has an update set the attribute when it is sent.
std::string set_time(const EntityPlan& plan, std::size_t i) {
  const AttributePlan& attribute = plan.attributes[i];
  return "state.set_time(" + plan.stem + "Fields::" + attribute.field + ", [](partita::timestamp now) {\n    " +
         plan::braced(4, "return " + plan.detail + "::stored(",
                      {plan.detail + "::" + item_of(plan).members + "::" + attribute.field,
                       "partita::wire::time_of<" + attribute.comparison + ">(now)"},
                      ");") +
         "\n  });";
}

// `head` is given the attribute and its value as it is stored.
std::string pass_stored(const EntityPlan& plan, std::string_view head, std::size_t attribute,
                        const std::string& value) {
  const AttributePlan& of = plan.attributes[attribute];
  return plan::nested(
      2, head, field(plan, attribute), plan.detail + "::stored(",
      {plan.detail + "::" + item_of(plan).members + "::" + of.field, plan::in_form(of.form, value, "partita::wire")},
      ");");
}

std::vector<std::string> followed(std::vector<std::string> list, std::string last) {
  list.push_back(std::move(last));
  return list;
}

std::string create_ending(const EntityPlan& plan) {
  const AttributePlan& partition = plan.attributes[plan.key.front()];
  const std::string& name = partition.alias.empty() ? partition.name : partition.alias;
  std::vector<std::string> pieces{
      plan::raw_literal(R"(,"ConditionExpression":"attribute_not_exists()" + name + R"x()",)x")};
  if (!partition.alias.empty()) {
    pieces.push_back(plan::raw_literal(R"("ExpressionAttributeNames":{)" + plan::json_string(partition.alias) + ":" +
                                       plan::json_string(partition.name) + "},"));
  }
  pieces.push_back(
      plan::raw_literal(R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD",)" + std::string(answer_capacity)));
  return plan::literals(2, "call.body().raw(", pieces, ");");
}

Value query_value(const EntityPlan& plan, const QueryPlan& query) {
  const std::string repository = repository_name(plan);
  const std::string name = repository + "::" + query.class_name;
  const AttributePlan& partition = plan.attributes[query.partition];
  const std::string codec = plan.detail + "::" + (query.projection ? query.projection->codec : plan.codec);
  Value value;
  value.set("define", query_function(plan, query).defined(repository, repository));
  value.set("call_constructor",
            plan::braced(2, "return " + query.class_name + "{", {"client_", partition.parameter}, "};"));
  value.set("define_constructor", plan::constructor(name + "::" + query.class_name, constructor_parameters(plan, query),
                                                    query_base(query) + "(client, " + codec + ", " +
                                                        plan::string_literal(query.index) + ")"));
  value.set("bind_partition", pass_stored(plan, "partition(", query.partition, partition.parameter));
  value.set("has_sort", query.sort.has_value());
  if (query.sort) {
    value.set("define_sort", sort_function(plan, query, *query.sort).defined(name, repository));
    value.set("sort_field", field(plan, *query.sort));
  }
  return value;
}

Value::List setter_values(const EntityPlan& plan) {
  const std::string repository = repository_name(plan);
  Value::List setters;
  const auto add = [&](const Function& function, const std::string& body) {
    Value setter;
    setter.set("define", function.defined(repository + "::Update", repository));
    setter.set("body", body);
    setters.push_back(std::move(setter));
  };
  for (const std::size_t i : plan.updatable) {
    const AttributePlan& attribute = plan.attributes[i];
    add(set_function(attribute), pass_stored(plan, "return set(", i, "value"));
    if (attribute.removable) add(remove_function(attribute), "return remove(" + field(plan, i) + ");");
  }
  return setters;
}

}  // namespace

Value repository_value(const EntityPlan& plan) {
  const Functions all = functions(plan);
  const std::string repository = repository_name(plan);
  const std::string table = plan::string_literal(plan.table);
  Value value;
  value.set("type", plan.type);
  value.set("repository", repository);
  value.set("detail", plan.detail);
  value.set("variable", plan.variable);
  value.set("codec", plan.detail + "::" + plan.codec);
  value.set("writes", plan.writes);
  value.set("has_update", has_update(plan));

  add_view_definitions(value, plan);
  value.set("hides", !hidden_names(plan).empty());
  value.set("scan", plan.scan_reason.empty() ? Value::List{} : Value::List{all.scan.defined(repository)});
  value.set("return_scan",
            plan::braced(2, "return " + all.scan.type + "{", {"client_", plan.detail + "::" + plan.codec}, "};"));
  value.set("ending", plan::raw_literal("," + std::string(answer_capacity)));
  value.set("create_ending", create_ending(plan));
  Value::List create_stamps = stamp_lines(plan, {plan.created_at, plan.updated_at});
  Value::List put_stamps = stamp_lines(plan, {plan.updated_at});
  const std::string created = create_stamps.empty() ? plan.variable : "stamped";
  value.set("created", created);
  value.set("put", put_stamps.empty() ? plan.variable : "stamped");
  value.set("create_stamps", std::move(create_stamps));
  value.set("put_stamps", std::move(put_stamps));
  value.set("set_time", plan.updated_at ? Value::List{set_time(plan, *plan.updated_at)} : Value::List{});
  const auto call = [&](const std::string& result, const std::string& operation, const std::string& retry) {
    return plan::braced(2, "partita::Call<" + result + "> call{",
                        {"client_", plan::string_literal(operation), table, "partita::RetryClass::" + retry}, "};");
  };
  value.set("create_call", call("void", "PutItem", "conditional"));
  value.set("put_call", call("void", "PutItem", "idempotent"));
  value.set("get_call", call("std::optional<" + plan.type + ">", "GetItem", "idempotent"));
  value.set("remove_call", call("void", "DeleteItem", "idempotent"));
  value.set("run_create",
            plan::braced(2, "return call.run_create<" + plan.detail + "::Codec, " + plan.detail + "::Orders>(",
                         {"options", created}, ");"));
  value.set("write_key",
            plan::braced(2, plan.detail + "::write_key(", preceded("call.body()", key_values(plan, "")), ");"));

  value.set("define_create", all.create.defined(repository));
  value.set("define_put", all.put.defined(repository));
  value.set("define_get", all.get.defined(repository));
  value.set("define_get_key", all.get_key.defined(repository));
  value.set("define_remove", all.remove.defined(repository));
  value.set("define_remove_key", all.remove_key.defined(repository));
  value.set("define_update", all.update.defined(repository, repository));
  value.set("define_update_key", all.update_key.defined(repository, repository));
  value.set("define_existing", all.existing.defined(repository));
  value.set("define_to_item", all.to_item.defined(repository));
  value.set("define_append_item", all.append_item.defined(repository));
  value.set("define_from_item", all.from_item.defined(repository));
  value.set("define_create_table", all.create_table.defined(repository));

  value.set("return_get", plan::braced(2, "return get(", followed(key_values(plan, "key."), "options"), ");"));
  value.set("return_remove", plan::braced(2, "return remove(", followed(key_values(plan, "key."), "options"), ");"));
  const std::vector<std::string> key = key_values(plan, "key.");
  value.set("return_update", plan::braced(2, "return update(", plan.version ? followed(key, "version") : key, ");"));
  std::string key_value = plan.detail + "::key_value(";
  for (std::size_t i = 0; i < plan.key.size(); ++i) {
    key_value.append(i == 0 ? "" : ", ").append(plan.attributes[plan.key[i]].parameter);
  }
  value.set("update_state", plan::braced(2, "partita::UpdateState state{",
                                         {"client_", table, key_value + ")", field(plan, plan.key.front())}, "};"));
  Value::List version;
  if (plan.version) version.emplace_back(field(plan, *plan.version));
  value.set("version", std::move(version));
  value.set("create_the_table", plan::assignment(2, "const auto table",
                                                 "partita::create_table(client_, " + table + ", " + plan.detail +
                                                     "::table_body, options)"));

  Value::List queries;
  for (const QueryPlan& query : plan.queries) queries.push_back(query_value(plan, query));
  value.set("queries", std::move(queries));
  value.set("setters", setter_values(plan));
  return value;
}

}  // namespace partita::emit
