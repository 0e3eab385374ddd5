#include "file_check.hpp"

#include "embedded/store/sqlite_connection.hpp"

#include <partita/client_options.hpp>

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace durability {
namespace {

using partita::Client;
using partita::Reply;

// The items of all pages.
Json read(const Client& client, const std::string& operation, Json body) {
  Json items = Json::array();
  for (;;) {
    const Reply reply = send(client, operation, body);
    if (reply.error) fail(operation + " failed: " + reply.error->to_string());
    const Json page = Json::parse(reply.body.view());
    items.insert(items.end(), page.at("Items").begin(), page.at("Items").end());
    if (!page.contains("LastEvaluatedKey")) return items;
    body["ExclusiveStartKey"] = page.at("LastEvaluatedKey");
  }
}

std::int64_t number(const Json& item, const std::string& name) {
  return std::stoll(item.at(name).at("N").get<std::string>());
}

Items by_key(const Json& all) {
  Items items;
  for (const Json& each : all) {
    if (!items.emplace(key_of(each), each).second) fail("an item is there twice: " + each.dump());
  }
  return items;
}

// What an index has under one partition, in the order of its sort key.
std::size_t check_partition(const Client& client, std::size_t table, const std::string& index,
                            const std::string& partition, const Json& value, const std::string& sort) {
  const Json found = read(client, "Query",
                          {{"TableName", table_names[table]},
                           {"IndexName", index},
                           {"KeyConditionExpression", partition + " = :p"},
                           {"ExpressionAttributeValues", {{":p", value}}}});
  std::optional<std::int64_t> last;
  for (const Json& each : found) {
    if (each.at(partition) != value || (last && number(each, sort) < *last)) {
      fail("an entry of " + index + " is in another's place: " + each.dump());
    }
    last = number(each, sort);
  }
  return found.size();
}

void check_index(const Client& client, std::size_t table, const Items& items, const std::string& index,
                 const std::string& partition, const std::string& sort) {
  Items expected;
  std::map<std::string, Json> partitions;
  for (const auto& [key, item] : items) {
    if (!item.contains(partition) || !item.contains(sort)) continue;
    expected.emplace(key, item);
    partitions.emplace(item.at(partition).dump(), item.at(partition));
  }
  const Json scanned = read(client, "Scan", {{"TableName", table_names[table]}, {"IndexName", index}});
  if (by_key(scanned) != expected) fail("the " + index + " index has other items than its table");
  std::size_t count = 0;
  for (const auto& each : partitions) count += check_partition(client, table, index, partition, each.second, sort);
  if (count != expected.size()) fail("queries of the " + index + " index find other items than scans");
}

// Of both tables.
using All = std::array<Items, table_names.size()>;

All read_all(const Client& client) {
  All all;
  for (std::size_t table = 0; table < table_names.size(); ++table) {
    all[table] = by_key(read(client, "Scan", {{"TableName", table_names[table]}, {"ConsistentRead", true}}));
    check_index(client, table, all[table], "global", "g", "n");
    check_index(client, table, all[table], "local", "pk", "l");
  }
  return all;
}

Items with_prefix(const Items& items, std::string_view prefix) {
  Items found;
  for (const auto& [key, item] : items) {
    if (key.first.starts_with(prefix)) found.emplace(key, item);
  }
  return found;
}

All of_writer(const All& all, const Writer& writer) {
  return {with_prefix(all[0], prefix_of(writer)), with_prefix(all[1], prefix_of(writer))};
}

void check_integrity(const std::string& path) {
  partita::embedded::SqliteConnection connection;
  if (!connection.open(path)) fail("SQLite cannot open the file");
  auto check = connection.prepare("PRAGMA integrity_check");
  if (!check || check.step() != SQLITE_ROW || check.bytes(0) != "ok") fail("the file is damaged");
}

}  // namespace

void fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::fflush(stderr);
  std::_Exit(1);
}

Client open_file(const std::string& path, bool durable) {
  partita::ClientOptions options;
  options.embedded.durable = durable;
  const auto client = Client::open("file:" + path, options);
  if (!client) fail("the file cannot be opened: " + client.error().to_string());
  return *client;
}

void make_tables(const std::string& path) {
  const Client client = open_file(path, true);
  for (std::size_t table = 0; table < table_names.size(); ++table) {
    const Reply reply = send(client, "CreateTable", table_request(table));
    if (reply.error) fail("no table: " + reply.error->to_string());
  }
}

Reply send(const Client& client, const std::string& operation, const Json& body) {
  Reply reply;
  const std::string text = body.dump();
  client.transport().send({.operation = operation, .table = {}, .body = text, .retry = partita::RetryClass::additive},
                          reply);
  return reply;
}

bool is_due(const Step& step, const Reply& reply) {
  return step.is_refused ? reply.error && reply.error->code() == "TransactionCanceledException" : !reply.error;
}

std::vector<std::size_t> check_tables(const Client& client, const std::vector<Left>& all) {
  const auto there = read_all(client);
  std::vector<std::size_t> which;
  std::size_t count = 0;
  std::int64_t transactions = 0;
  for (const Left& left : all) {
    const auto mine = of_writer(there, left.writer);
    std::size_t i = 0;
    while (i < left.either.size() && left.either[i].items != mine) ++i;
    if (i == left.either.size()) fail("writer " + prefix_of(left.writer) + " was told of other items than are there");
    which.push_back(i);
    count += mine[0].size() + mine[1].size();
    transactions += left.either[i].transactions;
  }
  Items rest = there[1];
  const auto shared = rest.find(shared_key());
  const bool is_right =
      transactions == 0 ? shared == rest.end() : shared != rest.end() && shared->second == shared_item(transactions);
  if (!is_right) fail("a transaction was applied in part, or twice: not " + std::to_string(transactions));
  if (there[0].size() + there[1].size() != count + (transactions == 0 ? 0 : 1)) fail("there are items of no writer");
  return which;
}

std::vector<std::size_t> check_file(const std::string& path, bool durable, const std::vector<Left>& all) {
  std::vector<std::size_t> which = check_tables(open_file(path, durable), all);
  check_integrity(path);
  return which;
}

}  // namespace durability
