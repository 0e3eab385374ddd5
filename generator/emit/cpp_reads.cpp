#include "emit/cpp_reads.hpp"

#include "emit/cpp_common.hpp"
#include "plan/attribute_list.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::emit {
namespace {

using plan::EntityPlan;
using plan::QueryPlan;
using render::Value;

// A method's name may end in `_`, and names with two of them in a row are the implementation's.
std::string stem_of(const QueryPlan& query) {
  return query.method.substr(0, query.method.find_last_not_of('_') + 1);
}

struct Source {
  std::string stem;
  std::string index;
  std::vector<std::size_t> keys;
  std::optional<std::size_t> ttl;
  bool skips_companions = false;
  std::string entity{};  ///< what cursors are of; empty: the entity alone
};

// Too long for a line: one each.
std::string list(const std::string& head, const std::vector<std::string>& parts) {
  const std::string line = head + joined(parts) + "};";
  if (line.size() <= plan::column_limit) return line;
  std::string lines = head + "\n";
  for (const std::string& part : parts) lines += "    " + part + ",\n";
  return lines + "};";
}

Value source_value(const EntityPlan& plan, const Source& source) {
  std::vector<std::string> keys;
  for (const std::size_t i : source.keys) keys.push_back(attribute_name(plan.attributes[i]));
  const std::string entity = source.entity.empty() ? plan.type : source.entity;
  std::vector<std::string> members{plan::string_literal(entity), plan::string_literal(source.index),
                                   source.stem + "_keys"};
  const bool hides = !hidden_names(plan).empty();
  if (source.ttl) members.push_back(attribute_name(plan.attributes[*source.ttl]));
  if (!source.ttl && (hides || source.skips_companions)) members.emplace_back("{}");
  if (hides) members.emplace_back("hidden_attributes");
  if (!hides && source.skips_companions) members.emplace_back("{}");
  if (source.skips_companions) members.emplace_back("true");
  return Value{{"keys", list("constexpr partita::AttributeName " + source.stem + "_keys[] = {", keys)},
               {"source", plan::variable(0, "constexpr partita::QuerySource", source.stem + "_source", members)}};
}

}  // namespace

Value::List read_sources(const EntityPlan& plan) {
  Value::List sources;
  for (const QueryPlan& query : plan.queries) {
    const std::string entity = query.lookup ? plan.type + " " + query.method : "";
    sources.push_back(
        source_value(plan, {stem_of(query), query.index, query.keys, query.ttl, query.skips_companions, entity}));
  }
  if (!plan.scan_reason.empty()) {
    const bool has_key = plan.ttl && plan::contains(plan.stored_key, *plan.ttl);
    const bool skips_companions = !plan.companions.empty() && !plan.discriminator;
    sources.push_back(
        source_value(plan, {"scan", "", plan.stored_key, has_key ? std::nullopt : plan.ttl, skips_companions}));
  }
  if (!plan.companions.empty()) {
    const bool has_key = plan.ttl && plan::contains(plan.stored_key, *plan.ttl);
    sources.push_back(source_value(
        plan, {"repair_walk", "", plan.stored_key, has_key ? std::nullopt : plan.ttl, false, plan.type + " repair"}));
  }
  return sources;
}

bool has_sources(const EntityPlan& plan) {
  return !plan.queries.empty() || !plan.scan_reason.empty();
}

std::string source_of(const EntityPlan& plan, const QueryPlan& query) {
  return plan.detail + "::" + stem_of(query) + "_source";
}

std::string scan_source(const EntityPlan& plan) {
  return plan.detail + "::scan_source";
}

std::string expiry_comment(const EntityPlan& plan, const QueryPlan& query) {
  if (!plan.ttl) return "";
  if (query.ttl) return " Items past their time to live are paid for, and dropped.";
  const bool is_key = plan::contains(query.keys, *plan.ttl);
  return " Items past their time to live are among them until the service deletes them: " +
         quoted(plan.attributes[*plan.ttl].name) +
         (is_key ? " is a key here, which no filter may name." : " is not projected, so no filter can tell.");
}

}  // namespace partita::emit
