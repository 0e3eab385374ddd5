#include "emit/cpp_views.hpp"

#include "emit/cpp_common.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using plan::EntityPlan;
using plan::ViewPlan;
using render::Value;

constexpr std::string_view result = "partita::Result<std::optional<View>>";

std::string find_function(const EntityPlan& plan, const ViewPlan& view, const std::string& tail) {
  return plan::function(0, "const partita::ViewCodec<" + view.type + ">&", "view_codec",
                        {"const " + plan.type + "*" + (tail == ";" ? "" : " /*entity*/"),
                         "const " + view.type + "*" + (tail == ";" ? "" : " /*view*/")},
                        tail);
}

std::vector<std::string> types_of(const std::vector<std::string>& parameters) {
  std::vector<std::string> types;
  for (const std::string& each : parameters) types.push_back(each.substr(0, each.rfind(' ')));
  return types;
}

std::string head(const EntityPlan& plan) {
  return "template <partita::view_of<" + plan.type + "> View>";
}

}  // namespace

void add_view_declarations(Value& value, const EntityPlan& plan, const std::string& export_prefix) {
  value.set("has_views", !plan.views.empty());
  const Functions all = functions(plan);
  Value::List views;
  for (const ViewPlan& view : plan.views) views.emplace_back(export_prefix + find_function(plan, view, ";"));
  value.set("views", std::move(views));
  value.set("view_head", head(plan));
  Function get = all.get;
  get.type = result;
  get.name = "get_as";
  value.set("declare_get_as", get.declared());
  Function get_key = all.get_key;
  std::vector<std::string> parameters = get_key.parameters;
  parameters.back() += " = {}";
  std::vector<std::string> arguments = key_values(plan, "key.");
  arguments.emplace_back("options");
  value.set("get_as_key", plan::inline_function(2, result, "get_as", parameters, " const",
                                                plan::braced(4, "return get_as<View>(", arguments, ");")));
}

void add_view_definitions(Value& value, const EntityPlan& plan) {
  value.set("has_views", !plan.views.empty());
  value.set("view_head", head(plan));
  const std::string repository = repository_name(plan);
  Function get = functions(plan).get;
  get.type = result;
  get.name = "get_as";
  value.set("define_get_as", get.defined(repository));
  value.set("view_call", plan::braced(2, "partita::Call<std::optional<View>> call{",
                                      {"client_", plan.detail + "::write_rules"}, "};"));
  value.set("find_view", plan::assignment(2, "const partita::ViewCodec<View>& view",
                                          "partita::find_view<" + plan.type + ", View>()"));
  value.set("project", plan.ttl ? "call.project(view.attributes, view.codec.ttl);" : "call.project(view.attributes);");
  Value::List views;
  for (const ViewPlan& view : plan.views) {
    std::vector<std::string> names;
    for (const std::size_t i : view.requested) names.push_back(attribute_name(plan.attributes[i]));
    Value each;
    each.set("define", find_function(plan, view, " {"));
    each.set("attributes", plan::braced(2, "static constexpr partita::AttributeName attributes[] = {", names, "};"));
    each.set("view", plan::variable(2, "static constexpr partita::ViewCodec<" + view.type + ">", "view",
                                    {plan.detail + "::" + view.codec, "attributes"}));
    each.set("instantiation",
             plan::function(0, "template partita::Result<std::optional<" + view.type + ">>",
                            repository + "::get_as<" + view.type + ">", types_of(get.parameters), " const;"));
    views.push_back(std::move(each));
  }
  value.set("views", std::move(views));
}

}  // namespace partita::emit
