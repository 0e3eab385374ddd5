// Items past their time to live.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
#include "embedded/expiry.hpp"
#include "embedded/store/sqlite_connection.hpp"
#include "item_tables.hpp"

#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <eventually.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace partita;
using namespace std::chrono_literals;
using embedded::delete_expired;
using std::chrono::system_clock;

constexpr std::int64_t now = 1'795'313'923;  // of EngineUnderTest, which is 737 ms later

std::string ttl_of(const std::string& table, bool enabled) {
  return "{'TableName':'" + table +
         "','TimeToLiveSpecification':{'AttributeName':'expires','Enabled':" + (enabled ? "true" : "false") + "}}";
}

std::string put(const std::string& pk, const std::string& expires) {
  return "{'TableName':'indexed','Item':{'pk':{'S':'" + pk + "'},'sk':{'N':'1'},'g':{'S':'g'},'h':{'B':'AAE='}," +
         "'n':{'N':'7'},'l':{'S':'l'},'expires':" + expires + "}}";
}

template <class Items>
int count(Items& items, const std::string& more = "") {
  return items.answer("Scan", nlohmann::json::parse(quoted("{'TableName':'indexed'" + more + "}"))).at("Count");
}

TEMPLATE_LIST_TEST_CASE("what is past its time to live is deleted, from the indexes too", "", Stores) {
  ItemsUnderTest<TestType> items;
  items.run("UpdateTimeToLive", ttl_of("indexed", true));
  const auto number = [](std::int64_t value) { return "{'N':'" + std::to_string(value) + "'}"; };
  constexpr std::int64_t five_years = std::int64_t{5} * 365 * 24 * 3600;
  // What stays, and why.
  items.run("PutItem", put("not less than now", number(now)));
  items.run("PutItem", put("later", number(now + 1)));
  items.run("PutItem", put("five years", number(now - five_years)));
  items.run("PutItem", put("zero", "{'N':'0'}"));
  items.run("PutItem", put("milliseconds", number((now - 10) * 1000)));
  items.run("PutItem", put("a fraction later", "{'N':'1795313923.5'}"));
  items.run("PutItem", put("huge", "{'N':'1E+125'}"));
  items.run("PutItem", put("a text", "{'S':'" + std::to_string(now - 10) + "'}"));
  items.run("PutItem", put("a list", "{'L':[" + number(now - 10) + "]}"));
  items.run("PutItem", "{'TableName':'indexed','Item':{'pk':{'S':'none'},'sk':{'N':'1'}}}");
  const int staying = 10;
  REQUIRE(count(items) == staying);
  CHECK(*delete_expired(items.engine) == 0);
  CHECK(count(items) == staying);
  // What goes.
  items.run("PutItem", put("past", number(now - 1)));
  items.run("PutItem", put("long past", number(now - five_years + 1)));
  items.run("PutItem", put("a fraction ago", "{'N':'1795313922.9'}"));
  REQUIRE(count(items) == staying + 3);
  CHECK(*delete_expired(items.engine) == 3);
  CHECK(count(items) == staying);
  for (const char* const index : {"by_g", "by_gh", "by_n", "by_l"}) {
    CHECK(count(items, ",'IndexName':'" + std::string(index) + "'") == staying - 1);
  }
  CHECK(*delete_expired(items.engine) == 0);
}

TEMPLATE_LIST_TEST_CASE("a table without a time to live keeps everything", "", Stores) {
  ItemsUnderTest<TestType> items;
  items.run("PutItem", put("past", "{'N':'" + std::to_string(now - 10) + "'}"));
  CHECK(*delete_expired(items.engine) == 0);
  items.run("UpdateTimeToLive", ttl_of("plain", true));
  CHECK(*delete_expired(items.engine) == 0);
  items.run("UpdateTimeToLive", ttl_of("indexed", true));
  items.run("UpdateTimeToLive", ttl_of("indexed", false));
  CHECK(*delete_expired(items.engine) == 0);
  CHECK(count(items) == 1);
}

TEMPLATE_LIST_TEST_CASE("many items are deleted by several transactions, until a stop", "", Stores) {
  ItemsUnderTest<TestType> items;
  items.run("UpdateTimeToLive", ttl_of("indexed", true));
  for (int i = 0; i < 350; ++i) {
    const bool stays = i % 7 == 0;
    items.run("PutItem", put("p" + std::to_string(i), "{'N':'" + std::to_string(stays ? now + 10 : now - 10) + "'}"));
  }
  std::stop_source stop;
  stop.request_stop();
  CHECK(*delete_expired(items.engine, stop.get_token()) == 0);
  CHECK(*delete_expired(items.engine) == 300);
  CHECK(count(items) == 50);
  items.now += 11s;
  CHECK(*delete_expired(items.engine) == 50);
  CHECK(count(items) == 0);
}

