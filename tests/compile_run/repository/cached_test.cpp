// Entities that their schema caches: docs/guide/caching.md.
#include "preferences.hpp"

#include <partita/dry_run.hpp>
#include <partita/metrics.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace partita::test {
namespace {

TEST_CASE("a hit of the cache is a span of its own", "[cached]") {
  ClientOptions with = options();
  const auto tracer = std::make_shared<Hits>();
  with.tracer = tracer;
  const Preferences preferences(with);
  preferences.transport->answer(item("dark"));
  REQUIRE(preferences->get("web", "theme", ReadOptions().trace_parent("a")));
  REQUIRE(preferences->get("web", "theme", ReadOptions().trace_parent("b")));
  CHECK(tracer->seen == "read 1 of a; hit 0 of b; ");
}

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
  CHECK(metrics(preferences.client).cache.hits == 1);
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
  for (const Write& write : writes()) {
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

TEST_CASE("a write before the first read has that read consistently too", "[cached]") {
  for (const bool others_first : {false, true}) {
    const Preferences preferences;
    if (others_first) {
      preferences.transport->answer(item("serif"));
      CHECK(preferences->get("web", "font"));
    }
    const Client elsewhere = *Client::open(preferences.transport, options());
    preferences.transport->answer("{}");
    CHECK(preferences->put(dark));
    preferences.transport->answer(item("dark"));
    CHECK(preferences.value() == "dark");
    CHECK(preferences.read_consistently());
    preferences.transport->answer(item("dark"));
    CHECK(PreferenceRepository(elsewhere).get("web", "theme"));
    CHECK_FALSE(preferences.read_consistently());
  }
}

TEST_CASE("after a write that may be applied late, the item is not kept until it can no longer be", "[cached]") {
  ClientOptions with = options();
  with.cache.consistent_after_write = 500ms;
  const Preferences preferences(with);
  preferences.transport->answer(item("light"));
  CHECK(preferences.value() == "light");
  preferences.transport->fail(ErrorKind::deadline, {}, true);
  CHECK_FALSE(preferences->put(dark));
  for (const std::string& value : {std::string("light"), std::string("dark")}) {
    preferences.transport->answer(item(value));
    CHECK(preferences.value() == value);
    CHECK(preferences.read_consistently());
    preferences.transport->answer(item(value));
    CHECK((*preferences->get("web", "theme", ReadOptions().consistent()))->value == value);
  }
  const std::vector<PreferenceKey> keys{{"web", "theme"}};
  for (int i = 0; i < 2; ++i) {
    preferences.transport->answer(R"({"Responses":{"cached_preferences":[]},"UnprocessedKeys":{}})");
    CHECK((*preferences->get_many(keys))[0] == std::nullopt);
  }
  std::this_thread::sleep_for(600ms);
  preferences.transport->answer(item("dark"));
  for (int i = 0; i < 2; ++i) CHECK(preferences.value() == "dark");
  CHECK(preferences.requests() == 9);
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
