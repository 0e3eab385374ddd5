// What callers hear when the file of their client cannot be written.
#include "embedded/store/store_failures.hpp"
#include "embedded/store/sqlite_connection.hpp"
#include "in_child.hpp"
#include "item_tables.hpp"

#include <partita/client_options.hpp>
#include <partita/metrics.hpp>
#include <partita/transport.hpp>

#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <eventually.hpp>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

namespace {

using namespace partita;

Reply send(const Client& client, std::string_view operation, const std::string& text,
           RetryClass retry = RetryClass::idempotent, const CallContext& context = {}) {
  Reply reply;
  const std::string body = quoted(text);
  client.transport().send({.operation = operation, .table = "plain", .body = body, .retry = retry, .context = context},
                          reply);
  return reply;
}

const std::string add_one =
    "{'TableName':'plain','Key':{'pk':{'S':'a'}},'UpdateExpression':'ADD n :one',"
    "'ExpressionAttributeValues':{':one':{'N':'1'}}}";

// As a caller hears of it: what failed, that nothing was applied, and that it was tried once.
bool is_told(const Reply& reply) {
  return reply.error && reply.error->kind() == ErrorKind::server && reply.error->code() == "InternalServerError" &&
         reply.error->message().starts_with("the store failed: ") && !reply.error->maybe_applied() &&
         reply.applied == Applied::no && reply.error->attempts() == 1;
}

// A client of a file that another program locks.
struct LockedFile {
  LockedFile() {
    REQUIRE(client);
    REQUIRE_FALSE(send(*client, "CreateTable", plain_table).error);
    REQUIRE(other.open(directory.file("a.db")));
    REQUIRE(other.execute("BEGIN IMMEDIATE"));
  }
  Reply add(const CallContext& context = {}) const {
    return send(*client, "UpdateItem", add_one, RetryClass::additive, context);
  }

  TemporaryDirectory directory;
  Result<Client> client = Client::open("file:" + directory.file("a.db"));
  embedded::SqliteConnection other;
};

TEST_CASE("a write to a file that another program locks waits no longer than its call may, and was not applied") {
  LockedFile file;
  CallContext context;
  context.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
  const Reply late = file.add(context);
  REQUIRE(late.error);
  CHECK(late.error->kind() == ErrorKind::deadline);
  CHECK(late.error->message().starts_with("the call's deadline passed while another write held the file"));
  CHECK_FALSE(late.error->maybe_applied());
  REQUIRE(file.other.execute("COMMIT"));
  CHECK_FALSE(file.add().error);
  const Reply got = send(*file.client, "GetItem", "{'TableName':'plain','Key':{'pk':{'S':'a'}}}");
  CHECK(got.body.view().find(R"("n":{"N":"1"})") != std::string_view::npos);
}

// Nothing can be said of an item or of a token that was not read.
TEST_CASE(
    "a write with a condition, or with a token that is known, says that the file is locked, not what it did not read") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  const auto client = Client::open("file:" + path);
  REQUIRE_FALSE(send(*client, "CreateTable", plain_table).error);
  const std::string transaction = "{'TransactItems':[{'Update':" + add_one + "}],'ClientRequestToken':'token'}";
  REQUIRE_FALSE(send(*client, "TransactWriteItems", transaction).error);
  embedded::SqliteConnection other;
  REQUIRE(other.open(path));
  REQUIRE(other.execute("BEGIN IMMEDIATE"));
  const std::string exists = "'TableName':'plain','Key':{'pk':{'S':'a'}},'ConditionExpression':'attribute_exists(pk)'";
  const std::pair<std::string_view, std::string> writes[] = {
      {"UpdateItem", "{" + exists + ",'UpdateExpression':'REMOVE x'}"},
      {"UpdateItem", "{'TableName':'plain','Key':{'pk':{'S':'a'}},'UpdateExpression':'REMOVE n.x'}"},
      {"DeleteItem", "{" + exists + "}"},
      {"TransactWriteItems", "{'TransactItems':[{'ConditionCheck':{" + exists + "}}]}"},
      {"TransactWriteItems", transaction}};
  for (const auto& [operation, body] : writes) {
    INFO(body);
    CallContext context;
    context.deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(20);
    const Reply late = send(*client, operation, body, RetryClass::idempotent, context);
    REQUIRE(late.error);
    CHECK(late.error->kind() == ErrorKind::deadline);
    CHECK_FALSE(late.error->maybe_applied());
  }
}

