// What writes do to queries that are read through the client's cache: docs/guide/caching.md.
#include "preferences.hpp"

#include "knob.partita.hpp"

#include <partita/table.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <thread>

namespace partita::test {
namespace {

using lab::DialRepository;
using lab::GaugeRepository;
using lab::KnobRepository;
using lab::SampleRepository;

TEST_CASE("every write of the client is seen by its cached queries at once", "[cached]") {
  for (const Write& write : writes()) {
    INFO(write.name);
    {
      const Preferences preferences;
      preferences.transport->answer(page({"font"}));
      CHECK(of_web(preferences) == Names{"font"});
      preferences.transport->answer(write.answer);
      CHECK(write.run(preferences));
      preferences.transport->answer(page({"font", "theme"}));
      CHECK(of_web(preferences) == Names{"font", "theme"});
      CHECK(preferences.read_consistently());
      CHECK(of_web(preferences) == Names{"font", "theme"});
      CHECK(preferences.requests() == 3);
    }
    const Preferences preferences;
    preferences.transport->answer(page({"font"}));
    CHECK(of_dark(preferences) == Names{"font"});
    preferences.transport->answer(write.answer);
    CHECK(write.run(preferences));
    // The index lags behind: what it says so soon is not kept.
    preferences.transport->answer(page({"font"}));
    CHECK(of_dark(preferences) == Names{"font"});
    CHECK_FALSE(preferences.read_consistently());
    preferences.transport->answer(page({"font", "theme"}));
    CHECK(of_dark(preferences) == Names{"font", "theme"});
    CHECK(preferences.requests() == 4);
  }
}

TEST_CASE("an index that has had time to follow a write is cached again", "[cached]") {
  ClientOptions with = options();
  with.cache.consistent_after_write = 0ms;
  const Preferences preferences(with);
  preferences.transport->answer("{}");
  CHECK(preferences->put(dark));
  preferences.transport->answer(page({"theme"}));
  CHECK(of_dark(preferences) == Names{"theme"});
  CHECK(of_dark(preferences) == Names{"theme"});
  CHECK(preferences.requests() == 2);
}

TEST_CASE("a write drops the queries of its partition, and those of indexes", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(page({"theme"}));
  CHECK(of_web(preferences) == Names{"theme"});
  preferences.transport->answer(page({"theme"}));
  CHECK(of_dark(preferences) == Names{"theme"});
  preferences.transport->answer("{}");
  CHECK(preferences->put({.scope = "app", .name = "theme", .value = "dark"}));
  CHECK(of_web(preferences) == Names{"theme"});
  CHECK(preferences.requests() == 3);
  preferences.transport->answer(page({"theme", "theme"}));
  CHECK(of_dark(preferences) == Names{"theme", "theme"});
}

TEST_CASE("a write that failed drops queries too", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(page({}));
  CHECK(of_web(preferences).empty());
  preferences.transport->fail(ErrorKind::condition_failed);
  CHECK_FALSE(preferences->put(dark));
  for (int i = 0; i < 2; ++i) {
    if (i == 0) preferences.transport->answer(page({"theme"}));
    CHECK(of_web(preferences) == Names{"theme"});
  }
}

TEST_CASE("after a write whose outcome nobody knows, queries are not kept until it can no longer be applied",
          "[cached]") {
  for (const ErrorKind kind : {ErrorKind::deadline, ErrorKind::condition_failed}) {
    ClientOptions with = options();
    with.cache.consistent_after_write = 300ms;
    const Preferences preferences(with);
    preferences.transport->answer(page({}));
    CHECK(of_web(preferences).empty());
    preferences.transport->fail(kind, {}, true);
    CHECK_FALSE(preferences->put(dark));
    preferences.transport->answer(page({}));
    CHECK(of_web(preferences).empty());
    CHECK(preferences.read_consistently());
    preferences.transport->answer(page({"theme"}));  // only now was it applied
    CHECK(of_web(preferences) == Names{"theme"});
    std::this_thread::sleep_for(400ms);
    preferences.transport->answer(page({"theme"}));
    for (int i = 0; i < 2; ++i) CHECK(of_web(preferences) == Names{"theme"});
    CHECK(preferences.requests() == 5);
  }
}

TEST_CASE("a query that a write overtook is not kept, nor served to who comes after the write", "[cached]") {
  const auto transport = std::make_shared<Overtaken>();
  const Client client = *Client::open(transport, options());
  const PreferenceRepository repository{client};
  const auto ask = [&] { return names(repository.by_scope("web").cached(1min).all(CallOptions().timeout(5s))); };
  transport->operation = "Query";
  transport->overtake = [&] {
    transport->script->answer("{}");
    CHECK(repository.put(dark));
    transport->script->answer(page({"theme"}));
    CHECK(ask() == Names{"theme"});
    transport->script->answer(page({}));
  };
  CHECK(ask().empty());
  CHECK(client.cache_counts().discarded == 1);
  CHECK(ask() == Names{"theme"});
  CHECK(transport->script->sent().size() == 3);
}

TEST_CASE("of queries at once that ask the same, one reads", "[cached]") {
  const auto transport = std::make_shared<Overtaken>();
  const Client client = *Client::open(transport, options());
  const PreferenceRepository repository{client};
  const auto ask = [&] { return names(repository.by_scope("web").cached(1min).all()); };
  std::jthread other;
  Names seen;
  transport->operation = "Query";
  transport->overtake = [&] {
    other = std::jthread([&] { seen = ask(); });
    while (client.cache_counts().joined == 0) std::this_thread::yield();
    transport->script->answer(page({"theme"}));
  };
  CHECK(ask() == Names{"theme"});
  other.join();
  CHECK(seen == Names{"theme"});
  CHECK(transport->script->sent().size() == 1);
}

TEST_CASE("who waits for another's query ends by his own deadline", "[cached]") {
  const auto transport = std::make_shared<Overtaken>();
  const Client client = *Client::open(transport, options());
  const PreferenceRepository repository{client};
  const auto query = repository.by_scope("web").cached(1min);
  transport->operation = "Query";
  transport->overtake = [&] {
    const auto late = query.all(CallOptions().timeout(20ms));
    REQUIRE_FALSE(late);
    CHECK(late.error().kind() == ErrorKind::deadline);
    CHECK(late.error().operation() == "Query");
    transport->script->answer(page({"theme"}));
  };
  CHECK(names(query.all()) == Names{"theme"});
}

TEST_CASE("a table that the client deletes leaves nothing in the cache", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(page({"theme"}));
  CHECK(of_web(preferences) == Names{"theme"});
  preferences.transport->answer(item("dark"));
  CHECK(preferences.value() == "dark");
  preferences.transport->answer(R"({"TableDescription":{"TableName":"cached_preferences","TableStatus":"DELETING"}})");
  CHECK(delete_table(preferences.client, "cached_preferences"));
  preferences.transport->answer(page({}));
  CHECK(of_web(preferences).empty());
  preferences.transport->answer("{}");
  CHECK(preferences.value() == "none");
  CHECK(preferences.requests() == 5);
}

TEST_CASE("a write that began before the table was known is seen by what is read then", "[cached]") {
  const auto transport = std::make_shared<Overtaken>();
  const Client client = *Client::open(transport, options());
  const auto put = [&] {
    Reply reply;
    client.transport().send({"PutItem", "cached_preferences", R"({"TableName":"cached_preferences","Item":{}})"},
                            reply);
    CHECK_FALSE(reply.error);
  };
  const auto value = [&] {
    const auto found = PreferenceRepository(client).get("web", "theme");
    return found && *found ? (*found)->value : "none";
  };
  SECTION("and has not ended") {
    transport->operation = "PutItem";
    transport->overtake = [&] {
      transport->script->answer(item("light"));
      CHECK(value() == "light");
      transport->script->answer("{}");
    };
    put();
  }
  SECTION("and has just ended") {
    transport->script->answer("{}");
    put();
  }
  transport->script->answer(item("dark"));
  CHECK(value() == "dark");
  CHECK(transport->script->last().json().value("ConsistentRead", false));
}

TEST_CASE("the error of a read that had little time is not that of those that wait for it", "[cached]") {
  for (const bool cut_short : {true, false}) {
    const auto transport = std::make_shared<Overtaken>();
    const Client client = *Client::open(transport, options());
    const PreferenceRepository repository{client};
    std::jthread other;
    bool found = false;
    transport->operation = "GetItem";
    transport->overtake = [&] {
      other = std::jthread([&] { found = repository.get("web", "theme").has_value(); });
      while (client.cache_counts().joined == 0) std::this_thread::yield();
      Error::Details details;
      details.kind = ErrorKind::throttled;
      details.cut_short = cut_short;
      transport->script->fail(Error(std::move(details)));
      if (cut_short) transport->script->answer(item("dark"));
    };
    CHECK_FALSE(repository.get("web", "theme", ReadOptions().timeout(1h)));
    other.join();
    CHECK(found == cut_short);
    CHECK(transport->script->sent().size() == (cut_short ? 2 : 1));
  }
}

TEST_CASE("a consistent query asks the table, and what it brings is served from then on", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(page({"font"}));
  CHECK(of_web(preferences) == Names{"font"});
  preferences.transport->answer(page({"font", "theme"}));
  CHECK(names(preferences->by_scope("web").cached(1min).consistent().all()) == Names{"font", "theme"});
  CHECK(preferences.read_consistently());
  CHECK(of_web(preferences) == Names{"font", "theme"});
  CHECK(preferences.requests() == 2);
}

std::string knobs(const std::string& tenant, const std::string& type = "knob") {
  const Json item{{"tenant_id", {{"S", tenant}}},
                  {"name", {{"S", "of " + tenant}}},
                  {"area", {{"S", "ui"}}},
                  {"value", {{"S", "dark"}}},
                  {"type", {{"S", type}}}};
  return page_of(Json::array({item}));
}

TEST_CASE("tenants share no cached query, and none gets another's items", "[cached]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const Client client = *Client::open(transport, options());
  const KnobRepository of_a{client, "a"};
  const KnobRepository of_b{client, "b"};
  for (int i = 0; i < 2; ++i) {
    if (i == 0) transport->answer(knobs("a"));
    CHECK(names(of_a.by_tenant_id().cached(1min).all()) == Names{"of a"});
    if (i == 0) transport->answer(knobs("b"));
    CHECK(names(of_b.by_tenant_id().cached(1min).all()) == Names{"of b"});
  }
  // A query of an index whose partition lies in one of the table's is dropped by the writes of that one alone.
  transport->answer(knobs("a"));
  CHECK(names(of_a.by_area("ui").cached(1min).all()) == Names{"of a"});
  transport->answer("{}");
  CHECK(of_b.put({.tenant_id = "b", .name = "x", .area = "ui", .value = "dark"}));
  CHECK(names(of_a.by_area("ui").cached(1min).all()) == Names{"of a"});
  CHECK(names(of_a.by_tenant_id().cached(1min).all()) == Names{"of a"});
  CHECK(transport->sent().size() == 4);
  transport->answer("{}");
  CHECK(of_a.put({.tenant_id = "a", .name = "x", .area = "ui", .value = "dark"}));
  for (const std::string& wrong : {knobs("b"), knobs("a", "session")}) {
    transport->answer(wrong);
    CHECK_FALSE(of_a.by_tenant_id().cached(1min).all());
  }
}

std::string dials() {
  return page_of(Json::array(
      {{{"id", {{"S", "1"}}}, {"name", {{"S", "volume"}}}, {"tenant_id", {{"S", "a"}}}, {"type", {{"S", "dial"}}}}}));
}

TEST_CASE("queries whose key does not tell the tenant ask the table, beside a cached entity too", "[cached]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const Client client = *Client::open(transport, options());
  const GaugeRepository gauges{client};
  const DialRepository dials_of_a{client, "a"};
  for (std::size_t i = 1; i <= 2; ++i) {
    transport->answer(dials());
    CHECK(names(dials_of_a.by_id("1").cached(1min).all()) == Names{"volume"});
    CHECK(transport->sent().size() == i);
  }
  transport->answer(page_of(Json::array()));
  for (int i = 0; i < 2; ++i) CHECK(names(gauges.by_id("1").cached(1min).all()).empty());
  CHECK(transport->sent().size() == 3);
}

TEST_CASE("of a query over write shards each shard is cached by itself", "[cached]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const Client client = *Client::open(transport, options());
  const SampleRepository samples{client};
  std::map<std::string, Json> shards;  // their items, by their partition keys
  for (std::int64_t number = 1; number <= 10; ++number) {
    const Json sample = Json::parse(*samples.to_item({.probe = "p", .number = number}));
    shards[sample["pk"]["S"]].push_back(sample);
  }
  REQUIRE(shards.size() == 2);
  for (const auto& [key, items] : shards) transport->answer(page_of(items));
  const auto query = samples.by_probe("p").cached(1h);
  for (int i = 0; i < 2; ++i) {
    const auto found = query.all();
    REQUIRE(found);
    CHECK(found->size() == 10);
  }
  CHECK(transport->sent().size() == 2);
  transport->answer("{}");
  CHECK(samples.put({.probe = "p", .number = 7}));
  const std::string written = transport->last().json()["Item"]["pk"]["S"];
  transport->answer(page_of(shards[written]));
  CHECK(query.all()->size() == 10);
  CHECK(transport->sent().size() == 4);
  CHECK(transport->last().json()["ExpressionAttributeValues"][":k0"]["S"] == written);
}

}  // namespace
}  // namespace partita::test
