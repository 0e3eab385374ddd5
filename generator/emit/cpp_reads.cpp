#include "emit/cpp_reads.hpp"

#include "emit/cpp_common.hpp"
#include "plan/attribute_list.hpp"
#include "plan/layout.hpp"
#include "plan/literals.hpp"

#include <algorithm>
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
  std::size_t partition = 0;
  std::size_t sort = 0;
  std::optional<std::size_t> ttl;
  bool skips_companions = false;
  std::string entity{};  ///< what cursors are of; empty: the entity alone
  std::vector<std::size_t> held{};
};

// On one line, or one each.
std::string one_each(const std::string& head, const std::vector<std::string>& parts) {
  const std::string line = head + joined(parts) + "};";
  if (line.size() <= plan::column_limit) return line;
  std::string lines = head + "\n";
  for (const std::string& part : parts) lines += "    " + part + ",\n";
  return lines + "};";
}

// The same; clang-format would set five elements or more in columns, unless a comment ends each line.
std::string list(const std::string& head, const std::vector<std::string>& parts) {
  constexpr std::size_t few = 4;
  if (parts.size() <= few || head.size() + joined(parts).size() + 2 <= plan::column_limit) return one_each(head, parts);
  std::size_t width = 0;
  for (const std::string& part : parts) width = std::max(width, part.size());
  std::string lines = head + "\n";
  for (const std::string& part : parts) {
    lines += "    " + part + "," + std::string(width - part.size(), ' ') + "  //\n";
  }
  return lines + "};";
}

std::string names(const EntityPlan& plan, const std::string& name, const std::vector<std::size_t>& attributes) {
  std::vector<std::string> texts;
  for (const std::size_t i : attributes) texts.push_back(attribute_name(plan.attributes[i]));
  return list("constexpr partita::AttributeName " + name + "[] = {", texts);
}

Value source_value(const EntityPlan& plan, const Source& source) {
  const bool is_narrow = !source.held.empty();
  const std::string entity = source.entity.empty() ? plan.type : source.entity;
  std::vector<std::string> members{".entity = " + plan::string_literal(entity)};
  if (!source.index.empty()) members.push_back(".index = " + plan::string_literal(source.index));
  members.push_back(".keys = " + source.stem + "_keys");
  if (source.partition != 0) members.push_back(".partition = " + std::to_string(source.partition));
  if (source.sort != 0) members.push_back(".sort = " + std::to_string(source.sort));
  if (source.ttl) members.push_back(".ttl = " + attribute_name(plan.attributes[*source.ttl]));
  if (!hidden_names(plan).empty()) members.emplace_back(".hidden = hidden_attributes");
  if (source.skips_companions) members.emplace_back(".skips_companions = true");
  if (is_narrow) members.push_back(".held = " + source.stem + "_held");
  Value::List constants{names(plan, source.stem + "_keys", source.keys)};
  if (is_narrow) constants.push_back(names(plan, source.stem + "_held", source.held));
  constants.push_back(one_each("constexpr partita::QuerySource " + source.stem + "_source{", members));
  return Value{{"constants", std::move(constants)}};
}

}  // namespace

Value::List read_sources(const EntityPlan& plan) {
  Value::List sources;
  for (const QueryPlan& query : plan.queries) {
    const std::string entity = query.lookup ? plan.type + " " + query.method : "";
    sources.push_back(
        source_value(plan, {stem_of(query), query.index, query.keys, query.own_partition.size(), query.own_sort.size(),
                            query.ttl, query.skips_companions, entity, query.held}));
  }
  const bool has_key = plan.ttl && plan::contains(plan.stored_key, *plan.ttl);
  const auto ttl = has_key ? std::nullopt : plan.ttl;
  if (!plan.scan_reason.empty()) {
    const bool skips_companions = !plan.companions.empty() && !plan.discriminator;
    sources.push_back(source_value(plan, {"scan", "", plan.stored_key, 0, 0, ttl, skips_companions}));
  }
  if (!plan.companions.empty()) {
    sources.push_back(
        source_value(plan, {"repair_walk", "", plan.stored_key, 0, 0, ttl, false, plan.type + " repair"}));
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
