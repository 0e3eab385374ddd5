#include "emit/cpp_common.hpp"

#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <utility>

namespace partita::emit {
namespace {

using plan::AttributePlan;
using plan::EntityPlan;
using plan::QueryPlan;

constexpr std::string_view call_options = "const partita::CallOptions& options";
constexpr std::string_view read_options = "const partita::ReadOptions& options";
constexpr std::string_view by_default = " = {}";

}  // namespace

std::string Function::declared() const {
  std::vector<std::string> list = parameters;
  if (!default_options.empty()) list.back().append(default_options);
  return plan::function(2, std::string(specifier) + type, name, list, std::string(qualifiers) + ";");
}

std::string Function::defined(const std::string& owner, const std::string& type_owner) const {
  const std::string whole_type = type_owner.empty() ? type : type_owner + "::" + type;
  return plan::function(0, whole_type, owner + "::" + name, parameters, std::string(qualifiers) + " {");
}

std::string repository_name(const EntityPlan& plan) {
  return plan.stem + "Repository";
}

std::string quoted(const std::string& name) {
  std::string text = "'";
  for (const char c : name) text += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  return text + "'";
}

std::string attribute_name(const AttributePlan& attribute) {
  return "{" + plan::string_literal(attribute.name) +
         (attribute.alias.empty() ? "" : ", " + plan::string_literal(attribute.alias)) + "}";
}

std::string parameter(const std::string& type, const std::string& name) {
  return type + " " + name;
}

std::vector<std::string> parameters_of(const EntityPlan& plan, const std::vector<std::size_t>& attributes) {
  std::vector<std::string> parameters;
  parameters.reserve(attributes.size());
  for (const std::size_t i : attributes) {
    parameters.push_back(parameter(plan.attributes[i].parameter_type, plan.attributes[i].parameter));
  }
  return parameters;
}

std::vector<std::size_t> asked(const EntityPlan& plan, const std::vector<std::size_t>& attributes) {
  std::vector<std::size_t> result = attributes;
  if (plan.tenant) std::erase(result, *plan.tenant);
  return result;
}

std::vector<std::string> scoped_arguments(const EntityPlan& plan, const std::vector<std::size_t>& attributes) {
  std::vector<std::string> arguments;
  arguments.reserve(attributes.size());
  for (const std::size_t i : attributes) {
    arguments.push_back(i == plan.tenant ? "tenant_.value()" : plan.attributes[i].parameter);
  }
  return arguments;
}

std::vector<std::string> key_parameters(const EntityPlan& plan) {
  return parameters_of(plan, plan.key);
}

const plan::StructPlan& item_of(const EntityPlan& plan) {
  return plan.structs.front();
}

std::vector<std::string> key_values(const EntityPlan& plan, const std::string& prefix) {
  std::vector<std::string> values;
  values.reserve(plan.key.size());
  for (const std::size_t i : prefix.empty() ? plan.key : asked(plan, plan.key)) {
    values.push_back(prefix + (prefix.empty() ? plan.attributes[i].parameter : plan.attributes[i].field));
  }
  return values;
}

std::vector<std::string> preceded(std::string first, std::vector<std::string> list) {
  list.insert(list.begin(), std::move(first));
  return list;
}

std::vector<std::string> followed(std::vector<std::string> list, std::string last) {
  list.push_back(std::move(last));
  return list;
}

std::string joined(const std::vector<std::string>& arguments) {
  std::string text;
  for (const std::string& argument : arguments) text.append(text.empty() ? "" : ", ").append(argument);
  return text;
}

std::string of_temporary(const Function& function, const std::string& type, const std::string& arguments) {
  return plan::inline_function(2, type, function.name, function.parameters, " &&",
                               "return std::move(" + function.name + "(" + arguments + "));");
}

std::string field_of(const EntityPlan& plan, std::size_t attribute) {
  return plan.stem + "Fields::" + plan.attributes[attribute].field;
}

std::string pass_stored(const EntityPlan& plan, std::string_view head, std::size_t attribute,
                        const std::string& value) {
  const AttributePlan& of = plan.attributes[attribute];
  return plan::nested(
      2, head, field_of(plan, attribute), plan.detail + "::stored(",
      {plan.detail + "::" + item_of(plan).members + "::" + of.field, plan::in_form(of.form, value, "partita::wire")},
      ");");
}

std::string pass_composed(const EntityPlan& plan, std::string_view head, std::string_view helper, std::size_t attribute,
                          std::vector<std::string> arguments) {
  const AttributePlan& of = plan.attributes[attribute];
  arguments = preceded(plan.detail + "::" + item_of(plan).members + "::" + of.field,
                       preceded(plan.detail + "::" + template_of(plan, attribute).name, std::move(arguments)));
  return plan::nested(2, head, field_of(plan, attribute), plan.detail + "::" + std::string(helper) + "(", arguments,
                      ");");
}

bool has_update(const EntityPlan& plan) {
  return !plan.updates.empty();
}

std::vector<std::string> hidden_names(const EntityPlan& plan) {
  std::vector<std::string> names;
  for (const AttributePlan& attribute : plan.attributes) {
    if (attribute.sensitive) names.push_back(plan::string_literal(attribute.name));
  }
  return names;
}

const plan::TemplatePlan& template_of(const EntityPlan& plan, std::size_t attribute) {
  return *plan.attributes[attribute].composed;  // NOLINT(bugprone-unchecked-optional-access)
}

std::string type_literal(const EntityPlan& plan) {
  if (!plan.discriminator) return {};
  return plan::string_literal(plan.attributes[*plan.discriminator].constant.value_or(""));
}

std::vector<std::string> composed_values(const EntityPlan& plan, std::size_t attribute, std::string_view wire) {
  std::vector<std::string> values;
  for (const plan::TemplatePlan::Part& part : template_of(plan, attribute).parts) {
    const AttributePlan& of = plan.attributes[part.attribute];
    values.push_back(plan::in_form(of.form, of.parameter, wire));
  }
  return values;
}

std::vector<std::string> constructor_of(const EntityPlan& plan) {
  std::vector<std::string> parameters{"partita::Client client"};
  if (plan.tenant) parameters.push_back(parameter(plan.tenant_type, "tenant"));
  return parameters;
}

Functions functions(const EntityPlan& plan) {
  const std::string nothing = "partita::Result<void>";
  const std::string item = "partita::Result<std::optional<" + plan.type + ">>";
  const std::vector<std::string> key = parameters_of(plan, asked(plan, plan.key));
  const std::vector<std::string> key_struct{"const " + plan.stem + "Key& key"};
  // What checks the tenant must know it.
  const std::string_view in_item = plan.tenant ? " const" : "";
  const std::string_view of_item = plan.tenant ? "" : "static ";
  return {
      {item, "get", followed(key, std::string(read_options)), " const", by_default},
      {item, "get", followed(key_struct, std::string(read_options)), " const", by_default},
      {item, "existing", {"const partita::Error& error"}, in_item, {}, of_item},
      {"partita::Result<std::string>", "to_item", {"const " + plan.type + "& " + plan.variable}, in_item, {}, of_item},
      {"void",
       "to_item",
       {"const " + plan.type + "& " + plan.variable, "partita::wire::Writer& out"},
       in_item,
       {},
       of_item},
      {"partita::Result<" + plan.type + ">", "from_item", {"std::string_view json"}, in_item, {}, of_item},
      {nothing, "create_table", {std::string(call_options)}, " const", by_default},
      {"partita::Scan<" + plan.type + ">", "scan", {}, " const"},
  };
}

std::vector<std::string> arguments_of(const EntityPlan& plan, const std::vector<std::size_t>& attributes) {
  std::vector<std::string> arguments;
  arguments.reserve(attributes.size());
  for (const std::size_t i : attributes) arguments.push_back(plan.attributes[i].parameter);
  return arguments;
}

std::vector<std::string> query_parameters(const EntityPlan& plan, const QueryPlan& query) {
  std::vector<std::string> parameters = parameters_of(plan, asked(plan, query.parameters));
  if (query.lookup) parameters.push_back(parameter(plan.companions[*query.lookup].element_type, "value"));
  return parameters;
}

Function query_function(const EntityPlan& plan, const QueryPlan& query) {
  return {query.class_name, query.method, query_parameters(plan, query), " const"};
}

Function sort_function(const EntityPlan& plan, const QueryPlan& query, const plan::SortMethodPlan& method) {
  using Condition = plan::Condition;
  const AttributePlan& last = plan.attributes[method.last];
  std::vector<std::string> parameters = parameters_of(plan, method.before);
  switch (method.condition) {
    case Condition::range:
      parameters.push_back("const partita::SortCondition<" + last.comparison + ">& condition");
      break;
    case Condition::prefix:
      parameters.emplace_back("const partita::PrefixCondition& condition");
      break;
    case Condition::equal:
      parameters.push_back(parameter(last.parameter_type, "value"));
      break;
  }
  return {query.class_name + "&", method.name, std::move(parameters), " &"};
}

std::vector<std::string> sort_arguments(const EntityPlan& plan, const plan::SortMethodPlan& method) {
  std::vector<std::string> arguments = arguments_of(plan, method.before);
  const bool is_equal = method.condition == plan::Condition::equal;
  arguments.emplace_back(is_equal ? "value" : "condition");
  return arguments;
}

std::vector<std::string> constructor_parameters(const EntityPlan& plan, const QueryPlan& query) {
  std::vector<std::string> parameters = query_parameters(plan, query);
  if (plan.tenant)
    parameters = preceded("const partita::Tenant<" + plan.tenant_type + ">& tenant", std::move(parameters));
  return preceded("const partita::Client& client", std::move(parameters));
}

std::string query_base(const QueryPlan& query) {
  if (query.lookup) return "LookupQuery";
  return query.index.empty() || query.local ? "ConsistentQuery" : "Query";
}

}  // namespace partita::emit
