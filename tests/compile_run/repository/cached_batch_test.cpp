// get_many of entities that their schema caches: docs/guide/caching.md.
#include "preferences.hpp"

#include <partita/batch.hpp>

#include <catch2/catch.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

std::string found(const std::vector<std::string>& names, const std::string& value = "read") {
  Json items = Json::array();
  for (const std::string& name : names) {
    items.push_back({{"scope", {{"S", "web"}}}, {"name", {{"S", name}}}, {"value", {{"S", value}}}});
  }
  return Json{{"Responses", {{"cached_preferences", items}}}, {"UnprocessedKeys", Json::object()}}.dump();
}

std::vector<PreferenceKey> keys(const std::vector<std::string>& names) {
  std::vector<PreferenceKey> keys;
  for (const std::string& name : names) keys.push_back({"web", name});
  return keys;
}

std::vector<std::string> values(const Result<std::vector<std::optional<Preference>>>& found) {
  if (!found) return {found.error().to_string()};
  std::vector<std::string> values;
  for (const auto& each : *found) values.push_back(each ? each->value : "none");
  return values;
}

// The names that a request of a batch asks for, and whether consistently.
std::pair<std::vector<std::string>, bool> asked(const ScriptedTransport::Sent& sent) {
  const Json table = sent.json()["RequestItems"]["cached_preferences"];
  std::vector<std::string> names;
  for (const Json& key : table["Keys"]) names.push_back(key["name"]["S"]);
  return {names, table.value("ConsistentRead", false)};
}

using Asked = std::pair<Names, bool>;

TEST_CASE("get_many takes from the cache what it holds, and gives it what it reads", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(item("dark"));
  CHECK(preferences.value() == "dark");
  preferences.transport->answer(found({"font"}));
  std::vector<std::string> progress;
  const auto report = [&](const BatchProgress& each) {
    progress.push_back(std::to_string(each.done) + " of " + std::to_string(each.total));
  };
  const Names names{"font", "theme", "gone", "font", "theme"};
  CHECK(values(preferences->get_many(keys(names), BatchReadOptions().on_progress(report))) ==
        Names{"read", "dark", "none", "read", "dark"});
  CHECK(asked(preferences.transport->last()) == Asked{{"font", "gone"}, false});
  CHECK(progress == std::vector<std::string>{"3 of 3"});

  const auto again = preferences->get_many(keys(names));
  CHECK(values(again) == Names{"read", "dark", "none", "read", "dark"});
  CHECK(again.cost().requests == 0);
  CHECK((*preferences->get("web", "font"))->value == "read");
  CHECK(*preferences->get("web", "gone") == std::nullopt);
  CHECK(preferences.requests() == 2);
}

TEST_CASE("get_many of what the cache holds is a span of its own", "[cached]") {
  ClientOptions with = options();
  const auto tracer = std::make_shared<Hits>();
  with.tracer = tracer;
  const Preferences preferences(with);
  preferences.transport->answer(item("dark"));
  REQUIRE(preferences->get("web", "theme", ReadOptions().trace_parent("a")));
  BatchReadOptions traced;
  traced.trace_parent("b");
  REQUIRE(preferences->get_many(keys({"theme"}), traced));
  CHECK(tracer->seen == "read 1 of a; hit 0 of b; ");
}

TEST_CASE("get_many reads consistently what this client has written, by a request of its own", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer("{}");
  CHECK(preferences->get("web", "gone"));
  preferences.transport->answer("{}");
  CHECK(preferences->put(dark));
  preferences.transport->answer(found({"theme"}, "new"));
  preferences.transport->answer(found({"font"}));
  CHECK(values(preferences->get_many(keys({"font", "theme"}))) == Names{"read", "new"});
  REQUIRE(preferences.requests() == 4);
  CHECK(asked(preferences.transport->sent()[2]) == Asked{{"theme"}, true});
  CHECK(asked(preferences.transport->sent()[3]) == Asked{{"font"}, false});
  CHECK(preferences.value() == "new");
}

TEST_CASE("get_many keeps nothing of a read that a write overtook, or that failed", "[cached]") {
  const auto transport = std::make_shared<Overtaken>();
  transport->operation = "BatchGetItem";
  const Client client = *Client::open(transport, options());
  const PreferenceRepository repository{client};
  transport->overtake = [&] {
    transport->script->answer("{}");
    CHECK(repository.put(dark));
    transport->script->answer(found({"theme"}, "light"));
  };
  CHECK(values(repository.get_many(keys({"theme"}))) == Names{"light"});
  CHECK(client.cache_counts().discarded == 1);
  transport->script->fail(ErrorKind::throttled);
  CHECK_FALSE(repository.get_many(keys({"theme"})));
  transport->script->answer(found({"theme"}, "dark"));
  CHECK(values(repository.get_many(keys({"theme"}))) == Names{"dark"});
  CHECK(asked(transport->script->last()) == Asked{{"theme"}, true});
}

TEST_CASE("a consistent get_many asks the table for all, and what it brings is served from then on", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(item("light"));
  CHECK(preferences.value() == "light");
  preferences.transport->answer(found({"theme"}, "dark"));
  CHECK(values(preferences->get_many(keys({"theme", "gone"}), BatchReadOptions().consistent())) ==
        Names{"dark", "none"});
  CHECK(asked(preferences.transport->last()) == Asked{{"theme", "gone"}, true});
  CHECK(preferences.value() == "dark");
  CHECK(preferences.requests() == 2);
}

TEST_CASE("get_many of a client without a cache asks the table each time", "[cached]") {
  ClientOptions with = options();
  with.cache.max_bytes = 0;
  const Preferences preferences(with);
  for (int i = 0; i < 2; ++i) {
    preferences.transport->answer(found({"theme"}));
    CHECK(values(preferences->get_many(keys({"theme", "gone", "theme"}))) == Names{"read", "none", "read"});
  }
  CHECK(preferences.requests() == 2);
}

}  // namespace
}  // namespace partita::test
