#include "emit/cpp_cached.hpp"

#include "emit/cpp_common.hpp"
#include "plan/layout.hpp"

#include <string>
#include <utility>

namespace partita::emit {
namespace {

using plan::EntityPlan;
using render::Value;

// What shares the item in place of copying it.
Function shared(const EntityPlan& plan, Function get) {
  get.type = "partita::Result<std::shared_ptr<const " + plan.type + ">>";
  get.name = "get_shared";
  return get;
}

std::string lifetime(const EntityPlan& plan) {
  return std::to_string(plan.cached_seconds) + " s";
}

}  // namespace

void add_cached_declarations(Value& value, const EntityPlan& plan) {
  value.set("cached", plan.cached_seconds > 0);
  const Functions all = functions(plan);
  value.set(
      "get_shared_comment",
      plan::comment(2, "///",
                    "The same without a copy: the item that the client's cache holds, for up to " + lifetime(plan) +
                        ", which others share; null if there is none. Costs what `get` costs if it is not cached, "
                        "and nothing otherwise."));
  value.set("declare_get_shared", shared(plan, all.get).declared());
  value.set("declare_get_shared_key", shared(plan, all.get_key).declared());
}

void add_cached_definitions(Value& value, const EntityPlan& plan) {
  const Functions all = functions(plan);
  const std::string repository = repository_name(plan);
  const bool cached = plan.cached_seconds > 0;
  value.set("cached", cached);
  value.set("define_read", (cached ? shared(plan, all.get) : all.get).defined(repository));
  value.set("run", cached ? "run_shared" : "run");
  value.set("get_call", plan::braced(2,
                                     cached ? "partita::CachedCall<" + plan.type + "> call{"
                                            : "partita::Call<std::optional<" + plan.type + ">> call{",
                                     {"client_", plan.detail + "::write_rules"}, "};"));
  value.set("define_get", all.get.defined(repository));
  std::vector<std::string> arguments = arguments_of(plan, asked(plan, plan.key));
  arguments.emplace_back("options");
  value.set("return_copy", plan::braced(2, "return partita::copied(get_shared(", arguments, "));"));
  value.set("define_get_shared_key", shared(plan, all.get_key).defined(repository));
}

}  // namespace partita::emit
