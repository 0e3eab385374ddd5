#include "raw_tables.hpp"

#include <algorithm>

namespace differential {
namespace {

Json schema(const KeyPart& partition, const KeyPart& sort) {
  Json keys = Json::array({{{"AttributeName", partition.name}, {"KeyType", "HASH"}}});
  if (!sort.name.empty()) keys.push_back({{"AttributeName", sort.name}, {"KeyType", "RANGE"}});
  return keys;
}

void define(const KeyPart& part, Json& definitions) {
  if (part.name.empty()) return;
  const Json definition{{"AttributeName", part.name}, {"AttributeType", part.type}};
  if (std::find(definitions.begin(), definitions.end(), definition) == definitions.end()) {
    definitions.push_back(definition);
  }
}

}  // namespace

Json RawTable::definition() const {
  Json body{{"TableName", name}, {"BillingMode", "PAY_PER_REQUEST"}, {"KeySchema", schema(partition, sort)}};
  Json definitions = Json::array();
  define(partition, definitions);
  define(sort, definitions);
  for (const RawIndex& index : indexes) {
    define(index.partition, definitions);
    define(index.sort, definitions);
    body[index.local ? "LocalSecondaryIndexes" : "GlobalSecondaryIndexes"].push_back(
        {{"IndexName", index.name},
         {"KeySchema", schema(index.partition, index.sort)},
         {"Projection", index.projection}});
  }
  body["AttributeDefinitions"] = definitions;
  return body;
}

std::vector<std::string> RawTable::key_names() const {
  std::vector<std::string> names{partition.name};
  if (!sort.name.empty()) names.push_back(sort.name);
  return names;
}

Json RawTable::key_of(const Json& item) const {
  Json key = Json::object();
  for (const std::string& each : key_names()) {
    if (item.is_object() && item.contains(each)) key[each] = item.at(each);
  }
  return key;
}

std::vector<RawTable> item_tables(const std::string& prefix) {
  const Json all{{"ProjectionType", "ALL"}};
  const Json keys{{"ProjectionType", "KEYS_ONLY"}};
  const Json some{{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", {"a", "m"}}};
  const KeyPart pk{"pk", "S"};
  const KeyPart none;
  return {
      {prefix + "plain", pk, none, {}},
      {prefix + "sorted",
       pk,
       {"sk", "N"},
       {{"by_g", {"g", "S"}, none, false, keys},
        {"by_gs", {"g", "S"}, {"n", "N"}, false, all},
        {"by_l", pk, {"l", "S"}, true, all},
        {"by_n", pk, {"n", "N"}, true, some}}},
      {prefix + "bytes",
       {"pk", "B"},
       {"sk", "S"},
       {{"by_n", {"n", "N"}, {"sk", "S"}, false, some}, {"by_l", {"l", "S"}, {"pk", "B"}, false, keys}}},
  };
}

Json random_key_value(Rng& rng, const KeyPart& part) {
  static const std::vector<std::string> texts{"a", "b", "ab", "A", "\xC3\xBC"};
  static const std::vector<std::string> numbers{"0", "1", "2", "-1", "1.5", "10", "1E1", "1.0"};
  static const std::vector<std::string> binaries{"AA==", "AAE=", "/w==", "gA=="};
  const auto& pool = part.type == "S" ? texts : part.type == "N" ? numbers : binaries;
  return {{part.type, pool[rng.below(pool.size())]}};
}

Json random_key(Rng& rng, const RawTable& table) {
  Json key{{table.partition.name, random_key_value(rng, table.partition)}};
  if (!table.sort.name.empty()) key[table.sort.name] = random_key_value(rng, table.sort);
  return key;
}

}  // namespace differential
