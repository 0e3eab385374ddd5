#include "emit/cpp_values.hpp"

#include "emit/cpp_batches.hpp"
#include "emit/cpp_cached.hpp"
#include "emit/cpp_collections.hpp"
#include "emit/cpp_common.hpp"
#include "emit/cpp_companions.hpp"
#include "emit/cpp_fields.hpp"
#include "emit/cpp_planned.hpp"
#include "emit/cpp_reads.hpp"
#include "emit/cpp_shards.hpp"
#include "emit/cpp_streams.hpp"
#include "emit/cpp_transactions.hpp"
#include "emit/cpp_update.hpp"
#include "emit/cpp_views.hpp"
#include "emit/cpp_writes.hpp"
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

// ` and 'a'`, `, 'a' and 'b'`.
std::string continued_list(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += i + 1 == names.size() ? " and " : ", ";
    text += quoted(names[i]);
  }
  return text;
}

// As the schema spells it: `CTX#{context_id}#{id}`.
std::string template_text(const EntityPlan& plan, const plan::TemplatePlan& key) {
  std::string text;
  for (const plan::TemplatePlan::Part& part : key.parts) {
    text += part.before + "{" + (part.shard ? "shard" : plan.attributes[part.attribute].name);
    if (part.form == model::PartForm::padded) text += ":" + std::to_string(part.digits);
    if (part.form == model::PartForm::escaped) text += ":escaped";
    text += "}";
  }
  return text + key.tail;
}

std::string sort_comment(const EntityPlan& plan, const QueryPlan& query, const plan::SortMethodPlan& method) {
  if (query.sort_methods.size() == 1 && !plan.attributes[query.sort.front()].composed) {
    return "Condition on the sort key.";
  }
  std::string text = "Condition on " + quoted(plan.attributes[method.last].name) + " in the sort key";
  for (std::size_t i = 0; i < method.before.size(); ++i) {
    text += (i == 0 ? ", behind " : " and ") + quoted(plan.attributes[method.before[i]].name);
  }
  if (method.condition == plan::Condition::prefix) text += ": a value or a prefix";
  return text + ".";
}

std::string keys_of(const EntityPlan& plan, const QueryPlan& query) {
  const auto named = [&](std::string_view kind, const std::vector<std::size_t>& attributes) {
    std::string text(kind);
    text += attributes.size() > 1 ? " keys " : " key ";
    for (std::size_t i = 0; i < attributes.size(); ++i) {
      const AttributePlan& attribute = plan.attributes[attributes[i]];
      text += (i == 0 ? "" : ", ") + quoted(attribute.name);
      if (attribute.composed) text += " (" + quoted(template_text(plan, *attribute.composed)) + ")";
      if (attribute.constant) text += " (" + quoted(*attribute.constant) + ")";
    }
    return text;
  };
  std::string text = named("partition", query.partition);
  if (!query.sort.empty()) text += ", " + named("sort", query.sort);
  return text;
}

std::string describe(const EntityPlan& plan, const QueryPlan& query) {
  if (query.lookup) return lookup_comment(plan, query);
  if (query.index.empty())
    return "Table " + quoted(plan.table) + ": " + keys_of(plan, query) + "." + expiry_comment(plan, query) +
           price_of_query(plan, query);
  const std::string text =
      (query.local ? "Local index " : "Index ") + quoted(query.index) + ": " + keys_of(plan, query);
  const std::string scope =
      std::string(query.filters_tenant
                      ? " Its partitions hold items of several tenants: those of others are paid for, and dropped."
                      : "") +
      expiry_comment(plan, query) + price_of_query(plan, query);
  if (!query.projection) return text + "; projects whole items." + scope;
  if (query.projected.empty()) return text + "; projects keys only." + scope;
  return text + "; projects the keys" + continued_list(query.projected) + "." + scope;
}

std::string describe_class(const EntityPlan& plan, const QueryPlan& query) {
  if (query.lookup) {
    return "A query by a value of " + quoted(plan.attributes[plan.companions[*query.lookup].attribute].name) + ".";
  }
  if (query.index.empty()) return "A query on table " + quoted(plan.table) + ".";
  if (query.local) return "A query on local index " + quoted(query.index) + ".";
  return "A query on index " + quoted(query.index) + ". Index reads lag behind writes.";
}

Value query_value(const EntityPlan& plan, const QueryPlan& query, const std::string& export_macro) {
  const std::size_t export_width = std::string_view("class ").size() + export_macro.size();
  const std::string name = repository_name(plan) + "::" + query.class_name;
  const std::string returned = query.projection ? query.projection->type : plan.type;
  std::vector<std::string> arguments{name, returned};
  if (query.projection) arguments.push_back(plan.type);

  Value value;
  value.set("class", query.class_name);
  value.set("comment", plan::comment(2, "///", describe(plan, query)));
  value.set("class_comment", plan::comment(0, "///", describe_class(plan, query)));
  value.set("declare", query_function(plan, query).declared());
  value.set("bases", plan::base_clause(export_width + name.size(), "partita::" + query_base(query), arguments));
  value.set("class_name", name);
  value.set("declare_constructor",
            plan::bracketed(2, query.class_name + "(", constructor_parameters(plan, query), ");"));
  value.set("layout", key_layout(plan, query));
  value.set("fields_name", plan.stem + "Fields");
  const std::string seconds = std::to_string(plan.cached_seconds);
  const bool is_cached = plan.cached_seconds > 0 && !query.lookup;
  value.set("cached_seconds", is_cached ? Value::List{seconds} : Value::List{});
  value.set("planned_constructor",
            query.plannable ? Value::List{plan::bracketed(2, query.class_name + "(", planned_parameters(plan), ");")}
                            : Value::List{});
  value.set("has_sort", !query.sort_methods.empty());
  Value::List sorts;
  for (const plan::SortMethodPlan& method : query.sort_methods) {
    const Function sort = sort_function(plan, query, method);
    sorts.push_back(
        Value{{"comment", plan::comment(2, "///", sort_comment(plan, query, method))},
              {"declare", sort.declared()},
              {"of_temporary", of_temporary(sort, query.class_name, joined(sort_arguments(plan, method)))}});
  }
  value.set("sorts", std::move(sorts));
  return value;
}

