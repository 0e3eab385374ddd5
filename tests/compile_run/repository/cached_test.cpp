// Entities that their schema caches: docs/guide/caching.md.
#include "scripted_transport.hpp"

#include "preference.partita.hpp"

#include <partita/cache_options.hpp>
#include <partita/chrono.hpp>
#include <partita/client_options.hpp>
#include <partita/dry_run.hpp>
#include <partita/transaction.hpp>
#include <partita/write_batch.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace partita::test {
namespace {

using namespace std::chrono_literals;
using lab::Preference;
using lab::PreferenceKey;
using lab::PreferenceRepository;

constexpr int now = 1700000000;

std::string item(const std::string& value, int until = 0) {
  Json stored{{"scope", {{"S", "web"}}}, {"name", {{"S", "theme"}}}, {"value", {{"S", value}}}};
  if (until != 0) stored["until"] = {{"N", std::to_string(until)}};
  return Json{{"Item", stored}}.dump();
}

ClientOptions options() {
  ClientOptions options;
  options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(now)); };
  return options;
}

struct Preferences {
  explicit Preferences(const ClientOptions& with = options()) : client(*Client::open(transport, with)) {}

  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  Client client;
  PreferenceRepository repository{client};

  const PreferenceRepository* operator->() const { return &repository; }
  std::string value() const {
    const auto found = repository.get("web", "theme");
    if (!found) return found.error().to_string();
    return *found ? (*found)->value : "none";
  }
  std::size_t requests() const { return transport->sent().size(); }
  bool read_consistently() const { return transport->last().json().value("ConsistentRead", false); }
};

const Preference dark{.scope = "web", .name = "theme", .value = "dark"};

TEST_CASE("an item that was read is served without a request", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(item("dark"));
  const auto first = preferences->get("web", "theme");
  REQUIRE(first);
  CHECK(first.cost().requests == 1);
  const auto again = preferences->get(PreferenceKey{"web", "theme"});
  REQUIRE(again);
  CHECK((*again)->value == "dark");
  CHECK(again.cost().requests == 0);
  CHECK(preferences.requests() == 1);
  CHECK(preferences.client.cache_counts().hits == 1);
  CHECK(preferences.client.cache_counts().misses == 1);
  CHECK(preferences.client.cache_counts().entries == 1);
}

TEST_CASE("get_shared gives the cached item itself, get a copy of it", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(item("dark"));
  const auto one = preferences->get_shared("web", "theme");
  const auto other = preferences->get_shared(PreferenceKey{"web", "theme"});
  REQUIRE(one);
  REQUIRE(other);
  REQUIRE(*one != nullptr);
  CHECK(one->get() == other->get());
  auto copy = preferences->get("web", "theme");
  REQUIRE(copy);
  (*copy)->value = "changed";
  CHECK((*one)->value == "dark");
  CHECK(preferences.requests() == 1);
}

TEST_CASE("that there is no item is remembered; other keys and errors are not", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer("{}");
  CHECK(preferences.value() == "none");
  CHECK(preferences.value() == "none");
  CHECK(preferences.requests() == 1);
  preferences.transport->fail(ErrorKind::throttled);
  CHECK_FALSE(preferences->get("web", "font"));
  preferences.transport->answer("{}");
  CHECK(preferences->get("web", "font"));
  CHECK(preferences.requests() == 3);
}

TEST_CASE("every write of the client drops the item, and what is read next is read consistently", "[cached]") {
  struct Write {
    std::string name;
    std::string answer;
    std::function<bool(const Preferences&)> run;
  };
  const std::string batch = R"({"UnprocessedItems":{}})";
  const std::vector<Write> writes{
      {"create", "{}", [](const Preferences& s) { return s->create(dark).has_value(); }},
      {"put", "{}", [](const Preferences& s) { return s->put(dark).has_value(); }},
      {"replace", "{}", [](const Preferences& s) { return s->replace(dark).has_value(); }},
      {"upsert", "{}", [](const Preferences& s) { return s->upsert(dark).has_value(); }},
      {"put_returning_old", "{}", [](const Preferences& s) { return s->put_returning_old(dark).has_value(); }},
      {"update", "{}",
       [](const Preferences& s) { return s->update("web", "theme").set_value("dark").execute().has_value(); }},
      {"update exactly once", "{}",
       [](const Preferences& s) {
         return s->update("web", "theme").set_value("dark").exactly_once().execute().has_value();
       }},
      {"remove", "{}", [](const Preferences& s) { return s->remove("web", "theme").has_value(); }},
      {"put_many", batch,
       [](const Preferences& s) { return static_cast<bool>(s->put_many(std::vector<Preference>{dark})); }},
      {"remove_many", batch,
       [](const Preferences& s) {
         return static_cast<bool>(s->remove_many(std::vector<PreferenceKey>{{"web", "theme"}}));
       }},
      {"mixed batch", batch,
       [](const Preferences& s) { return static_cast<bool>(write_batch(s.client).put(s.repository, dark).execute()); }},
      {"transaction", "{}",
       [](const Preferences& s) {
         WriteTransaction transaction{s.client};
         transaction.remove(s.repository, "web", "theme");
         return transaction.execute().has_value();
       }},
  };
  for (const Write& write : writes) {
    INFO(write.name);
    const Preferences preferences;
    preferences.transport->answer(item("light"));
    CHECK(preferences.value() == "light");
    preferences.transport->answer(write.answer);
    CHECK(write.run(preferences));
    preferences.transport->answer(item("dark"));
    CHECK(preferences.value() == "dark");
    CHECK(preferences.requests() == 3);
    CHECK(preferences.read_consistently());
    CHECK(preferences.value() == "dark");
    CHECK(preferences.requests() == 3);
  }
}

