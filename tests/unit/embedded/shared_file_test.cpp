// One file, several processes: what clients of it promise to each other, and to callers that may not write it.
#include "in_child.hpp"
#include "item_tables.hpp"

#include <partita/client.hpp>
#include <partita/transport.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <array>
#include <filesystem>
#include <functional>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace partita;

Reply send(const Client& client, std::string_view operation, const std::string& text) {
  Reply reply;
  const std::string body = quoted(text);
  client.transport().send({.operation = operation, .table = "indexed", .body = body}, reply);
  return reply;
}

nlohmann::json answer(const Client& client, std::string_view operation, const std::string& text) {
  const Reply reply = send(client, operation, text);
  INFO((reply.error ? reply.error->to_string() : std::string()));
  REQUIRE_FALSE(reply.error);
  return nlohmann::json::parse(reply.body.view());
}

const std::string key = "'TableName':'indexed','Key':{'pk':{'S':'a'},'sk':{'N':'1'}}";

// Reads a number, and writes the next one if nobody else has: until that has worked so often.
bool count_on_condition(const Client& client, int times) {
  while (times > 0) {
    const Reply read = send(client, "GetItem", "{" + key + ",'ConsistentRead':true}");
    if (read.error) return false;
    const auto item = nlohmann::json::parse(read.body.view()).at("Item");
    const std::string now = item.at("n").at("N");
    const std::string next = std::to_string(std::stoi(now) + 1);
    const Reply written =
        send(client, "UpdateItem",
             "{" + key + ",'UpdateExpression':'SET n = :next, g = :g','ConditionExpression':'n = :now'," +
                 "'ExpressionAttributeValues':{':now':{'N':'" + now + "'},':next':{'N':'" + next + "'},':g':{'S':'g" +
                 next + "'}}}");
    if (!written.error) {
      --times;
    } else if (written.error->kind() != ErrorKind::condition_failed) {
      return false;
    }
  }
  return true;
}

bool count_by_adding(const Client& client, int times) {
  for (; times > 0; --times) {
    const Reply added =
        send(client, "UpdateItem",
             "{" + key + ",'UpdateExpression':'ADD x :one','ExpressionAttributeValues':{':one':{'N':'1'}}}");
    if (added.error) return false;
  }
  return true;
}

TEST_CASE("processes that read and then write one item at once, by conditions or by adding, all count") {
  const TemporaryDirectory directory;
  const std::string url = "file:" + directory.file("a.db");
  {
    const auto client = Client::open(url);
    REQUIRE(client);
    answer(*client, "CreateTable", indexed_table);
    answer(*client, "PutItem",
           "{'TableName':'indexed','Item':{'pk':{'S':'a'},'sk':{'N':'1'},'n':{'N':'0'},'x':{'N':'0'}}}");
  }
  constexpr int times = 50;
  const std::array<std::function<bool(const Client&, int)>, 2> ways = {count_on_condition, count_by_adding};
  std::vector<pid_t> children;
  for (std::size_t i = 0; i < 2 * ways.size(); ++i) {
    children.push_back(fork());
    if (children.back() != 0) continue;
    const auto client = Client::open(url);
    _exit(client && ways[i % ways.size()](*client, times) ? 0 : 1);
  }
  for (const pid_t child : children) {
    int status = -1;
    waitpid(child, &status, 0);
    CHECK(status == 0);
  }
  const auto client = Client::open(url);
  REQUIRE(client);
  const auto item = answer(*client, "GetItem", "{" + key + "}").at("Item");
  CHECK(item.at("n").at("N") == std::to_string(2 * times));
  CHECK(item.at("x").at("N") == std::to_string(2 * times));
  // The entry has moved with each write by condition.
  const auto entries = answer(*client, "Scan", "{'TableName':'indexed','IndexName':'by_g'}");
  REQUIRE(entries.at("Count") == 1);
  CHECK(entries.at("Items").at(0) == item);
  CHECK(item.at("g").at("S") == "g" + std::to_string(2 * times));
}

TEST_CASE("a client of a file or directory that may not be written is refused, and the file left as it is") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  {
    const auto client = Client::open("file:" + path);
    REQUIRE(client);
    answer(*client, "CreateTable", indexed_table);
  }
  const auto is_refused = [](const std::string& file, const std::string& words) {
    return in_child([&] {
      // Permissions mean nothing to root.
      if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0) return false;
      const auto client = Client::open("file:" + file);
      return !client && client.error().kind() == ErrorKind::invalid_argument &&
             client.error().message().starts_with("'" + file + "': " + words);
    });
  };
  const std::string not_opened = "cannot be opened for writing (";
  chmod(directory.path.c_str(), 0555);
  chmod(path.c_str(), 0666);
  CHECK(is_refused(path, not_opened));
  CHECK(is_refused(directory.file("new.db"), not_opened));
  chmod(directory.path.c_str(), 0777);
  chmod(path.c_str(), 0444);
  CHECK(is_refused(path, "cannot be written: the file is read-only"));
  chmod(path.c_str(), 0);
  CHECK(is_refused(path, not_opened));
  CHECK(std::distance(std::filesystem::directory_iterator(directory.path), {}) == 1);
  chmod(path.c_str(), 0644);
  const auto client = Client::open("file:" + path);
  REQUIRE(client);
  CHECK(answer(*client, "ListTables", "{}").at("TableNames").size() == 1);
}

}  // namespace
