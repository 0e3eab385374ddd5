#include "emit/cpp_write_endings.hpp"

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

std::string replace_ending(const EntityPlan& plan) {
  if (!plan.discriminator) return "call.body().raw(" + plan::raw_literal("," + std::string(answer_capacity)) + ");";
  const AttributePlan& partition = plan.attributes[plan.stored_key.front()];
  const AttributePlan& type = plan.attributes[*plan.discriminator];
  std::vector<std::string> pieces{plan::raw_literal(R"(,"ConditionExpression":"attribute_not_exists()" +
                                                    expression_name(partition) + ") OR " + expression_name(type) +
                                                    R"( = :type",)")};
  for (std::string& names : names_member({&partition, &type})) pieces.push_back(std::move(names));
  pieces.push_back(plan::raw_literal(R"("ExpressionAttributeValues":{":type":{"S":)" +
                                     plan::json_string(type.constant.value_or("")) + "}},"));
  pieces.push_back(conditional_ending());
  return plan::literals(2, "call.body().raw(", pieces, ");");
}

}  // namespace partita::emit
