#include "emit/explain.hpp"
#include "plan/explanation.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <string_view>

namespace partita::emit {
namespace {

using Json = nlohmann::ordered_json;

Json attributes_json(const std::vector<plan::ExplainedKey::Attribute>& attributes) {
  Json list = Json::array();
  for (const auto& attribute : attributes) {
    Json json{{"attribute", attribute.name}};
    if (!attribute.composed.empty()) json["template"] = attribute.composed;
    list.push_back(std::move(json));
  }
  return list;
}

Json key_json(const plan::ExplainedKey& key) {
  Json json{{"kind", key.kind}};
  if (!key.name.empty()) json["name"] = key.name;
  json["partition"] = attributes_json(key.partition);
  json["sort"] = attributes_json(key.sort);
  json["holds"] = key.holds;
  if (key.sparse) json["sparse"] = true;
  return json;
}

Json pattern_json(const plan::ExplainedPattern& pattern) {
  constexpr std::array<std::string_view, 3> criticality{"low", "normal", "high"};
  Json json{{"name", pattern.name}, {"operation", pattern.operation}, {"key", pattern.key}};
  if (!pattern.unserved.empty()) json["unserved"] = pattern.unserved;
  json["condition"] = pattern.condition;
  if (!pattern.order.empty()) json["order"] = pattern.order;
  json["filter"] = pattern.filter;
  json["reads"] = pattern.reads;
  json["hydrate"] = pattern.hydrate;
  json["items"] = pattern.items;
  json["item_bytes"] = pattern.item_bytes;
  json["assumed"] = pattern.assumed;
  json["read_units"] = pattern.cost.units;
  json["requests"] = pattern.cost.requests;
  json["per_second"] = pattern.per_second;
  json["criticality"] = std::string(criticality[static_cast<std::size_t>(pattern.criticality)]);
  json["weight"] = pattern.weight;
  return json;
}

Json entity_json(const plan::Explanation& explanation) {
  Json json{{"entity", explanation.entity}, {"table", explanation.table}, {"item_bytes", explanation.item_bytes}};
  json["keys"] = Json::array();
  for (const auto& key : explanation.keys) json["keys"].push_back(key_json(key));
  json["access_patterns"] = Json::array();
  for (const auto& pattern : explanation.patterns) json["access_patterns"].push_back(pattern_json(pattern));
  json["writes"] = Json::array();
  for (const auto& write : explanation.writes) {
    json["writes"].push_back({{"operation", write.name}, {"best", write.cost.best}, {"worst", write.cost.worst}});
  }
  json["facts"] = explanation.facts;
  json["changes"] = explanation.changes;
  return json;
}

}  // namespace

std::string explain_json(const model::Schema& schema) {
  Json list = Json::array();
  for (const model::Entity& entity : schema.entities) list.push_back(entity_json(plan::explain(schema, entity)));
  return Json{{"entities", std::move(list)}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace partita::emit