// The background, as users have it.

struct Clock {
  std::shared_ptr<std::atomic<std::int64_t>> seconds = std::make_shared<std::atomic<std::int64_t>>(now);

  ClientOptions options() const {
    ClientOptions options;
    options.embedded.expiry_interval = 1ms;
    options.clock = [seconds = seconds] { return system_clock::time_point(std::chrono::seconds(*seconds)); };
    return options;
  }
};

std::string send(const Client& client, std::string_view operation, const std::string& text) {
  Reply reply;
  const std::string body = quoted(text);
  client.transport().send({.operation = operation, .table = "indexed", .body = body}, reply);
  return reply.error ? reply.error->to_string() : std::string(reply.body.view());
}

Client open(const std::string& url, const ClientOptions& options) {
  const auto client = Client::open(url, options);
  if (!client) FAIL(client.error().to_string());
  return *client;
}

bool holds(const Client& client, const std::string& pk) {
  const std::string got =
      send(client, "GetItem", "{'TableName':'indexed','Key':{'pk':{'S':'" + pk + "'},'sk':{'N':'1'}}}");
  return got.find("Item") != std::string::npos;
}

void fill(const Client& client) {
  REQUIRE(send(client, "CreateTable", indexed_table).starts_with("{\"TableDescription\""));
  REQUIRE(send(client, "UpdateTimeToLive", ttl_of("indexed", true)).starts_with("{\"TimeToLive"));
  for (int i = 0; i < 10; ++i) {
    send(client, "PutItem", put(std::to_string(i), "{'N':'" + std::to_string(now + i * 10) + "'}"));
  }
}

std::size_t threads() {
  const std::filesystem::directory_iterator all("/proc/self/task");
  return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

TEST_CASE("a client deletes what its clock says is past, while others write") {
  const TemporaryDirectory directory;
  for (const std::string& url : {std::string("memory:"), "file:" + directory.file("a.db")}) {
    const Clock clock;
    const Client client = open(url, clock.options());
    fill(client);
    CHECK(holds(client, "0"));
    *clock.seconds = now + 35;
    std::atomic<bool> done = false;
    std::vector<std::jthread> writers;
    std::atomic<int> refused = 0;
    for (int i = 0; i < 2; ++i) {
      writers.emplace_back([&, i] {
        const std::string body = put("w" + std::to_string(i), "{'N':'" + std::to_string(now + 1000) + "'}");
        do {
          if (send(client, "PutItem", body) != "{}") ++refused;
        } while (!done);
      });
    }
    CHECK(test::eventually([&] { return !holds(client, "0") && !holds(client, "3"); }));
    done = true;
    writers.clear();
    CHECK(refused == 0);
    CHECK(holds(client, "4"));
    CHECK(holds(client, "w0"));
    CHECK(holds(client, "w1"));
  }
}

TEST_CASE("there is a thread for it only where a table has a time to live, and as long as its client") {
  const std::size_t before = threads();
  {
    const Clock clock;
    const Client client = open("memory:", clock.options());
    send(client, "CreateTable", indexed_table);
    send(client, "PutItem", put("a", "{'N':'1'}"));
    CHECK(threads() == before);
    send(client, "UpdateTimeToLive", ttl_of("indexed", true));
    CHECK(threads() == before + 1);
    CHECK(holds(client, "a"));
    CHECK(threads() == before + 1);
    Clock never;
    ClientOptions options = never.options();
    options.embedded.expiry_interval = 0ms;
    const Client keeps = open("memory:", options);
    fill(keeps);
    CHECK(holds(keeps, "0"));
    CHECK(threads() == before + 1);
  }
  CHECK(threads() == before);
}

TEST_CASE("several clients of one file delete what is past, whoever of them set the time to live") {
  const TemporaryDirectory directory;
  const std::string url = "file:" + directory.file("a.db");
  const Clock clock;
  const Client first = open(url, clock.options());
  const Client second = open(url, clock.options());
  send(first, "CreateTable", indexed_table);
  CHECK_FALSE(holds(second, "0"));
  send(first, "DeleteTable", "{'TableName':'indexed'}");
  fill(first);
  *clock.seconds = now + 95;
  CHECK(test::eventually([&] {
    return send(second, "Scan", "{'TableName':'indexed','Select':'COUNT'}").find("\"Count\":0") != std::string::npos;
  }));
  CHECK(send(first, "Scan", "{'TableName':'indexed','IndexName':'by_g'}").find("\"Count\":0") != std::string::npos);
}

// Two of them, so that one after the other would wait for longer than the test does.
TEST_CASE("clients end though their threads wait for another program that writes to the file") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  const Clock clock;
  std::vector<Client> clients;
  for (int i = 0; i < 2; ++i) clients.push_back(open("file:" + path, clock.options()));
  fill(clients[0]);
  CHECK(holds(clients[1], "9"));
  embedded::SqliteConnection other;
  REQUIRE(other.open(path));
  REQUIRE(other.execute("BEGIN IMMEDIATE"));
  *clock.seconds = now + 95;
  std::this_thread::sleep_for(50ms);  // most times both wait by then
  std::atomic<bool> ended = false;
  const std::jthread end([&] {
    clients.clear();
    ended = true;
  });
  CHECK(test::eventually([&] { return ended.load(); }));
}

