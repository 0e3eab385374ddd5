// Queries that are read through the client's cache: docs/guide/caching.md.
#include "preferences.hpp"

#include <partita/dry_run.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <thread>

namespace partita::test {
namespace {

using lab::PreferenceEnd;
using lab::PreferenceFields;
using lab::PreferenceName;

TEST_CASE("a cached query that was asked before costs nothing", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(page({"font", "theme"}));
  const auto first = preferences->by_scope("web").cached(1min).all();
  CHECK(names(first) == Names{"font", "theme"});
  CHECK(first.cost().requests == 1);
  const auto again = preferences->by_scope("web").cached(30s).all();
  CHECK(names(again) == Names{"font", "theme"});
  CHECK(again.cost().requests == 0);
  CHECK(again.cost().items_evaluated == 0);
  CHECK(preferences.requests() == 1);
  CHECK(preferences.client.cache_counts().hits == 1);
}

TEST_CASE("a hit of a cached query is a span of its own", "[cached]") {
  ClientOptions with = options();
  const auto tracer = std::make_shared<Hits>();
  with.tracer = tracer;
  const Preferences preferences(with);
  preferences.transport->answer(page({"theme"}));
  const auto query = preferences->by_scope("web").cached(1min);
  REQUIRE(query.all(CallOptions().trace_parent("a")));
  REQUIRE(query.all(CallOptions().trace_parent("b")));
  CHECK(tracer->seen == "read 1 of a; hit 0 of b; ");
}

TEST_CASE("a query is cached only if it asks for it", "[cached]") {
  const Preferences preferences;
  for (int i = 0; i < 2; ++i) {
    preferences.transport->answer(page({"theme"}));
    CHECK(names(preferences->by_scope("web").all()) == Names{"theme"});
    preferences.transport->answer(page({"theme"}));
    CHECK(names(preferences->by_scope("web").cached(1min).cached(0s).all()) == Names{"theme"});
  }
  CHECK(preferences.requests() == 4);
}

TEST_CASE("a query is cached for no longer than its schema lets items be", "[cached]") {
  const Preferences preferences;
  const auto refused = [&](auto lifetime) {
    return preferences->by_scope("web").cached(lifetime).all().error().to_string();
  };
  CHECK(refused(301s).find("longer than the 300 seconds") != std::string::npos);
  CHECK(refused(-1s).find("must be 0, for none, or more") != std::string::npos);
  CHECK(preferences.requests() == 0);
  preferences.transport->answer(page({"theme"}));
  CHECK(names(preferences->by_scope("web").cached(5min).all()) == Names{"theme"});
}

TEST_CASE("every end of a cached query reads through the cache", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(page({"font", "theme"}));
  CHECK(of_web(preferences) == Names{"font", "theme"});
  const auto query = preferences->by_scope("web").cached(1min);
  std::size_t pages = 0;
  for (auto& each : query.pages()) {
    REQUIRE(each);
    CHECK(each.cost().requests == 0);
    pages += each->size();
  }
  CHECK(pages == 2);
  std::size_t items = 0;
  for (auto& each : query.items()) items += each ? 1U : 0U;
  CHECK(items == 2);
  CHECK(preferences.requests() == 1);

  CHECK((*query.first())->name == "font");
  CHECK(preferences.requests() == 1);

  // Other attributes make another request.
  preferences.transport->answer(page({"font", "theme"}));
  for (int i = 0; i < 2; ++i) CHECK(*query.count() == 2);
  CHECK(*query.exists());
  preferences.transport->answer(page({"font", "theme"}));
  for (int i = 0; i < 2; ++i) CHECK((*query.first_as<PreferenceName>())->name == "font");
  CHECK(names(query.all_as<PreferenceName>()) == Names{"font", "theme"});
  CHECK(preferences.requests() == 3);
}

TEST_CASE("queries that differ in anything are cached apart", "[cached]") {
  const Preferences preferences;
  const auto ask = [&](auto query) {
    preferences.transport->answer(page({}));
    CHECK(names(query.cached(1min).all()).empty());
  };
  const auto all = [&] { return preferences->by_scope("web"); };
  for (int i = 0; i < 2; ++i) {
    ask(all());
    ask(preferences->by_scope("app"));
    ask(all().name("theme"));
    ask(all().where(PreferenceFields::value == "dark"));
    ask(all().where(PreferenceFields::value == "light"));
    ask(all().descending());
    ask(all().page_size(7));
    ask(preferences->by_value("web"));
    CHECK(preferences.requests() == 8);
  }
}

TEST_CASE("a cached query is served for its lifetime", "[cached]") {
  const Preferences preferences;
  const auto query = preferences->by_scope("web").cached(500ms);
  preferences.transport->answer(page({"font"}));
  CHECK(names(query.all()) == Names{"font"});
  std::this_thread::sleep_for(600ms);
  preferences.transport->answer(page({"theme"}));
  CHECK(names(query.all()) == Names{"theme"});
}

TEST_CASE("a cached query gets nothing older than it asks for, whatever lifetime it was read with", "[cached]") {
  ClientOptions with = options();
  with.cache.stale_on_error = 200ms;
  const Preferences preferences(with);
  preferences.transport->answer(page({"font"}));
  CHECK(of_web(preferences) == Names{"font"});
  const auto of_now = [&] { return names(preferences->by_scope("web").cached(100ms).all()); };
  std::this_thread::sleep_for(400ms);
  preferences.transport->fail(ErrorKind::server);
  CHECK(of_now() != Names{"font"});  // not even in place of an error
  CHECK(of_web(preferences) == Names{"font"});
  preferences.transport->answer(page({"theme"}));
  CHECK(of_now() == Names{"theme"});
  CHECK(of_web(preferences) == Names{"theme"});
  CHECK(preferences.requests() == 3);
}

TEST_CASE("a cached query is served for no longer than the first of its items lives, whatever it returns", "[cached]") {
  const Preferences preferences;
  const Json ending = Json::array({preference("font"), preference("theme", now + 1)});
  const auto query = preferences->by_scope("web").cached(1min);
  preferences.transport->answer(page_of(ending));
  CHECK(names(query.all()) == Names{"font", "theme"});
  preferences.transport->answer(page_of(ending));
  CHECK(names(query.all_as<PreferenceName>()) == Names{"font", "theme"});
  CHECK(preferences.transport->last().json()["ProjectionExpression"] == "#scope, #name, #until");
  preferences.transport->answer(page_of(ending));
  CHECK(*query.count() == 2);
  std::this_thread::sleep_for(1100ms);
  preferences.transport->answer(page({"font"}));
  CHECK(names(query.all()) == Names{"font"});
  preferences.transport->answer(page({"font"}));
  CHECK(names(query.all_as<PreferenceName>()) == Names{"font"});
  preferences.transport->answer(page({"font"}));
  CHECK(*query.count() == 1);
}

TEST_CASE("a cached query of a view that has the time to live asks for it once", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(page_of(Json::array({preference("theme", now + 1)})));
  for (int i = 0; i < 2; ++i) {
    CHECK(names(preferences->by_scope("web").cached(1min).all_as<PreferenceEnd>()) == Names{"theme"});
  }
  CHECK(preferences.requests() == 1);
  CHECK(preferences.transport->last().json()["ProjectionExpression"] == "#scope, #name, #until");
}

TEST_CASE("the filter of a cached query goes by the time of the request", "[cached]") {
  int seconds = now;
  ClientOptions with = options();
  with.clock = [&] { return std::chrono::system_clock::time_point(std::chrono::seconds(seconds)); };
  const Preferences preferences(with);
  preferences.transport->answer(page({}));
  CHECK(of_web(preferences).empty());
  const auto time = [&] { return preferences.transport->last().json()["ExpressionAttributeValues"][":now"]["N"]; };
  CHECK(time() == std::to_string(now));
  seconds += 10;
  CHECK(of_web(preferences).empty());
  CHECK(preferences.requests() == 1);
  preferences.transport->answer("{}");
  CHECK(preferences->put(dark));
  preferences.transport->answer(page({}));
  CHECK(of_web(preferences).empty());
  CHECK(time() == std::to_string(now + 10));
}

TEST_CASE("where it is allowed, a page that is out of date is served when reading fails", "[cached]") {
  ClientOptions with = options();
  with.cache.stale_on_error = 1min;
  const Preferences preferences(with);
  const auto query = preferences->by_scope("web").cached(100ms);
  preferences.transport->answer(page({"theme"}));
  CHECK(names(query.all()) == Names{"theme"});
  std::this_thread::sleep_for(200ms);
  preferences.transport->fail(ErrorKind::server);
  const auto stale = query.all();
  CHECK(names(stale) == Names{"theme"});
  CHECK(stale.cost().requests == 1);
  preferences.transport->fail(ErrorKind::access_denied);
  CHECK_FALSE(query.all());
  preferences.transport->answer("{}");
  CHECK(preferences->put(dark));
  preferences.transport->fail(ErrorKind::server);
  CHECK_FALSE(query.all());
}

TEST_CASE("the pages of a cached query are cached one by one, and cursors go on from them", "[cached]") {
  const Preferences preferences;
  const Json last{{"scope", {{"S", "web"}}}, {"name", {{"S", "font"}}}};
  preferences.transport->answer(page({"beep", "font"}, last));
  preferences.transport->answer(page({"size", "theme"}));
  const auto query = preferences->by_scope("web").page_size(2).cached(1min);
  CHECK(names(query.all()) == Names{"beep", "font", "size", "theme"});
  CHECK(preferences.transport->last().json()["ExclusiveStartKey"] == last);

  auto part = preferences->by_scope("web").page_size(2).max_pages(1).cached(1min).all();
  CHECK(names(part) == Names{"beep", "font"});
  REQUIRE(part.next());
  part = preferences->by_scope("web").page_size(2).after(*part.next()).cached(1min).all();
  CHECK(names(part) == Names{"size", "theme"});
  CHECK_FALSE(part.next());
  // Behind an item of a page that the cache holds.
  auto items = query.items();
  auto each = items.begin();
  REQUIRE(*each);
  const auto behind = items.cursor();
  REQUIRE(behind);
  CHECK(preferences.requests() == 2);
  preferences.transport->answer(page({"font"}));
  CHECK(names(preferences->by_scope("web").after(**behind).all()) == Names{"font"});
  CHECK(preferences.transport->last().json()["ExclusiveStartKey"]["name"]["S"] == "beep");
}

TEST_CASE("an answer that contradicts itself or cannot be read is an error each time", "[cached]") {
  const Preferences preferences;
  for (const std::string& wrong : {std::string(R"({"Items":[{"scope":{"S":"web"}}],"Count":1,"ScannedCount":1})"),
                                   std::string(R"({"Items":[],"Count":1,"ScannedCount":1})")}) {
    preferences.transport->answer(wrong);
    CHECK_FALSE(preferences->by_scope("web").cached(1min).all());
  }
  preferences.transport->fail(ErrorKind::throttled);
  CHECK_FALSE(preferences->by_scope("web").cached(1min).all());
  preferences.transport->answer(page({"theme"}));
  CHECK(of_web(preferences) == Names{"theme"});
}

TEST_CASE("a dry run of a cached query says what it would send", "[cached]") {
  const Preferences preferences;
  preferences.transport->answer(page({"theme"}));
  CHECK(of_web(preferences) == Names{"theme"});
  const auto plan = dry_run(preferences.client, [](const Client& client) {
    return PreferenceRepository(client).by_scope("web").cached(1min).all();
  });
  REQUIRE(plan);
  CHECK(plan->operation() == "Query");
}

TEST_CASE("queries of a client without a cache ask the table", "[cached]") {
  ClientOptions with = options();
  with.cache.max_bytes = 0;
  const Preferences preferences(with);
  for (int i = 0; i < 2; ++i) {
    preferences.transport->answer(page({"theme"}));
    CHECK(of_web(preferences) == Names{"theme"});
  }
  CHECK(preferences.requests() == 2);
}

}  // namespace
}  // namespace partita::test