// What a disk lost that an open client reads.
TEST_CASE("a write with a condition on an item that cannot be read says so, and not that there is none") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  {
    const auto client = Client::open("file:" + path);
    REQUIRE_FALSE(send(*client, "CreateTable", plain_table).error);
    for (int i = 0; i < 300; ++i) {
      const std::string key = i == 0 ? "a" : std::to_string(i);
      const std::string text(400, 'x');
      const std::string item = "{'pk':{'S':'" + key + "'},'text':{'S':'" + text + "'}}";
      REQUIRE_FALSE(send(*client, "PutItem", "{'TableName':'plain','Item':" + item + "}").error);
    }
  }
  const auto client = Client::open("file:" + path);
  {
    constexpr std::size_t begin = 12 * 4096;
    const std::size_t size = std::filesystem::file_size(path);
    REQUIRE(size > 2 * begin);
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(begin);
    file << std::string(size - begin, '\xAA');
  }
  const std::string key = "'TableName':'plain','Key':{'pk':{'S':'a'}}";
  const std::string exists = key + ",'ConditionExpression':'attribute_exists(pk)'";
  const std::pair<std::string_view, std::string> requests[] = {
      {"GetItem", "{" + key + "}"},
      {"DeleteItem", "{" + exists + "}"},
      {"TransactWriteItems", "{'TransactItems':[{'Delete':{" + exists + "}}]}"}};
  for (const auto& [operation, body] : requests) {
    INFO(operation);
    const Reply reply = send(*client, operation, body);
    REQUIRE(reply.error);
    CHECK(reply.error->kind() == ErrorKind::server);
    CHECK(reply.error->message().starts_with("the store failed: "));
  }
}

TEST_CASE("a client that found no descriptor free writes as soon as there is one") {
  const TemporaryDirectory directory;
  const auto client = Client::open("file:" + directory.file("a.db"));
  REQUIRE_FALSE(send(*client, "CreateTable", plain_table).error);
  // A child has no connection yet.
  CHECK(in_child([&] {
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    const rlimit none{3, before.rlim_max};
    setrlimit(RLIMIT_NOFILE, &none);
    const Reply failed = send(*client, "UpdateItem", add_one, RetryClass::additive);
    setrlimit(RLIMIT_NOFILE, &before);
    return is_told(failed) && !send(*client, "UpdateItem", add_one, RetryClass::additive).error;
  }));
}

TEST_CASE("a write to a file that another program locks ends when its call is cancelled") {
  const LockedFile file;
  std::stop_source stop;
  const std::stop_token token = stop.get_token();
  const std::jthread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    stop.request_stop();
  });
  CallContext context;
  context.stop = StopSignal(token);
  const Reply cancelled = file.add(context);
  REQUIRE(cancelled.error);
  CHECK(cancelled.error->kind() == ErrorKind::cancelled);
  CHECK_FALSE(cancelled.error->maybe_applied());
}

TEST_CASE("a write that waits for one of its own process ends when its call is cancelled") {
  ItemsUnderTest<InFile> db;
  auto other = db.engine.store().begin_write();
  std::stop_source stop;
  const std::stop_token token = stop.get_token();
  std::atomic<bool> ended = false;
  std::string told;
  std::jthread waiting([&] {
    std::string answer;
    const auto outcome = db.engine.run("UpdateItem", quoted(add_one), answer, {.stop = StopSignal(token)});
    told = outcome ? answer : outcome.error().type;
    ended = true;
  });
  stop.request_stop();
  CHECK(partita::test::eventually([&] { return ended.load(); }));
  other.reset();  // for one that waits for ever
  waiting.join();
  CHECK(told == embedded::gave_up);
  CHECK(db.get("{'pk':{'S':'a'}}") == "{}");
}

// A limit of the process stands for a disk that is full.
TEST_CASE("each write to a disk that is full says so, and was not applied") {
  const TemporaryDirectory directory;
  const std::string url = "file:" + directory.file("a.db");
  const auto hears_each_time = [&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{std::size_t{1} << 20, std::size_t{1} << 20};
    setrlimit(RLIMIT_FSIZE, &limit);
    const auto client = Client::open(url);
    if (!client || send(*client, "CreateTable", plain_table).error) return false;
    const std::string text(100'000, 'x');
    const auto put = [&](int number) {
      return send(*client, "PutItem",
                  "{'TableName':'plain','Item':{'pk':{'S':'" + std::to_string(number) + "'},'x':{'S':'" + text + "'}}}",
                  number % 2 == 0 ? RetryClass::conditional : RetryClass::additive);
    };
    int number = 0;
    while (number < 100 && !put(number).error) ++number;
    if (number == 0 || number == 100) return false;
    // More often than a breaker needs to open.
    for (int i = 0; i < 15; ++i) {
      if (!is_told(put(number))) return false;
    }
    const Reply counted = send(*client, "Scan", "{'TableName':'plain','Select':'COUNT'}");
    return metrics(*client).writes == BreakerState::closed &&
           counted.body.view().find("\"Count\":" + std::to_string(number) + ",") != std::string_view::npos;
  };
  CHECK(in_child(hears_each_time));
}

}  // namespace
