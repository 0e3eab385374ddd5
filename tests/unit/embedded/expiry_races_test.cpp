// Items that others write between the look that finds them expired and the one that deletes them.
#include "embedded/expiry.hpp"
#include "embedded/store/sqlite_connection.hpp"
#include "embedded/store/store_failures.hpp"
#include "item_tables.hpp"

#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <catch2/catch.hpp>
#include <eventually.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace partita::embedded;

constexpr std::int64_t now = 1'795'313'923;  // of EngineUnderTest

// Does something once before a writer begins.
struct Meddling final : Store {
  explicit Meddling(std::unique_ptr<Store> inner) : store(std::move(inner)) {}

  std::unique_ptr<Reader> begin_read() override { return store->begin_read(); }
  std::unique_ptr<Writer> begin_write(const Patience& patience) override {
    if (const auto act = std::exchange(before_write, {})) act();
    return store->begin_write(patience);
  }

  std::unique_ptr<Store> store;
  std::function<void()> before_write;
};

template <class Backend>
struct Meddled {
  Backend backend;
  std::unique_ptr<Store> store = std::make_unique<Meddling>(std::move(backend.store));
  Meddling* meddling = static_cast<Meddling*>(store.get());
};

std::string put(int number, std::int64_t expires) {
  return "{'TableName':'plain','Item':{'pk':{'S':'" + std::to_string(number) + "'},'expires':{'N':'" +
         std::to_string(expires) + "'}}}";
}
std::string ttl(bool enabled) {
  return std::string("{'TableName':'plain','TimeToLiveSpecification':{'AttributeName':'expires','Enabled':") +
         (enabled ? "true" : "false") + "}}";
}

template <class Backend>
struct ExpiringItems : ItemsUnderTest<Meddled<Backend>> {
  static constexpr int all = 10;
  ExpiringItems() {
    this->run("UpdateTimeToLive", ttl(true));
    for (int i = 0; i < all; ++i) this->run("PutItem", put(i, now - 10));
  }
  int count() { return this->json("Scan", "{'TableName':'plain'}").at("Count"); }
  // How many are deleted if `act` happens in between.
  template <class Act>
  std::size_t deleted(Act act) {
    this->backend.meddling->before_write = act;
    const auto count = delete_expired(this->engine);
    CHECK(this->backend.meddling->before_write == nullptr);
    return *count;
  }
};

TEMPLATE_LIST_TEST_CASE("an item that is written anew before it is deleted stays", "", Stores) {
  ExpiringItems<TestType> items;
  CHECK(items.deleted([&] { items.run("PutItem", put(3, now + 10)); }) == items.all - 1);
  CHECK(items.count() == 1);
  CHECK(items.get("{'pk':{'S':'3'}}").find(std::to_string(now + 10)) != std::string::npos);
}

TEMPLATE_LIST_TEST_CASE("items stay whose table's time to live is turned off before they are deleted", "", Stores) {
  ExpiringItems<TestType> items;
  CHECK(items.deleted([&] { items.run("UpdateTimeToLive", ttl(false)); }) == 0);
  CHECK(items.count() == items.all);
}

TEMPLATE_LIST_TEST_CASE("of two that look at once, each item is deleted by one", "", Stores) {
  ExpiringItems<TestType> items;
  items.run("DeleteItem", "{'TableName':'plain','Key':{'pk':{'S':'0'}}}");
  std::size_t others = 0;
  const std::size_t mine = items.deleted([&] { others = *delete_expired(items.engine); });
  CHECK(others == items.all - 1);
  CHECK(mine == 0);
  CHECK(items.count() == 0);
}

TEMPLATE_LIST_TEST_CASE("a table that cannot be read keeps no other one from being looked through", "", Stores) {
  ExpiringItems<TestType> items;
  {
    const auto writer = items.engine.store().begin_write();
    writer->define("aaa", "no definition");
    writer->define("bbb", "no definition");
    REQUIRE(writer->commit());
  }
  const auto deleted = delete_expired(items.engine);
  REQUIRE_FALSE(deleted);
  CHECK(deleted.error().message == "the stored definition of table 'aaa' is damaged");
  CHECK(items.count() == 0);
}

TEST_CASE("the log hears once of each change from looks that work to looks that fail") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  std::mutex mutex;
  std::vector<std::string> told;
  partita::ClientOptions options;
  options.embedded.expiry_interval = std::chrono::milliseconds(1);
  options.log = [&](const partita::LogRecord& record) {
    if (record.event != "expiry_changed") return;
    std::string line(to_string(record.level));
    for (const partita::LogField& each : record.fields)
      line.append(" ").append(each.name).append("=").append(each.value);
    const std::lock_guard lock(mutex);
    told.push_back(line);
  };
  const auto tells = [&](std::size_t count) {
    return partita::test::eventually([&] {
      const std::lock_guard lock(mutex);
      return told.size() >= count;
    });
  };
  {
    const auto client = partita::Client::open("file:" + path, options);
    REQUIRE(client);
    for (const auto& [operation, text] :
         {std::pair{"CreateTable", std::string(plain_table)}, {"UpdateTimeToLive", ttl(true)}}) {
      partita::Reply reply;
      const std::string body = quoted(text);
      client->transport().send({.operation = operation, .table = "plain", .body = body}, reply);
      REQUIRE_FALSE(reply.error);
    }
    SqliteConnection other;
    REQUIRE(other.open(path));
    REQUIRE(other.execute("PRAGMA busy_timeout = 10000"));
    // The second one is added to the first one, so that a look which began before it finds a damaged one, too.
    for (const char* const name : {"aab", "aaa"}) {
      const std::string damage = std::string("BEGIN IMMEDIATE; INSERT INTO definitions VALUES('") + name +
                                 "', 'no definition'); UPDATE state SET definitions_version = random(); COMMIT";
      REQUIRE(other.execute(damage.c_str()));
      REQUIRE(tells(name == std::string("aab") ? 1 : 2));
    }
    REQUIRE(
        other.execute("BEGIN IMMEDIATE; DELETE FROM definitions WHERE name < 'b'; UPDATE state SET definitions_version "
                      "= random(); COMMIT"));
    REQUIRE(tells(3));
  }
  CHECK(told == std::vector<std::string>{"error state=failing error=the stored definition of table 'aab' is damaged",
                                         "error state=failing error=the stored definition of table 'aaa' is damaged",
                                         "info state=working"});
}

TEST_CASE("a writer that is stopped does not begin while another process writes") {
  const TemporaryDirectory directory;
  const std::string path = directory.file("a.db");
  const auto store = *open_sqlite_store(path);
  SqliteConnection other;
  REQUIRE(other.open(path));
  REQUIRE(other.execute("BEGIN IMMEDIATE"));
  std::stop_source stop;
  stop.request_stop();
  const std::stop_token token = stop.get_token();
  const auto refusal = store->begin_write({.stop = partita::StopSignal(token)})->commit().error();
  CHECK(refusal.type == gave_up);
  CHECK(refusal.message == "the store failed: '" + path + "': database is locked");
}

}  // namespace
