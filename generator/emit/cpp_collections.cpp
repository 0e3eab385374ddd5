#include "emit/cpp_collections.hpp"

#include "emit/cpp_common.hpp"
#include "emit/cpp_values.hpp"
#include "model/qualified_name.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"
#include "plan/names.hpp"

#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using model::Collection;
using plan::AttributePlan;
using plan::EntityPlan;
using render::Value;

std::string codec_function(const EntityPlan& plan, const std::string& tail) {
  return plan::function(0, "const partita::EntityCodec<" + plan.type + ">&", "codec", {}, tail);
}

// What the partition key is made of: the table's query is the first.
const std::vector<std::size_t>& partition_parts(const EntityPlan& plan) {
  return plan.queries.front().parameters;
}

std::string partition_function(const EntityPlan& plan, const std::string& tail) {
  return plan::function(0, "partita::Value", "partition", parameters_of(plan, partition_parts(plan)), tail);
}

std::string partition_body(const EntityPlan& plan) {
  const std::size_t partition = plan.stored_key.front();
  const AttributePlan& key = plan.attributes[partition];
  std::vector<std::string> arguments{item_of(plan).members + "::" + key.field};
  if (!key.composed) {
    arguments.push_back(key.constant ? plan::string_literal(*key.constant)
                                     : plan::in_form(key.form, key.parameter, "wire"));
    return plan::braced(2, "return stored(", arguments, ");");
  }
  arguments.push_back(key.composed->name);
  for (std::string& part : composed_values(plan, partition, "wire")) arguments.push_back(std::move(part));
  return plan::braced(2, "return composed(", arguments, ");");
}

// A reader as text. Its key is that of the first entity.
class Reader {
 public:
  Reader(const model::Schema& schema, const Collection& collection)
      : schema_(schema),
        collection_(collection),
        scope_(collection.namespaces),
        first_(schema.entities[collection.parts.front().entity]),
        plan_(plan::plan_entity(schema, first_)),
        name_(plan::collection_reader_name(collection.cpp_name)) {
    for (const std::string_view word : plan::words_in_scope()) scope_.hide(std::string(word));
    for (const plan::AttributePlan& attribute : plan_.attributes) scope_.hide(attribute.parameter);
    scope_.hide(name_);
    type_ = scope_.spell(model::qualified_name(collection.namespaces, collection.cpp_name));
    if (first_.tenant) {
      model::Member tenant = first_.attributes[*first_.tenant].member;
      tenant.optional = false;
      tenant_type_ = plan::member_type(tenant, scope_);
    }
  }

  Value header(const std::string& export_macro) const {
    const std::string tenant_field = first_.tenant ? plan_.attributes[*first_.tenant].field : "";
    Value value = common();
    value.set("export", export_macro.empty() ? "" : export_macro + " ");
    value.set("class_comment", plan::comment(0, "///",
                                             "Reads '" + collection_.cpp_name + "' from table " + quoted(plan_.table) +
                                                 ". Thread-safe; cheap to copy; keeps its client alive."));
    value.set("get_comment", plan::comment(2, "///", get_comment()));
    value.set("declare_constructor",
              plan::bracketed(2, (first_.tenant ? "" : "explicit ") + name_ + "(", constructor(), ");"));
    value.set(
        "constructor_refusal",
        plan::braced(4, "static_assert(",
                     {"partita::names_a_tenant<Client>",
                      plan::string_literal("say whose items these are: " + name_ + "{client, " + tenant_field + "}")},
                     ");"));
    value.set("declare_get", get().declared());
    return value;
  }

  Value source() const {
    Value value = common();
    const std::string head = name_ + "::" + name_;
    value.set(
        "define_constructor",
        first_.tenant
            ? plan::constructor(head, constructor(), "client_(std::move(client)), tenant_(std::move(tenant))") + "}"
            : head + "(partita::Client client) : client_(std::move(client)) {}");
    value.set("define_get", get().defined(name_));
    value.set("type", type_);
    const std::string discriminator = plan_.discriminator ? plan_.attributes[*plan_.discriminator].name : std::string();
    std::vector<std::string> key;
    for (const std::size_t i : plan_.stored_key) key.push_back(attribute_name(plan_.attributes[i]));
    const std::string name = model::qualified_name(collection_.namespaces, collection_.cpp_name);
    value.set("call", plan::braced(2, "partita::CollectionCall call{",
                                   {"client_", plan::string_literal(name), plan::string_literal(plan_.table),
                                    plan::string_literal(discriminator), "{{" + joined(key) + "}}"},
                                   "};"));
    // A collection without discriminator is of one entity.
    value.set("skips_companions", !plan_.discriminator && !plan_.companions.empty());
    std::vector<std::string> parts;
    for (const std::size_t i : partition_parts(plan_)) {
      parts.push_back(i == first_.tenant ? "tenant_.value()" : parameter_name(i));
    }
    value.set("bind_partition",
              plan::braced(2, "call.partition(", {detail(first_, plan_) + "::partition(" + joined(parts) + ")"}, ");"));
    Value::List members;
    for (const Collection::Part& part : collection_.parts) {
      const model::Entity& entity = schema_.entities[part.entity];
      const std::string type = entity.discriminator ? entity.discriminator->value.text : std::string();
      members.emplace_back(
          plan::braced(2, "call.member(",
                       {plan::string_literal(part.field), plan::string_literal(type),
                        detail(entity, plan::plan_entity(schema_, entity)) + "::codec()", "found." + part.field},
                       ");"));
    }
    value.set("members", std::move(members));
    return value;
  }

