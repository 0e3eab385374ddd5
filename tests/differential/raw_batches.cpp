#include "raw_requests.hpp"

#include "raw_expressions.hpp"
#include "raw_values.hpp"

#include <algorithm>
#include <utility>

namespace differential {
namespace {

const RawTable& any_table(Rng& rng, const std::vector<RawTable>& tables) {
  return tables[rng.below(tables.size())];
}

}  // namespace

Json random_batch_get(Rng& rng, const std::vector<RawTable>& tables) {
  Json items = Json::object();
  for (std::size_t count = 1 + rng.below(2); count > 0; --count) {
    const RawTable& table = any_table(rng, tables);
    Json& of_table = items[table.name];
    of_table = Json::object();
    Json& keys = of_table["Keys"];
    for (std::size_t more = 1 + rng.below(4); more > 0; --more) {
      const Json key = random_key(rng, table);
      if (rng.chance(97) && std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
      keys.push_back(key);
    }
    if (rng.chance(30)) {
      RawExpressions expressions(rng);
      if (const std::string projection = expressions.projection(); !projection.empty()) {
        of_table["ProjectionExpression"] = projection;
      }
      expressions.add_placeholders(of_table);
    }
    if (rng.chance(30)) of_table["ConsistentRead"] = rng.chance(70);
  }
  Json body{{"RequestItems", items}};
  add_capacity(rng, body);
  return body;
}

Json random_batch_write(Rng& rng, const std::vector<RawTable>& tables) {
  Json items = Json::object();
  std::vector<Json> keys;
  for (std::size_t count = 1 + rng.below(5); count > 0; --count) {
    const RawTable& table = any_table(rng, tables);
    const bool puts = rng.chance(65);
    const Json content = puts ? random_item(rng, table) : random_key(rng, table);
    Json key = table.key_of(content);
    key["table"] = table.name;
    if (rng.chance(97) && std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    keys.push_back(std::move(key));
    if (puts) {
      items[table.name].push_back({{"PutRequest", {{"Item", content}}}});
    } else {
      items[table.name].push_back({{"DeleteRequest", {{"Key", content}}}});
    }
  }
  Json body{{"RequestItems", items}};
  add_capacity(rng, body);
  if (rng.chance(5)) body["ReturnItemCollectionMetrics"] = "SIZE";
  return body;
}

Json random_transact_get(Rng& rng, const std::vector<RawTable>& tables) {
  Json gets = Json::array();
  std::vector<Json> keys;
  for (std::size_t count = 1 + rng.below(4); count > 0; --count) {
    Json get = random_get(rng, any_table(rng, tables));
    Json key{get["TableName"], get["Key"]};
    if (rng.chance(95) && std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    keys.push_back(std::move(key));
    gets.push_back({{"Get", std::move(get)}});
  }
  Json body{{"TransactItems", gets}};
  add_capacity(rng, body);
  return body;
}

Json random_transact_write(Rng& rng, const std::vector<RawTable>& tables) {
  static const std::vector<std::pair<std::string, std::string>> kinds{
      {"Put", "PutItem"},       {"Put", "PutItem"},       {"Update", "UpdateItem"},
      {"Update", "UpdateItem"}, {"Delete", "DeleteItem"}, {"ConditionCheck", "ConditionCheck"}};
  Json writes = Json::array();
  std::vector<Json> keys;
  for (std::size_t count = 1 + rng.below(4); count > 0; --count) {
    const RawTable& table = any_table(rng, tables);
    const auto& [action, operation] = kinds[rng.below(kinds.size())];
    Json write = random_write(rng, table, operation);
    Json key{table.name, table.key_of(operation == "PutItem" ? write["Item"] : write["Key"])};
    if (rng.chance(95) && std::find(keys.begin(), keys.end(), key) != keys.end()) continue;
    keys.push_back(std::move(key));
    writes.push_back({{action, std::move(write)}});
  }
  Json body{{"TransactItems", writes}};
  add_capacity(rng, body);
  if (rng.chance(5)) body["ReturnItemCollectionMetrics"] = "SIZE";
  // Few, so that requests meet: with a token of another one, or of themselves.
  if (rng.chance(10)) body["ClientRequestToken"] = tables.front().name + std::to_string(rng.below(400));
  return body;
}

}  // namespace differential
