#include "emit/cpp_transactions.hpp"

#include "emit/cpp_common.hpp"
#include "emit/cpp_shards.hpp"
#include "emit/cpp_writes.hpp"
#include "plan/layout.hpp"

#include <string>
#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using plan::EntityPlan;
using render::Value;

Function check_function(const EntityPlan& plan, std::vector<std::string> parameters) {
  parameters.push_back("const partita::WriteOptions<" + plan.type + ">& options");
  return {"partita::Result<void>", "check", std::move(parameters), " const", " = {}"};
}

Function check_by_parts(const EntityPlan& plan) {
  return check_function(plan, parameters_of(plan, asked(plan, plan.key)));
}

Function check_by_key(const EntityPlan& plan) {
  return check_function(plan, {"const " + plan.stem + "Key& key"});
}

Function with_function(const EntityPlan& plan) {
  return {repository_name(plan), "with", {"partita::Client client"}, " const"};
}

Value::List check_lines(const EntityPlan& plan) {
  Value::List lines{
      plan::braced(2, "partita::ItemWrite write{",
                   {"client_", "partita::WriteKind::check", plan.detail + "::write_rules", "options"}, "};"),
      plan::braced(2, plan.detail + "::write_key(", preceded("write.item()", scoped_arguments(plan, plan.key)), ");")};
  add_lines(lines, name_places(plan, "write"));
  add_tenant(lines, plan);
  lines.emplace_back("return write.run_check();");
  return lines;
}

}  // namespace

void add_transaction_declarations(Value& value, const EntityPlan& plan) {
  value.set(
      "check_comment",
      plan::comment(2, "///",
                    "Fails with `condition_failed` if the item does not exist, or a condition of the options does "
                    "not hold. Meant for transactions, where it holds while the other actions happen. Costs 2 "
                    "write units a KB, though it changes nothing."));
  value.set("declare_check", check_by_parts(plan).declared());
  value.set("declare_check_key", check_by_key(plan).declared());
  value.set("declare_with", with_function(plan).declared());
}

void add_transaction_definitions(Value& value, const EntityPlan& plan) {
  const std::string repository = repository_name(plan);
  value.set("define_check", check_by_parts(plan).defined(repository));
  value.set("check_lines", check_lines(plan));
  value.set("define_check_key", check_by_key(plan).defined(repository));
  value.set("return_check", plan::braced(2, "return check(", followed(key_values(plan, "key."), "options"), ");"));
  value.set("define_with", with_function(plan).defined(repository));
  std::vector<std::string> arguments{"std::move(client)"};
  if (plan.tenant) arguments.emplace_back("tenant_.value()");
  value.set("return_with", plan::braced(2, "return " + repository + "{", arguments, "};"));
}

}  // namespace partita::emit
