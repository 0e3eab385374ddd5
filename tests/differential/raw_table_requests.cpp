#include "raw_requests.hpp"

#include <set>
#include <utility>

namespace differential {
namespace {

const std::vector<std::pair<std::string, std::string>> attributes{
    {"pk", "S"}, {"sk", "N"}, {"g", "S"}, {"l", "S"}, {"n", "N"}};

Json throughput(Rng& rng) {
  const std::size_t reads = 1 + rng.below(3);
  return {{"ReadCapacityUnits", reads}, {"WriteCapacityUnits", 1 + rng.below(3)}};
}

Json key_schema(const std::string& partition, const std::string& sort) {
  Json schema = Json::array({{{"AttributeName", partition}, {"KeyType", "HASH"}}});
  if (!sort.empty()) schema.push_back({{"AttributeName", sort}, {"KeyType", "RANGE"}});
  return schema;
}

Json definitions(const std::set<std::string>& used) {
  Json list = Json::array();
  for (const auto& [name, type] : attributes) {
    if (used.contains(name)) list.push_back({{"AttributeName", name}, {"AttributeType", type}});
  }
  return list;
}

Json projection(Rng& rng) {
  switch (rng.below(3)) {
    case 0:
      return {{"ProjectionType", "ALL"}};
    case 1:
      return {{"ProjectionType", "KEYS_ONLY"}};
    default:
      return {{"ProjectionType", "INCLUDE"}, {"NonKeyAttributes", {"a", "b"}}};
  }
}

std::string index_name(Rng& rng) {
  return "by_" + std::to_string(rng.below(3));
}

// Adds the attributes of its key to `used`.
Json global_index(Rng& rng, std::set<std::string>& used) {
  const std::string partition = rng.chance(70) ? "g" : "n";
  const std::string sort = rng.chance(50) ? "" : rng.chance(70) ? "l" : "sk";
  used.insert(partition);
  if (!sort.empty()) used.insert(sort);
  return {{"IndexName", index_name(rng)}, {"KeySchema", key_schema(partition, sort)}, {"Projection", projection(rng)}};
}

Json create(Rng& rng, const std::string& name) {
  const bool has_sort = rng.chance(60);
  std::set<std::string> used{"pk"};
  if (has_sort) used.insert("sk");
  Json body{{"TableName", name}, {"KeySchema", key_schema("pk", has_sort ? "sk" : "")}};
  const bool on_demand = rng.chance(60);
  for (std::size_t count = rng.below(3); count > 0; --count) {
    Json index = global_index(rng, used);
    if (!on_demand) index["ProvisionedThroughput"] = throughput(rng);
    body["GlobalSecondaryIndexes"].push_back(std::move(index));
  }
  if (has_sort && rng.chance(30)) {
    used.insert("l");
    body["LocalSecondaryIndexes"].push_back(
        {{"IndexName", "by_l"}, {"KeySchema", key_schema("pk", "l")}, {"Projection", projection(rng)}});
  }
  body["AttributeDefinitions"] = definitions(used);
  if (on_demand) {
    body["BillingMode"] = "PAY_PER_REQUEST";
  } else {
    body["ProvisionedThroughput"] = throughput(rng);
    if (rng.chance(50)) body["BillingMode"] = "PROVISIONED";
  }
  return body;
}

Json update(Rng& rng, const std::string& name) {
  Json body{{"TableName", name}};
  std::set<std::string> used{"pk"};
  Json change;
  switch (rng.below(5)) {
    case 0:
    case 1:
      if (rng.chance(60)) used.insert("sk");
      body["GlobalSecondaryIndexUpdates"] = Json::array({{{"Create", global_index(rng, used)}}});
      body["AttributeDefinitions"] = definitions(used);
      break;
    case 2:
      body["GlobalSecondaryIndexUpdates"] = Json::array({{{"Delete", {{"IndexName", index_name(rng)}}}}});
      break;
    case 3:
      body["ProvisionedThroughput"] = throughput(rng);
      if (rng.chance(50)) body["BillingMode"] = "PROVISIONED";
      break;
    default:
      change = {{"IndexName", index_name(rng)}, {"ProvisionedThroughput", throughput(rng)}};
      body["GlobalSecondaryIndexUpdates"] = Json::array({{{"Update", std::move(change)}}});
  }
  return body;
}

}  // namespace

std::pair<std::string, Json> random_table_request(Rng& rng, const std::vector<std::string>& names) {
  const std::string& name = names[rng.below(names.size())];
  const std::string arn = "arn:aws:dynamodb:us-east-1:000000000000:table/" + name;
  const RawTable simple{name, {"pk", "S"}, rng.chance(60) ? KeyPart{"sk", "N"} : KeyPart{}, {}};
  const auto tag = [&] { return "k" + std::to_string(rng.below(3)); };
  switch (rng.below(16)) {
    case 0:
    case 1:
    case 2:
      return {"CreateTable", create(rng, name)};
    case 3:
    case 4:
      return {"UpdateTable", update(rng, name)};
    case 5:
      return {"DeleteTable", {{"TableName", name}}};
    case 6:
      return {"DescribeTable", {{"TableName", name}}};
    case 7:
      if (rng.chance(30)) return {"DescribeLimits", Json::object()};
      return {"ListTables", rng.chance(70) ? Json::object() : Json{{"ExclusiveStartTableName", names.front()}}};
    case 8:
      return {"UpdateTimeToLive",
              {{"TableName", name},
               {"TimeToLiveSpecification",
                {{"AttributeName", rng.chance(80) ? "expires" : "other"}, {"Enabled", rng.chance(60)}}}}};
    case 9:
      return {"DescribeTimeToLive", {{"TableName", name}}};
    case 10:
      return {"TagResource", {{"ResourceArn", arn}, {"Tags", Json::array({{{"Key", tag()}, {"Value", tag()}}})}}};
    case 11:
      return {"UntagResource", {{"ResourceArn", arn}, {"TagKeys", Json::array({tag()})}}};
    case 12:
      return {"ListTagsOfResource", {{"ResourceArn", arn}}};
    case 13:
    case 14:
      return {"PutItem", random_write(rng, simple, "PutItem")};
    default:
      return {"Scan", {{"TableName", name}, {"IndexName", index_name(rng)}}};
  }
}

}  // namespace differential
