#include "emit/cpp_values.hpp"

#include "emit/cpp_common.hpp"
#include "emit/cpp_views.hpp"
#include "emit/cpp_write_endings.hpp"
#include "plan/attribute_list.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace partita::emit {
namespace {

using plan::AttributePlan;
using plan::EntityPlan;
using plan::QueryPlan;
using render::Value;

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

Value::List as_list(const std::vector<std::string>& lines) {
  return {lines.begin(), lines.end()};
}

std::vector<std::string> followed(std::vector<std::string> list, std::string last) {
  list.push_back(std::move(last));
  return list;
}

// `head` is given the attribute, and what a helper of the codec makes of its template and `arguments`.
std::string pass_composed(const EntityPlan& plan, std::string_view head, std::string_view helper, std::size_t attribute,
                          std::vector<std::string> arguments) {
  const AttributePlan& of = plan.attributes[attribute];
  arguments = preceded(plan.detail + "::" + item_of(plan).members + "::" + of.field,
                       preceded(plan.detail + "::" + template_of(plan, attribute).name, std::move(arguments)));
  return plan::nested(2, head, field(plan, attribute), plan.detail + "::" + std::string(helper) + "(", arguments, ");");
}

// The whole value of a key attribute, from its parameters.
std::string pass_key(const EntityPlan& plan, std::string_view head, std::size_t attribute) {
  const AttributePlan& of = plan.attributes[attribute];
  if (of.composed) {
    return pass_composed(plan, head, "composed", attribute, composed_values(plan, attribute, "partita::wire"));
  }
  return pass_stored(plan, head, attribute, of.constant ? plan::string_literal(*of.constant) : of.parameter);
}

Value::List constructor_lines(const EntityPlan& plan, const QueryPlan& query) {
  Value::List lines;
  if (plan.tenant) {
    const AttributePlan& tenant = plan.attributes[*plan.tenant];
    const bool is_in_key = plan::contains(query.parameters, *plan.tenant);
    lines.emplace_back("of_tenant(tenant);");
    if (is_in_key || query.binds_tenant) {
      lines.emplace_back("const " + plan.tenant_type + "& " + tenant.parameter + " = tenant.value();");
    }
  }
  for (const std::size_t i : query.partition) lines.push_back(pass_key(plan, "partition(", i));
  if (query.binds_tenant) lines.push_back(pass_key(plan, "sort_equals(", *plan.tenant));
  bool is_first = true;
  for (const std::size_t i : query.sort) {
    const AttributePlan& attribute = plan.attributes[i];
    if (attribute.constant) {
      lines.push_back(pass_key(plan, "sort_equals(", i));
      continue;
    }
    if (is_first && attribute.composed && !attribute.composed->parts.front().before.empty()) {
      lines.push_back(plan::braced(2, "sort_begins_with(",
                                   {field(plan, i), plan::string_literal(attribute.composed->parts.front().before)},
                                   ");"));
    }
    is_first = false;
  }
  if (query.filters_tenant) {
    // Its partitions hold items of other tenants too.
    lines.push_back("where(" + field(plan, *plan.tenant) + " == tenant.value());");
  }
  if (query.filters_type && plan.discriminator) {
    lines.push_back("where(" + field(plan, *plan.discriminator) + " == " + type_literal(plan) + ");");
  }
  return lines;
}

// Left to right: whole attributes by equality, then the one that the condition is about.
Value::List sort_lines(const EntityPlan& plan, const QueryPlan& query, const plan::SortMethodPlan& method) {
  Value::List lines;
  std::size_t left = method.before.size();
  for (const std::size_t i : query.sort) {
    const AttributePlan& attribute = plan.attributes[i];
    if (attribute.constant) continue;
    const std::size_t parts = attribute.composed ? attribute.composed->parts.size() : 1;
    if (parts <= left) {
      lines.push_back(pass_key(plan, "sort_equals(", i));
      left -= parts;
      continue;
    }
    if (!attribute.composed) {
      lines.push_back("return sort(" + field(plan, i) + ", condition);");
      break;
    }
    std::vector<std::string> arguments = composed_values(plan, i, "partita::wire");
    const bool is_equal = method.condition == plan::Condition::equal;
    arguments.resize(left);
    if (is_equal) {
      arguments.push_back(plan::in_form(plan.attributes[method.last].form, "value", "partita::wire"));
    } else {
      arguments = preceded("condition", std::move(arguments));
    }
    lines.push_back(pass_composed(plan, "return sort(", is_equal ? "keys_with" : "keys_where", i, arguments));
    break;
  }
  return lines;
}

std::vector<std::string> constructor_arguments(const EntityPlan& plan, const QueryPlan& query) {
  std::vector<std::string> arguments = arguments_of(plan, asked(plan, query.parameters));
  return plan.tenant ? preceded("tenant_", std::move(arguments)) : arguments;
}

// The item into the request; of another tenant's it is an error.
std::string write_item(const EntityPlan& plan, const std::string& item) {
  return plan.tenant ? "to_item(" + item + ", call.body());"
                     : plan.detail + "::Codec::write(call.body(), " + item + ");";
}

Value::List scan_lines(const EntityPlan& plan, const std::string& type) {
  std::vector<std::string> arguments{"client_", plan.detail + "::" + plan.codec};
  Value::List filters;
  if (plan.tenant) {
    arguments.emplace_back("tenant_");
    filters.emplace_back("items.where(" + field(plan, *plan.tenant) + " == tenant_.value());");
  }
  // A scan sees the items of every entity of the table, those of other schemas too.
  if (plan.discriminator) {
    filters.emplace_back("items.where(" + field(plan, *plan.discriminator) + " == " + type_literal(plan) + ");");
  }
  if (filters.empty()) return {plan::braced(2, "return " + type + "{", arguments, "};")};
  filters.insert(filters.begin(), plan::braced(2, type + " items{", arguments, "};"));
  filters.emplace_back("return items;");
  return filters;
}

Value query_value(const EntityPlan& plan, const QueryPlan& query) {
  const std::string repository = repository_name(plan);
  const std::string name = repository + "::" + query.class_name;
  const std::string codec = plan.detail + "::" + (query.projection ? query.projection->codec : plan.codec);
  Value value;
  value.set("define", query_function(plan, query).defined(repository, repository));
  value.set("call_constructor", plan::braced(2, "return " + query.class_name + "{",
                                             preceded("client_", constructor_arguments(plan, query)), "};"));
  value.set("define_constructor", plan::constructor(name + "::" + query.class_name, constructor_parameters(plan, query),
                                                    query_base(query) + "(client, " + codec + ", " +
                                                        plan::string_literal(query.index) + ")"));
  value.set("bind_keys", constructor_lines(plan, query));
  Value::List sorts;
  for (const plan::SortMethodPlan& method : query.sort_methods) {
    sorts.push_back(Value{{"define", sort_function(plan, query, method).defined(name, repository)},
                          {"lines", sort_lines(plan, query, method)}});
  }
  value.set("sorts", std::move(sorts));
  return value;
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

Value::List setter_values(const EntityPlan& plan) {
  const std::string repository = repository_name(plan);
  Value::List setters;
  const auto add = [&](const Function& function, Value::List lines) {
    Value setter;
    setter.set("define", function.defined(repository + "::Update", repository));
    setter.set("lines", std::move(lines));
    setters.push_back(std::move(setter));
  };
  for (const plan::UpdateMethods& methods : plan.updates) {
    Value::List lines;
    for (const std::size_t i : methods.parts) {
      lines.push_back(methods.are_alone() ? pass_stored(plan, "return set(", i, "value")
                                          : pass_stored(plan, "set(", i, plan.attributes[i].parameter));
    }
    for (const std::size_t i : methods.composed) {
      const std::string_view head = i == methods.composed.back() ? "return set(" : "set(";
      lines.push_back(pass_composed(plan, head, "composed", i, group_values(plan, i)));
    }
    add(set_function(plan, methods), std::move(lines));
    if (methods.remove.empty()) continue;
    Value::List removals;
    for (const std::size_t i : methods.removed) {
      removals.push_back((i == methods.removed.back() ? "return remove(" : "remove(") + field(plan, i) + ");");
    }
    add(remove_function(methods), std::move(removals));
  }
  return setters;
}

std::string update_constructor(const EntityPlan& plan) {
  std::string initialisers = "UpdateBuilder(std::move(state))";
  for (const std::size_t i : plan.kept_by_update) {
    initialisers += ", " + kept_member(plan.attributes[i]) + "(" + plan.attributes[i].parameter + ")";
  }
  const std::string head = repository_name(plan) + "::Update::Update";
  if (plan.kept_by_update.empty()) {
    return head + "(partita::UpdateState state) : " + initialisers + " {}";
  }
  return plan::constructor(head, update_parameters(plan), initialisers) + "}";
}

std::string define_constructor(const EntityPlan& plan) {
  const std::string repository = repository_name(plan);
  const std::string head = repository + "::" + repository;
  if (!plan.tenant) return head + "(partita::Client client) : client_(std::move(client)) {}";
  return plan::constructor(head, constructor_of(plan), "client_(std::move(client)), tenant_(std::move(tenant))") + "}";
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
  value.set("scan_lines", scan_lines(plan, all.scan.type));
  value.set("has_tenant", plan.tenant.has_value());
  value.set("gets", plan.shards.empty());
  value.set("has_key", plan.shards.empty() && !asked(plan, plan.key).empty());
  value.set("tenant_field", plan.tenant ? plan.attributes[*plan.tenant].field : "");
  value.set("tenant_name", plan.tenant ? plan::string_literal(plan.attributes[*plan.tenant].name) : "");
  value.set("define_constructor", define_constructor(plan));
  value.set("ending", plan::raw_literal("," + std::string(answer_capacity)));
  value.set("create_ending", create_ending(plan));
  value.set("replace_ending", as_list(replace_ending(plan)));
  value.set("create_tenant", as_list(tenant_lines(plan)));
  value.set("guard_hides", (plan.discriminator || plan.tenant_outside_key) && !hidden_names(plan).empty());
  Value::List create_stamps = stamp_lines(plan, {plan.created_at, plan.updated_at});
  Value::List put_stamps = stamp_lines(plan, {plan.updated_at});
  const std::string created = create_stamps.empty() ? plan.variable : "stamped";
  value.set("write_created", write_item(plan, created));
  value.set("write_put", write_item(plan, put_stamps.empty() ? plan.variable : "stamped"));
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
  value.set("write_key", plan::braced(2, plan.detail + "::write_key(",
                                      preceded("call.body()", scoped_arguments(plan, plan.key)), ");"));

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
  for (const std::string& argument : scoped_arguments(plan, plan.key)) {
    key_value.append(key_value.back() == '(' ? "" : ", ").append(argument);
  }
  value.set("update_state",
            plan::braced(2, "partita::UpdateState state{",
                         {"client_", table, key_value + ")", field(plan, plan.stored_key.front())}, "};"));
  Value::List must_be;
  if (plan.discriminator) {
    must_be.push_back("state.only_if(" + field(plan, *plan.discriminator) + ", " + type_literal(plan) + ");");
  }
  if (plan.tenant_outside_key) {
    must_be.push_back("state.of_tenant(" + field(plan, *plan.tenant) + ", " + tenant_value(plan) + ");");
  }
  value.set("must_be", std::move(must_be));
  value.set("return_builder",
            plan::braced(2, "return Update{", preceded("std::move(state)", scoped_arguments(plan, plan.kept_by_update)),
                         "};"));
  value.set("define_update_constructor", update_constructor(plan));
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