 private:
  Value common() const {
    Value value;
    value.set("reader", name_);
    value.set("has_tenant", first_.tenant.has_value());
    value.set("tenant_type", tenant_type_);
    return value;
  }

  // The codec's namespace, as the reader's names it.
  std::string detail(const model::Entity& entity, const EntityPlan& plan) const {
    if (entity.namespaces == collection_.namespaces) return plan.detail;
    return "::" + model::qualified_name(entity.namespaces, plan.detail);
  }

  std::vector<std::string> constructor() const {
    std::vector<std::string> parameters{"partita::Client client"};
    if (first_.tenant) parameters.push_back(parameter(tenant_type_, "tenant"));
    return parameters;
  }

  // The entity's parameters keep clear of its own names alone.
  std::string parameter_name(std::size_t i) const {
    const std::string& name = plan_.attributes[i].parameter;
    return name == type_ || name == "get" ? name + "_" : name;
  }

  Function get() const {
    std::vector<std::string> parameters;
    for (const std::size_t i : asked(plan_, partition_parts(plan_))) {
      parameters.push_back(
          parameter(plan::parameter_type(first_.attributes[i].member.type, scope_), parameter_name(i)));
    }
    parameters.emplace_back("const partita::CollectionOptions& options");
    return {"partita::CollectionResult<" + type_ + ">", "get", std::move(parameters), " const", " = {}"};
  }

  std::string get_comment() const {
    std::string names;
    for (std::size_t i = 0; i < collection_.parts.size(); ++i) {
      const bool is_last = i + 1 == collection_.parts.size();
      names += (i == 0    ? ""
                : is_last ? " and "
                          : ", ") +
               ("'" + schema_.entities[collection_.parts[i].entity].cpp_name + "'");
    }
    return "All items of " + names +
           " under one partition key, lists in the order of the sort key: one query, as many requests as it has pages. "
           "Those of other entities are paid for, and skipped. A second item for a member that is one is a `decode` "
           "error. The options say where it ends, and `next()` of the result where it goes on.";
  }

  const model::Schema& schema_;
  const Collection& collection_;
  plan::Scope scope_;
  const model::Entity& first_;
  EntityPlan plan_;
  std::string name_;
  std::string type_;
  std::string tenant_type_;
};

}  // namespace

void add_collected_declarations(Value& value, const EntityPlan& plan) {
  Value::List lines;
  if (plan.in_collection) lines.emplace_back(codec_function(plan, ";"));
  if (plan.leads_collection) lines.emplace_back(partition_function(plan, ";"));
  value.set("collected", std::move(lines));
}

void add_collected_definitions(Value& value, const EntityPlan& plan) {
  Value::List functions;
  if (plan.in_collection) {
    functions.push_back(Value{{"head", codec_function(plan, " {")}, {"body", "return " + plan.codec + ";"}});
  }
  if (plan.leads_collection) {
    functions.push_back(Value{{"head", partition_function(plan, " {")}, {"body", partition_body(plan)}});
  }
  value.set("collected", std::move(functions));
}

Value collection_header_value(const model::Schema& schema, const Collection& collection,
                              const std::string& export_macro) {
  return Reader(schema, collection).header(export_macro);
}

Value collection_source_value(const model::Schema& schema, const Collection& collection) {
  return Reader(schema, collection).source();
}

Value collection_structure_value(const model::Schema& schema, const Collection& collection) {
  Value::List lines;
  plan::Scope scope(collection.namespaces);
  for (const Collection::Part& part : collection.parts) scope.hide(part.field);
  for (const Collection::Part& part : collection.parts) {
    const model::Entity& entity = schema.entities[part.entity];
    const std::string qualified = model::qualified_name(entity.namespaces, entity.cpp_name);
    const std::string type = entity.namespaces == collection.namespaces ? scope.spell(qualified) : "::" + qualified;
    lines.emplace_back((part.many ? "std::vector<" : "std::optional<") + type + "> " + part.field + "{};");
  }
  return Value{{"is_enumeration", false}, {"is_structure", true}, {"name", collection.cpp_name}, {"members", lines}};
}

}  // namespace partita::emit