Value::List projection_values(const EntityPlan& plan) {
  Value::List projections;
  for (const QueryPlan& query : plan.queries) {
    if (!query.projection) continue;
    Value::List members;
    for (const auto& member : query.projection->members) {
      members.push_back(Value{{"type", member.type}, {"field", member.field}});
    }
    const std::string comment = "What index " + quoted(query.index) + " holds of an item.";
    projections.push_back(Value{{"comment", plan::comment(0, "///", comment)},
                                {"type", query.projection->type},
                                {"members", std::move(members)}});
  }
  return projections;
}

std::string scan_comment(const EntityPlan& plan) {
  const std::string reason = quoted(plan.scan_reason);
  return "Reads every item of table " + quoted(plan.table) +
         ", in no order. Costs half a read unit for each 4 KB of the whole table, whatever a filter leaves. Allowed "
         "for "
         "the reason: " +
         reason.substr(1, reason.size() - 2);
}

std::string create_table_comment(const EntityPlan& plan) {
  std::string text = "Creates the table";
  const bool has_indexes = std::any_of(plan.table_body.begin(), plan.table_body.end(), [](const std::string& piece) {
    return piece.find(R"("IndexName")") != std::string::npos;
  });
  if (has_indexes) text += plan.shares_table ? " with the indexes of all its entities" : " with its indexes";
  text += ", billed per request, and waits until it is active.";
  if (plan.ttl) {
    text += " Does not turn time to live on: that is a setting of attribute " +
            quoted(plan.attributes[*plan.ttl].name) + " of its own.";
  }
  return text;
}

}  // namespace

Value header_value(const EntityPlan& plan, const std::string& export_macro) {
  const Functions all = functions(plan);
  Value value;
  value.set("type", plan.type);
  value.set("stem", plan.stem);
  value.set("detail", plan.detail);
  value.set("table", plan.table);
  value.set("repository", repository_name(plan));
  const std::string prefix = export_macro.empty() ? "" : export_macro + " ";
  value.set("export", prefix);
  value.set("encoders", encoders(plan));
  add_collected_declarations(value, plan);
  value.set("has_detail", !encoders(plan).empty() || plan.in_collection);
  Value::List key;
  for (const std::size_t i : asked(plan, plan.key)) {
    key.push_back(Value{{"type", plan.attributes[i].member_type}, {"field", plan.attributes[i].field}});
  }
  value.set("key", std::move(key));
  add_view_declarations(value, plan, prefix);
  add_stream_declarations(value, plan, prefix);
  add_cached_declarations(value, plan);
  value.set("has_key", !asked(plan, plan.key).empty());
  value.set("get_comment", plan::comment(2, "///",
                                         "The item, or nullopt. Costs half a read unit for each 4 KB of it, a whole "
                                         "one if consistent." +
                                             price_of_get(plan)));
  value.set("has_tenant", plan.tenant.has_value());
  value.set("tenant_type", plan.tenant_type);
  value.set("declare_constructor", plan::bracketed(2, repository_name(plan) + "(", constructor_of(plan), ");"));
  const std::string tenant = plan.tenant ? plan.attributes[*plan.tenant].name : "";
  value.set("constructor_comment",
            plan::comment(2, "///",
                          "For the items of one tenant, by their " + quoted(tenant) +
                              ": it is part of every key and filter, and an item of another one is an error, read or "
                              "written."));
  value.set("constructor_refusal",
            plan::braced(4, "static_assert(",
                         {"partita::names_a_tenant<Client>",
                          plan::string_literal("say whose items these are: " + repository_name(plan) + "{client, " +
                                               (plan.tenant ? plan.attributes[*plan.tenant].field : "") + "}")},
                         ");"));
  value.set("projections", projection_values(plan));
  add_field_declarations(value, plan);
  add_write_declarations(value, plan);
  add_batch_declarations(value, plan);
  add_transaction_declarations(value, plan);
  add_repair_declarations(value, plan);
  add_update_declarations(value, plan, prefix);
  add_planned_declarations(value, plan);
  value.set("has_nested", has_update(plan) || !plan.queries.empty());
  Value::List queries;
  for (const QueryPlan& query : plan.queries) queries.push_back(query_value(plan, query, prefix));
  value.set("queries", std::move(queries));

  value.set("repository_comment", plan::comment(0, "///",
                                                "Reads and writes table " + quoted(plan.table) +
                                                    ". Thread-safe; cheap to copy; keeps its client alive."));
  value.set("create_table_comment", plan::comment(2, "///", create_table_comment(plan)));
  value.set("declare_get", all.get.declared());
  value.set("declare_get_key", all.get_key.declared());
  value.set("scan", plan.scan_reason.empty() ? Value::List{} : Value::List{all.scan.declared()});
  value.set("scan_comment", plan::comment(2, "///", scan_comment(plan)));
  value.set("declare_existing", all.existing.declared());
  value.set("declare_to_item", all.to_item.declared());
  value.set("declare_append_item", all.append_item.declared());
  value.set("declare_from_item", all.from_item.declared());
  value.set("declare_create_table", all.create_table.declared());
  return value;
}

}  // namespace partita::emit
