#include "raw_requests.hpp"

#include "raw_expressions.hpp"
#include "raw_mutations.hpp"
#include "raw_values.hpp"

#include <tuple>
#include <utility>

namespace differential {
namespace {

template <class T>
const T& any_of(Rng& rng, const std::vector<T>& pool) {
  return pool[rng.below(pool.size())];
}

void maybe(Rng& rng, std::size_t percent, Json& body, const std::string& member,
           const std::vector<std::string>& values) {
  if (rng.chance(percent)) body[member] = any_of(rng, values);
}

}  // namespace

void add_capacity(Rng& rng, Json& body) {
  maybe(rng, 8, body, "ReturnConsumedCapacity", {"NONE", "TOTAL", "INDEXES"});
}

namespace {

Json single_write(Rng& rng, const RawTable& table, const std::string& operation) {
  Json body = random_write(rng, table, operation);
  add_capacity(rng, body);
  if (operation == "UpdateItem") {
    maybe(rng, 80, body, "ReturnValues", {"NONE", "ALL_OLD", "ALL_NEW", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"});
  } else {
    maybe(rng, 60, body, "ReturnValues", {"NONE", "ALL_OLD", "ALL_OLD"});
  }
  maybe(rng, 5, body, "ReturnItemCollectionMetrics", {"SIZE", "NONE"});
  return body;
}

// What queries and scans share.
void add_reading(Rng& rng, const RawTable& table, const RawIndex* index, RawExpressions& expressions, Json& body) {
  body["TableName"] = table.name;
  if (index != nullptr) body["IndexName"] = index->name;
  if (rng.chance(30)) body["FilterExpression"] = expressions.condition();
  if (rng.chance(25)) {
    if (const std::string projection = expressions.projection(); !projection.empty()) {
      body["ProjectionExpression"] = projection;
      maybe(rng, 20, body, "Select", {"SPECIFIC_ATTRIBUTES"});
    }
  } else {
    maybe(rng, 25, body, "Select",
          {"COUNT", "ALL_ATTRIBUTES", index != nullptr ? "ALL_PROJECTED_ATTRIBUTES" : "COUNT"});
  }
  if (rng.chance(30)) body["Limit"] = 1 + rng.below(5);
  if (index == nullptr || index->local) {
    if (rng.chance(30)) body["ConsistentRead"] = rng.chance(70);
  }
  add_capacity(rng, body);
}

Json start_key(Rng& rng, const RawTable& table, const RawIndex* index) {
  Json key = random_key(rng, table);
  if (index == nullptr) return key;
  for (const KeyPart& part : {index->partition, index->sort}) {
    if (!part.name.empty() && !key.contains(part.name)) key[part.name] = random_key_value(rng, part);
  }
  return key;
}

const RawIndex* any_index(Rng& rng, const RawTable& table) {
  if (table.indexes.empty() || rng.chance(45)) return nullptr;
  return &any_of(rng, table.indexes);
}

}  // namespace

Json random_write(Rng& rng, const RawTable& table, const std::string& operation) {
  Json body{{"TableName", table.name}};
  RawExpressions expressions(rng);
  if (operation == "PutItem") {
    body["Item"] = random_item(rng, table);
  } else {
    body["Key"] = random_key(rng, table);
  }
  if (operation == "UpdateItem") body["UpdateExpression"] = expressions.update();
  if (operation == "ConditionCheck" || rng.chance(35)) body["ConditionExpression"] = expressions.condition();
  expressions.add_placeholders(body);
  if (body.contains("ConditionExpression")) {
    maybe(rng, 30, body, "ReturnValuesOnConditionCheckFailure", {"ALL_OLD", "NONE"});
  }
  return body;
}

Json random_get(Rng& rng, const RawTable& table) {
  Json body{{"TableName", table.name}, {"Key", random_key(rng, table)}};
  if (rng.chance(40)) {
    RawExpressions expressions(rng);
    if (const std::string projection = expressions.projection(); !projection.empty()) {
      body["ProjectionExpression"] = projection;
    }
    expressions.add_placeholders(body);
  }
  return body;
}

Json random_query(Rng& rng, const RawTable& table) {
  const RawIndex* const index = any_index(rng, table);
  RawExpressions expressions(rng);
  Json body;
  body["KeyConditionExpression"] = index != nullptr ? expressions.key_condition(index->partition, index->sort)
                                                    : expressions.key_condition(table.partition, table.sort);
  add_reading(rng, table, index, expressions, body);
  expressions.add_placeholders(body);
  if (rng.chance(40)) body["ScanIndexForward"] = rng.chance(20);
  if (rng.chance(10)) {
    body["ExclusiveStartKey"] = start_key(rng, table, index);
    // Of the partition that is read, mostly: its value has the first placeholder.
    const std::string& partition = index != nullptr ? index->partition.name : table.partition.name;
    if (rng.chance(80)) body["ExclusiveStartKey"][partition] = body["ExpressionAttributeValues"][":v0"];
  }
  return body;
}

Json random_scan(Rng& rng, const RawTable& table) {
  const RawIndex* const index = any_index(rng, table);
  RawExpressions expressions(rng);
  Json body;
  add_reading(rng, table, index, expressions, body);
  expressions.add_placeholders(body);
  if (rng.chance(25)) {
    const std::size_t segments = 1 + rng.below(4);
    body["TotalSegments"] = segments;
    body["Segment"] = rng.below(segments);
  }
  if (rng.chance(8)) body["ExclusiveStartKey"] = start_key(rng, table, index);
  return body;
}

bool is_about_a_table(std::string_view operation) {
  return operation.ends_with("Table") || operation.ends_with("TimeToLive") ||
         operation.find("Resource") != std::string_view::npos;
}

RawRequest random_request(Rng& rng, const std::vector<RawTable>& tables, const std::vector<std::string>& changing) {
  static const std::vector<std::string> operations{"PutItem",
                                                   "PutItem",
                                                   "PutItem",
                                                   "UpdateItem",
                                                   "UpdateItem",
                                                   "UpdateItem",
                                                   "UpdateItem",
                                                   "DeleteItem",
                                                   "GetItem",
                                                   "GetItem",
                                                   "Query",
                                                   "Query",
                                                   "Query",
                                                   "Query",
                                                   "Scan",
                                                   "Scan",
                                                   "Scan",
                                                   "BatchGetItem",
                                                   "BatchWriteItem",
                                                   "TransactGetItems",
                                                   "TransactWriteItems",
                                                   "TransactWriteItems"};
  RawRequest request;
  request.operation = any_of(rng, operations);
  const RawTable& table = any_of(rng, tables);
  Json body;
  if (rng.chance(8)) {
    std::tie(request.operation, body) = random_table_request(rng, changing);
  } else if (request.operation == "GetItem") {
    body = random_get(rng, table);
    if (rng.chance(30)) body["ConsistentRead"] = rng.chance(70);
    add_capacity(rng, body);
  } else if (request.operation == "Query") {
    body = random_query(rng, table);
  } else if (request.operation == "Scan") {
    body = random_scan(rng, table);
  } else if (request.operation == "BatchGetItem") {
    body = random_batch_get(rng, tables);
  } else if (request.operation == "BatchWriteItem") {
    body = random_batch_write(rng, tables);
  } else if (request.operation == "TransactGetItems") {
    body = random_transact_get(rng, tables);
  } else if (request.operation == "TransactWriteItems") {
    body = random_transact_write(rng, tables);
  } else {
    body = single_write(rng, table, request.operation);
  }
  if (rng.chance(25)) request.mutation = mutate(rng, body);
  request.body = body.dump();
  const std::string& name = request.operation;
  const bool reads = name == "Query" || name == "Scan" || name.find("Get") != std::string::npos;
  if (rng.chance(2)) request.mutation = mutate_text(rng, request.body, !reads);
  return request;
}

}  // namespace differential