TEST_CASE("a write whose outcome nobody knows drops the item too", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(item("light"));
  CHECK(preferences.value() == "light");
  preferences.transport->fail(ErrorKind::deadline, {}, true);
  CHECK_FALSE(preferences->put(dark));
  preferences.transport->answer(item("dark"));
  CHECK(preferences.value() == "dark");
}

TEST_CASE("writes of other items, and checks, leave an item in the cache", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(item("dark"));
  CHECK(preferences.value() == "dark");
  preferences.transport->answer("{}");
  CHECK(preferences->put({.scope = "web", .name = "font", .value = "serif"}));
  preferences.transport->answer("{}");
  CHECK(preferences->check("web", "theme"));
  CHECK(preferences.value() == "dark");
  CHECK(preferences.requests() == 3);
}

TEST_CASE("a consistent read asks the table, and what it brings is served from then on", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(item("light"));
  CHECK(preferences.value() == "light");
  preferences.transport->answer(item("dark"));
  const auto read = preferences->get("web", "theme", ReadOptions().consistent());
  REQUIRE(read);
  CHECK((*read)->value == "dark");
  CHECK(preferences.value() == "dark");
  CHECK(preferences.requests() == 2);
}

TEST_CASE("an item with a time to live is not served longer than it lives", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(item("dark", now + 1));
  CHECK(preferences.value() == "dark");
  std::this_thread::sleep_for(1100ms);
  preferences.transport->answer("{}");
  CHECK(preferences.value() == "none");
}

TEST_CASE("where it is allowed, an item that is out of date is served when reading fails", "[cached]") {
  ClientOptions with = options();
  with.cache.stale_on_error = 1min;
  const Preferences preferences(with);
  preferences.transport->answer(item("dark", now + 1));
  CHECK(preferences.value() == "dark");
  std::this_thread::sleep_for(1100ms);
  preferences.transport->fail(ErrorKind::server);
  CHECK(preferences.value() == "dark");
  preferences.transport->fail(ErrorKind::access_denied);
  CHECK_FALSE(preferences->get("web", "theme"));
  CHECK(preferences.client.cache_counts().stale == 1);
}

TEST_CASE("a cache of no bytes is none, and clients share none", "[cached]") {
  ClientOptions with = options();
  with.cache.max_bytes = 0;
  const Preferences preferences(with);
  preferences.transport->answer(item("dark"));
  preferences.transport->answer(item("dark"));
  CHECK(preferences.value() == "dark");
  CHECK(preferences.value() == "dark");
  CHECK(preferences.requests() == 2);
  CHECK(preferences.client.cache_counts().misses == 0);

  const Preferences cached;
  cached.transport->answer(item("dark"));
  CHECK(cached.value() == "dark");
  const auto elsewhere = std::make_shared<ScriptedTransport>();
  elsewhere->answer(item("of another database"));
  const PreferenceRepository other{cached.client.over(elsewhere)};
  const auto found = other.get("web", "theme");
  REQUIRE(found);
  CHECK((*found)->value == "of another database");
}

TEST_CASE("a dry run of a cached read says what it would send", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(item("dark"));
  CHECK(preferences.value() == "dark");
  const auto plan = dry_run(preferences.client,
                            [](const Client& client) { return PreferenceRepository(client).get("web", "theme"); });
  REQUIRE(plan);
  CHECK(plan->operation() == "GetItem");
}

}  // namespace
}  // namespace partita::test
