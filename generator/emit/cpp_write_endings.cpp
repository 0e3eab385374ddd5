#include "emit/cpp_write_endings.hpp"

#include "emit/cpp_common.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using plan::AttributePlan;
using plan::EntityPlan;

// Names that an expression aliases, as a member of the request.
std::vector<std::string> names_member(const std::vector<const AttributePlan*>& attributes) {
  std::string names;
  for (const AttributePlan* attribute : attributes) {
    if (attribute->alias.empty()) continue;
    names +=
        (names.empty() ? "" : ",") + plan::json_string(attribute->alias) + ":" + plan::json_string(attribute->name);
  }
  if (names.empty()) return {};
  return {plan::raw_literal(R"("ExpressionAttributeNames":{)" + names + "},")};
}

const std::string& expression_name(const AttributePlan& attribute) {
  return attribute.alias.empty() ? attribute.name : attribute.alias;
}

std::string conditional_ending() {
  return plan::raw_literal(R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD",)" + std::string(answer_capacity));
}

}  // namespace

std::string create_ending(const EntityPlan& plan) {
  const AttributePlan& partition = plan.attributes[plan.stored_key.front()];
  std::vector<std::string> pieces{
      plan::raw_literal(R"(,"ConditionExpression":"attribute_not_exists()" + expression_name(partition) + R"x()",)x")};
  for (std::string& names : names_member({&partition})) pieces.push_back(std::move(names));
  pieces.push_back(conditional_ending());
  return plan::literals(2, "call.body().raw(", pieces, ");");
}

std::string tenant_value(const EntityPlan& plan) {
  return plan.detail + "::stored(" + plan.detail + "::" + item_of(plan).members +
         "::" + plan.attributes[*plan.tenant].field + ", tenant_.value())";
}

std::vector<std::string> tenant_lines(const EntityPlan& plan) {
  if (!plan.tenant_outside_key) return {};
  return {"// The item under this key may be another tenant's: it stays, and no error shows it.",
          plan::assignment(2, "const partita::Value tenant", tenant_value(plan)),
          "call.show_only(" + field(plan, *plan.tenant) + ", tenant);"};
}

std::vector<std::string> replace_ending(const EntityPlan& plan) {
  if (!plan.discriminator && !plan.tenant_outside_key) {
    return {"call.body().raw(" + plan::raw_literal("," + std::string(answer_capacity)) + ");"};
  }
  std::vector<const AttributePlan*> named{&plan.attributes[plan.stored_key.front()]};
  std::string same;
  std::string values;
  if (plan.discriminator) {
    const AttributePlan& type = plan.attributes[*plan.discriminator];
    named.push_back(&type);
    same = expression_name(type) + " = :type";
    values = R"(":type":{"S":)" + plan::json_string(type.constant.value_or("")) + "}";
  }
  if (plan.tenant_outside_key) {
    named.push_back(&plan.attributes[*plan.tenant]);
    const std::string own = expression_name(*named.back()) + " = :tenant";
    same = same.empty() ? own : "(" + same + " AND " + own + ")";
    values += std::string(values.empty() ? "" : ",") + R"(":tenant":)";
  }
  std::vector<std::string> pieces{plan::raw_literal(R"(,"ConditionExpression":"attribute_not_exists()" +
                                                    expression_name(*named.front()) + ") OR " + same + "\",")};
  for (std::string& names : names_member(named)) pieces.push_back(std::move(names));
  values = R"("ExpressionAttributeValues":{)" + values;
  if (!plan.tenant_outside_key) {
    pieces.push_back(plan::raw_literal(values + "},"));
    pieces.push_back(conditional_ending());
    return {plan::literals(2, "call.body().raw(", pieces, ");")};
  }
  std::vector<std::string> lines = tenant_lines(plan);
  pieces.push_back(plan::raw_literal(values));
  lines.push_back(plan::literals(2, "call.body().raw(", pieces, ");"));
  lines.emplace_back("call.body().raw(tenant.json());");
  lines.push_back(plan::literals(2, "call.body().raw(", {plan::raw_literal("},"), conditional_ending()}, ");"));
  return lines;
}

}  // namespace partita::emit
