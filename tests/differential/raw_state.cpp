#include "raw_state.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <utility>

namespace differential {
namespace {

RawItems scan(const RawServer& server, Json body) {
  RawRequest request{"Scan", body.dump(), {}};
  RawAnswer answer = ask(server, request);
  if (!answer.ok()) {
    std::fprintf(stderr, "%s: Scan %s: %s: %s\n", server.name.c_str(), request.body.c_str(), answer.code.c_str(),
                 answer.message.c_str());
    std::exit(3);
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

}  // namespace

void make_tables(const std::vector<RawServer>& servers, const std::vector<RawTable>& tables) {
  for (const RawServer& server : servers) {
    for (const RawTable& table : tables) {
      send(server, "DeleteTable", Json{{"TableName", table.name}}.dump());
      const RawAnswer made = send(server, "CreateTable", table.definition().dump());
      if (made.ok()) continue;
      std::fprintf(stderr, "%s: CreateTable %s: %s\n", server.name.c_str(), table.name.c_str(), made.message.c_str());
      std::exit(3);
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

}  // namespace differential
