#include "emit/cpp_values.hpp"

#include "plan/layout.hpp"
#include "plan/names.hpp"
#include "plan/scope.hpp"
#include "plan/type_use.hpp"

#include <algorithm>
#include <limits>

namespace partita::emit {
namespace {

using render::Value;

// The smallest type that holds all values, so that the enumeration takes no more room than it needs.
std::string base_of(const std::vector<model::Enumerator>& enumerators) {
  std::int64_t low = 0;
  std::int64_t high = 0;
  for (const model::Enumerator& each : enumerators) {
    low = std::min(low, each.value);
    high = std::max(high, each.value);
  }
  if (low < 0) return "std::int64_t";
  if (high <= std::numeric_limits<std::uint8_t>::max()) return "std::uint8_t";
  return high <= std::numeric_limits<std::uint16_t>::max() ? "std::uint16_t" : "std::int64_t";
}

}  // namespace

Value enumeration_value(const model::NamedType& type) {
  std::vector<std::string> enumerators;
  std::int64_t next = 0;
  for (const model::Enumerator& each : type.enumerators) {
    std::string text = plan::cpp_identifier(each.name.text);
    if (each.value != next) text += " = " + std::to_string(each.value);
    next = each.value + 1;
    enumerators.push_back(std::move(text));
  }
  Value value;
  value.set("is_enumeration", true);
  value.set("is_structure", false);
  value.set("enumeration",
            plan::enumeration("enum class " + type.cpp_name + " : " + base_of(type.enumerators), enumerators));
  return value;
}

Value structure_value(const std::string& name, const std::vector<model::Member>& members) {
  Value::List lines;
  plan::Scope global({});
  // A member that is called like a type hides it from those behind it.
  for (const model::Member& member : members) global.hide(member.field);
  for (const model::Member& member : members) {
    const std::string declaration = plan::member_type(member, global) + " " + member.field;
    const bool braces = !member.has_default || member.default_text.empty() || member.default_text == "{}";
    lines.emplace_back(braces ? declaration + "{};" : declaration + " = " + member.default_text + ";");
  }
  Value value;
  value.set("is_enumeration", false);
  value.set("is_structure", true);
  value.set("name", name);
  value.set("members", std::move(lines));
  return value;
}

}  // namespace partita::emit
