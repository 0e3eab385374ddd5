#include "emit/cpp_planned.hpp"

#include "emit/cpp_common.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using plan::EntityPlan;
using plan::QueryPlan;
using render::Value;

std::string places(const EntityPlan& plan, const std::vector<std::size_t>& attributes) {
  std::vector<std::string> list;
  for (const std::size_t i : attributes) list.push_back(plan.attributes[i].place);
  return "{" + joined(list) + "}";
}

std::string hexadecimal(std::uint64_t bits) {
  std::ostringstream text;
  text << "0x" << std::hex << bits;
  return text.str();
}

}  // namespace

std::string key_layout(const EntityPlan& plan, const QueryPlan& query) {
  std::vector<std::string> parts{places(plan, query.own_partition), places(plan, query.own_sort)};
  if (!query.given.empty() || !query.held.empty()) parts.push_back(places(plan, query.given));
  if (!query.held.empty()) parts.push_back(places(plan, query.held));
  return plan::variable(2, "static constexpr partita::KeyLayout", "layout", parts);
}

void add_planned_declarations(Value& value, const EntityPlan& plan) {
  std::vector<std::string> queries{"Mentioned", "Equal", "Ranged"};
  for (const QueryPlan& query : plan.queries) {
    if (query.plannable) queries.push_back(query.class_name);
  }
  if (queries.size() == 3) {
    value.set("planned", Value::List{});
    return;
  }
  const std::string refusal = "no key or index of '" + plan.type + "' serves this condition: ";
  std::uint64_t keys = 0;
  std::uint64_t partitions = 0;
  Value::List refusals;
  for (const plan::UnservedPlan& each : plan.unserved) {
    const std::string& place = plan.attributes[each.attribute].place;
    const std::uint64_t bit = std::uint64_t{1} << std::stoul(place);
    keys |= bit;
    if (each.advice.empty()) {
      partitions |= bit;
    } else {
      refusals.push_back(plan::assertion(4, "proposed != " + place, refusal + each.advice));
    }
  }
  if (partitions != 0) {
    refusals.push_back(plan::assertion(4, "(partita::bit_of(proposed) & " + hexadecimal(partitions) + ") == 0",
                                       refusal + "its filter names a part of the key, or what is not held"));
  }
  refusals.push_back(plan::assertion(4, "Chosen::is_served || proposed != partita::unnumbered",
                                     refusal + "compare all of a partition key by ==, joined by &&"));
  Value planned;
  planned.set("type", plan.type);
  const std::string chosen = "partita::ChosenQuery<" + joined(queries) + ">";
  const bool fits = std::string_view("    using Chosen = ;").size() + chosen.size() <= plan::column_limit;
  planned.set("chosen", fits || 9 + chosen.size() > plan::column_limit
                            ? plan::bracketed(4, "using Chosen = partita::ChosenQuery<", queries, ">;")
                            : "using Chosen =\n        " + chosen + ";");
  planned.set("proposed", "constexpr partita::Place proposed = Chosen::proposal(" + hexadecimal(keys) + ");");
  planned.set("refusals", std::move(refusals));
  planned.set("arguments",
              plan.tenant ? "client_, tenant_, condition.expression()" : "client_, condition.expression()");
  value.set("planned", Value::List{std::move(planned)});
}

std::vector<std::string> planned_parameters(const EntityPlan& plan) {
  std::vector<std::string> parameters{"const partita::Client& client"};
  if (plan.tenant) parameters.push_back("const partita::Tenant<" + plan.tenant_type + ">& tenant");
  parameters.emplace_back("const partita::Expression& condition");
  return parameters;
}

}  // namespace partita::emit
