#include "emit/cpp_streams.hpp"

#include "emit/cpp_common.hpp"
#include "plan/layout.hpp"

#include <string>

namespace partita::emit {
namespace {

using plan::EntityPlan;
using render::Value;

std::string find_function(const EntityPlan& plan, const std::string& parameter, const std::string& tail) {
  return plan::function(0, "const partita::StreamCodec<" + plan.type + ">&", "stream_codec",
                        {"const " + plan.type + "*" + parameter}, tail);
}

}  // namespace

void add_stream_declarations(Value& value, const EntityPlan& plan, const std::string& export_prefix) {
  value.set("declare_stream", export_prefix + find_function(plan, "", ";"));
}

void add_stream_definitions(Value& value, const EntityPlan& plan) {
  value.set("define_stream", find_function(plan, " /*entity*/", " {"));
  value.set("stream", plan::variable(2, "static constexpr partita::StreamCodec<" + plan.type + ">", "stream",
                                     {plan.detail + "::" + plan.codec, plan.detail + "::write_rules"}));
}

}  // namespace partita::emit