TEST_CASE("a child of a process deletes for itself") {
  const Clock clock;
  for (int i = 0; i < 20; ++i) {
    *clock.seconds = now;
    const Client client = open("memory:", clock.options());
    fill(client);
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      int failures = 0;
      {
        const Client mine = client;
        *clock.seconds = now + 95;
        if (!test::eventually([&] { return !holds(mine, "9"); })) failures = 1;
      }
      _exit(failures);
    }
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    CHECK(holds(client, "9"));
  }
}

TEST_CASE("a file's client that is carried over a fork loses nothing, whoever of the two closes it first") {
  const TemporaryDirectory directory;
  const std::string url = "file:" + directory.file("a.db");
  const std::string later = "{'N':'" + std::to_string(now + 1000) + "'}";
  for (const bool child_wrote_before : {false, true}) {
    const std::string round = child_wrote_before ? "b" : "a";
    auto client = std::make_unique<Client>(open(url, Clock().options()));
    if (!child_wrote_before) fill(*client);
    REQUIRE(send(*client, "PutItem", put("parent" + round, later)) == "{}");
    std::array<int, 2> written{};
    std::array<int, 2> closed{};
    REQUIRE(pipe(written.data()) == 0);
    REQUIRE(pipe(closed.data()) == 0);
    char byte = 0;
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      bool good = !child_wrote_before || send(*client, "PutItem", put("early" + round, later)) == "{}";
      good = ::write(written[1], &byte, 1) == 1 && ::read(closed[0], &byte, 1) == 1 && good;
      for (int i = 0; i < 3; ++i) {
        good = send(*client, "PutItem", put("child" + round + std::to_string(i), later)) == "{}" && good;
      }
      _exit(good && holds(*client, "parent" + round) ? 0 : 1);
    }
    REQUIRE(::read(written[0], &byte, 1) == 1);
    client.reset();
    REQUIRE(::write(closed[1], &byte, 1) == 1);
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 0);
    for (const int fd : {written[0], written[1], closed[0], closed[1]}) ::close(fd);
    const Client fresh = open(url, Clock().options());
    CHECK(holds(fresh, "parent" + round));
    for (int i = 0; i < 3; ++i) CHECK(holds(fresh, "child" + round + std::to_string(i)));
    CHECK(holds(fresh, "early" + round) == child_wrote_before);
  }
}

TEST_CASE("a process forks while its threads read and write, and neither it nor its children hang or lose anything") {
  const TemporaryDirectory directory;
  const std::string url = "file:" + directory.file("a.db");
  const std::string later = "{'N':'" + std::to_string(now + 1000) + "'}";
  const Client client = open(url, Clock().options());
  fill(client);
  std::atomic<bool> done = false;
  std::atomic<int> refused = 0;
  std::vector<std::jthread> busy;
  for (int i = 0; i < 2; ++i) {
    busy.emplace_back([&, i] {
      while (!done) {
        if (send(client, "PutItem", put("t" + std::to_string(i), later)) != "{}") ++refused;
        if (!holds(client, "t" + std::to_string(i))) ++refused;
      }
    });
  }
  for (int i = 0; i < 20; ++i) {
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) _exit(send(client, "PutItem", put("f" + std::to_string(i), later)) == "{}" ? 0 : 1);
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(holds(client, "f" + std::to_string(i)));
  }
  done = true;
  busy.clear();
  CHECK(refused == 0);
}

TEST_CASE("a negative interval is refused") {
  ClientOptions options;
  options.embedded.expiry_interval = -1ms;
  const auto client = Client::open("memory:", options);
  REQUIRE_FALSE(client);
  CHECK(client.error().kind() == ErrorKind::invalid_argument);
  CHECK(client.error().message() ==
        "EmbeddedOptions::expiry_interval is -1 ms; it is 0, which leaves expired items where they are, or a time");
}

}  // namespace
