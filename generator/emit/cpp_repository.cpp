#include "emit/cpp_values.hpp"

#include "emit/cpp_batches.hpp"
#include "emit/cpp_cached.hpp"
#include "emit/cpp_common.hpp"
#include "emit/cpp_companions.hpp"
#include "emit/cpp_planned.hpp"
#include "emit/cpp_reads.hpp"
#include "emit/cpp_shards.hpp"
#include "emit/cpp_streams.hpp"
#include "emit/cpp_transactions.hpp"
#include "emit/cpp_update.hpp"
#include "emit/cpp_views.hpp"
#include "emit/cpp_writes.hpp"
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

// The whole value of a key attribute, from its parameters.
std::string pass_key(const EntityPlan& plan, std::string_view head, std::size_t attribute) {
  const AttributePlan& of = plan.attributes[attribute];
  if (of.composed) {
    return pass_composed(plan, head, "composed", attribute, composed_values(plan, attribute, "partita::wire"));
  }
  return pass_stored(plan, head, attribute, of.constant ? plan::string_literal(*of.constant) : of.parameter);
}

// Of a query by parameters, or of one by a condition.
Value::List constructor_lines(const EntityPlan& plan, const QueryPlan& query, bool planned) {
  Value::List lines;
  if (plan.tenant) {
    const AttributePlan& tenant = plan.attributes[*plan.tenant];
    const bool is_in_key = plan::contains(query.parameters, *plan.tenant);
    lines.emplace_back("of_tenant(tenant);");
    if (is_in_key || query.binds_tenant) {
      lines.emplace_back("const " + plan.tenant_type + "& " + tenant.parameter + " = tenant.value();");
    }
  }
  for (const std::size_t i : query.partition) {
    if (planned && !plan::contains(query.given, i)) continue;
    lines.push_back(is_sharded(plan, i) ? bind_shards(plan, arguments_of(plan, query.parameters))
                                        : pass_key(plan, "partition(", i));
  }
  if (query.lookup) {
    lines.push_back(bind_lookup(plan, query));
    if (query.filters_tenant) lines.push_back("only(" + field_of(plan, *plan.tenant) + " == tenant.value());");
    return lines;
  }
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
                                   {field_of(plan, i), plan::string_literal(attribute.composed->parts.front().before)},
                                   ");"));
    }
    is_first = false;
  }
  if (planned) lines.emplace_back("bind(condition);");
  if (query.filters_tenant) {
    // Its partitions hold items of other tenants too.
    lines.push_back("where(" + field_of(plan, *plan.tenant) + " == tenant.value());");
  }
  if (query.filters_type && plan.discriminator) {
    lines.push_back("where(" + field_of(plan, *plan.discriminator) + " == " + type_literal(plan) + ");");
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
      lines.push_back("return sort(" + field_of(plan, i) + ", condition);");
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
  if (query.lookup) arguments.emplace_back("value");
  return plan.tenant ? preceded("tenant_", std::move(arguments)) : arguments;
}

Value::List scan_lines(const EntityPlan& plan, const std::string& type) {
  std::vector<std::string> arguments{"client_", plan.detail + "::" + plan.codec, scan_source(plan)};
  Value::List filters;
  if (plan.tenant) {
    arguments.emplace_back("tenant_");
    filters.emplace_back("items.where(" + field_of(plan, *plan.tenant) + " == tenant_.value());");
  }
  // A scan sees the items of every entity of the table, those of other schemas too.
  if (plan.discriminator) {
    filters.emplace_back("items.where(" + field_of(plan, *plan.discriminator) + " == " + type_literal(plan) + ");");
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
  const std::string constructor = name + "::" + query.class_name;
  std::vector<std::string> arguments{"client", codec, source_of(plan, query)};
  if (query.lookup) arguments.push_back(plan.detail + "::write_rules");
  const std::string base = plan::bracketed(6, query_base(query) + "(", arguments, ")");
  value.set("define_constructor", plan::constructor(constructor, constructor_parameters(plan, query), base));
  value.set("bind_keys", constructor_lines(plan, query, false));
  Value planned;
  planned.set("define", plan::constructor(constructor, planned_parameters(plan), base));
  planned.set("bind_keys", constructor_lines(plan, query, true));
  value.set("planned_constructor", query.plannable ? Value::List{std::move(planned)} : Value::List{});
  Value::List sorts;
  for (const plan::SortMethodPlan& method : query.sort_methods) {
    sorts.push_back(Value{{"define", sort_function(plan, query, method).defined(name, repository)},
                          {"lines", sort_lines(plan, query, method)}});
  }
  value.set("sorts", std::move(sorts));
  return value;
}

std::string define_constructor(const EntityPlan& plan) {
  const std::string repository = repository_name(plan);
  const std::string head = repository + "::" + repository;
  const std::string client = plan.cached_seconds > 0
                                 ? "partita::caching(std::move(client), " + plan.detail + "::write_rules)"
                                 : "std::move(client)";
  if (!plan.tenant) return plan::constructor(head, {"partita::Client client"}, "client_(" + client + ")") + "}";
  return plan::constructor(head, constructor_of(plan), "client_(" + client + "), tenant_(std::move(tenant))") + "}";
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
  add_write_definitions(value, plan);
  add_batch_definitions(value, plan);
  add_transaction_definitions(value, plan);
  add_repair_definitions(value, plan);
  add_update_definitions(value, plan);
  add_view_definitions(value, plan);
  add_stream_definitions(value, plan);
  add_cached_definitions(value, plan);
  value.set("scan", plan.scan_reason.empty() ? Value::List{} : Value::List{all.scan.defined(repository)});
  value.set("scan_lines", scan_lines(plan, all.scan.type));
  value.set("has_tenant", plan.tenant.has_value());
  value.set("has_key", !asked(plan, plan.key).empty());
  value.set("name_places", name_places(plan, "call"));
  value.set("tenant_field", plan.tenant ? plan.attributes[*plan.tenant].field : "");
  value.set("tenant_name", plan.tenant ? plan::string_literal(plan.attributes[*plan.tenant].name) : "");
  value.set("define_constructor", define_constructor(plan));
  value.set("write_key", plan::braced(2, plan.detail + "::write_key(",
                                      preceded("call.key()", scoped_arguments(plan, plan.key)), ");"));

  value.set("define_get_key", all.get_key.defined(repository));
  value.set("define_existing", all.existing.defined(repository));
  value.set("define_to_item", all.to_item.defined(repository));
  value.set("define_append_item", all.append_item.defined(repository));
  value.set("define_from_item", all.from_item.defined(repository));
  value.set("define_create_table", all.create_table.defined(repository));

  const std::vector<std::string> of_key = followed(key_values(plan, "key."), "options");
  value.set("return_get", plan::braced(2, "return get(", of_key, ");"));
  value.set("return_get_shared", plan::braced(2, "return get_shared(", of_key, ");"));
  value.set("create_the_table", plan::assignment(2, "const auto table",
                                                 "partita::create_table(client_, " + table + ", " + plan.detail +
                                                     "::table_body, options)"));

  Value::List queries;
  for (const QueryPlan& query : plan.queries) queries.push_back(query_value(plan, query));
  value.set("queries", std::move(queries));
  return value;
}

}  // namespace partita::emit
