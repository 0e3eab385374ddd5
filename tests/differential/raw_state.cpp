#include "raw_state.hpp"

#include <partita/transport.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

namespace differential {
namespace {

RawItems scan(const RawServer& server, Json body) {
  RawRequest request{"Scan", body.dump(), {}};
  RawAnswer answer = ask(server, request);
  if (!answer.ok()) {
    throw ServerFailed(server.name + ": Scan " + request.body + ": " + answer.code + ": " + answer.message);
  }
  return answer.body.value("Items", Json::array()).get<RawItems>();
}

bool put(const RawServer& server, const RawTable& table, const Json& item) {
  return send(server, "PutItem", Json{{"TableName", table.name}, {"Item", item}}.dump()).ok();
}

void remove(const RawServer& server, const RawTable& table, const Json& item) {
  send(server, "DeleteItem", Json{{"TableName", table.name}, {"Key", table.key_of(item)}}.dump());
}

std::map<Json, Json> by_key(const RawTable& table, const RawItems& items) {
  std::map<Json, Json> all;
  for (const Json& each : items) all.emplace(table.key_of(each), each);
  return all;
}

// Whether no index is being filled or deleted: the state that answers are compared without.
bool is_settled(const RawServer& server, const std::string& describe) {
  partita::Reply reply;
  server.client.transport().send({.operation = "DescribeTable", .table = {}, .body = describe}, reply);
  const std::string_view text = reply.body.view();
  return reply.error || (text.find("\"IndexStatus\":\"CREATING\"") == std::string_view::npos &&
                         text.find("\"IndexStatus\":\"DELETING\"") == std::string_view::npos);
}

// As a server says it that was never told another one, too.
bool is_on_demand(const Json& table) {
  const Json throughput = table.value("ProvisionedThroughput", Json::object());
  return throughput.value("ReadCapacityUnits", 0) == 0 ||
         table.value("BillingModeSummary", Json::object()).value("BillingMode", "") == "PAY_PER_REQUEST";
}

// Null from a server that knows no tags.
Json tags_of(const RawServer& server, const std::string& name) {
  const std::string arn = "arn:aws:dynamodb:us-east-1:000000000000:table/" + name;
  const RawAnswer answer = send(server, "ListTagsOfResource", Json{{"ResourceArn", arn}}.dump());
  return answer.code == "UnknownOperationException" ? Json() : answer.body;
}

// Keys, billing, throughput, indexes and items; null without a table.
Json shape_of(const RawServer& server, const std::string& name) {
  const std::string body = Json{{"TableName", name}}.dump();
  for (int wait = 0; !is_settled(server, body) && wait < 500; ++wait) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const RawAnswer answer = send(server, "DescribeTable", body);
  if (!answer.ok()) return nullptr;
  const Json& table = answer.body["Table"];
  Json shape{table.value("KeySchema", Json()), is_on_demand(table), scan(server, {{"TableName", name}})};
  if (!is_on_demand(table)) shape.push_back(table["ProvisionedThroughput"]);
  for (const char* const kind : {"GlobalSecondaryIndexes", "LocalSecondaryIndexes"}) {
    for (const Json& index : table.value(kind, Json::array())) {
      shape.push_back({index["IndexName"], index["KeySchema"], index["Projection"]});
    }
  }
  return shape;
}

}  // namespace

void make_tables(const std::vector<RawServer>& servers, const std::vector<RawTable>& tables) {
  for (const RawServer& server : servers) {
    for (const RawTable& table : tables) {
      send(server, "DeleteTable", Json{{"TableName", table.name}}.dump());
      const RawAnswer made = send(server, "CreateTable", table.definition().dump());
      if (made.ok()) continue;
      throw ServerFailed(server.name + ": CreateTable " + table.name + ": " + made.message);
    }
  }
}

RawItems items_of(const RawServer& server, const RawTable& table) {
  return scan(server, {{"TableName", table.name}, {"ConsistentRead", true}});
}

RawItems entries_of(const RawServer& server, const RawTable& table, const RawIndex& index) {
  return scan(server, {{"TableName", table.name}, {"IndexName", index.name}});
}

RawItems written_items(const RawServer& server, const RawRequest& request, const std::vector<RawTable>& tables) {
  const Json body = Json::parse(request.body, nullptr, false);
  RawItems all;
  for (const RawTable& table : tables) {
    if (request.body.find(table.name) == std::string::npos) continue;
    const bool is_single = body.is_object() && body.value("TableName", Json()) == table.name;
    const Json item = is_single ? body.value(body.contains("Item") ? "Item" : "Key", Json()) : Json();
    const Json key = table.key_of(item);
    if (key.size() == table.key_names().size()) {
      const Json get{{"TableName", table.name}, {"Key", key}, {"ConsistentRead", true}};
      const RawAnswer answer = send(server, "GetItem", get.dump());
      if (answer.ok()) all.push_back(answer.body);
    } else {
      for (Json& each : items_of(server, table)) all.push_back(std::move(each));
    }
  }
  return all;
}

bool align(const std::vector<RawServer>& servers, const RawTable& table) {
  const std::map<Json, Json> wanted = by_key(table, items_of(servers.front(), table));
  for (auto server = servers.begin() + 1; server != servers.end(); ++server) {
    const std::map<Json, Json> found = by_key(table, items_of(*server, table));
    for (const auto& [key, item] : found) {
      if (!wanted.contains(key)) remove(*server, table, item);
    }
    for (const auto& [key, item] : wanted) {
      const auto there = found.find(key);
      if (there != found.end() && there->second == item) continue;
      if (put(*server, table, item)) continue;
      for (const RawServer& each : servers) remove(each, table, item);
    }
  }
  const RawItems first = items_of(servers.front(), table);
  return std::all_of(servers.begin() + 1, servers.end(),
                     [&](const RawServer& server) { return items_of(server, table) == first; });
}

bool align_changing(const std::vector<RawServer>& servers, const std::vector<std::string>& names) {
  bool any = false;
  for (const std::string& name : names) {
    const Json first = shape_of(servers.front(), name);
    const Json tags = tags_of(servers.front(), name);
    if (std::all_of(servers.begin() + 1, servers.end(), [&](const RawServer& server) {
          const Json theirs = tags_of(server, name);
          return shape_of(server, name) == first && (theirs.is_null() || theirs == tags);
        })) {
      continue;
    }
    any = true;
    for (const RawServer& each : servers) {
      send(each, "UpdateTable", Json{{"TableName", name}, {"DeletionProtectionEnabled", false}}.dump());
      send(each, "DeleteTable", Json{{"TableName", name}}.dump());
    }
  }
  return any;
}

}  // namespace differential
