// Entities that their schema caches: docs/guide/caching.md.
#include "scripted_transport.hpp"

#include "preference.partita.hpp"

#include <partita/cache_options.hpp>
#include <partita/chrono.hpp>
#include <partita/client_options.hpp>
#include <partita/dry_run.hpp>
#include <partita/metrics.hpp>
#include <partita/tracing.hpp>
#include <partita/transaction.hpp>
#include <partita/write_batch.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
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

struct Hits final : Tracer {
  struct One final : Span {
    One(Hits& hits, const SpanStart& start) : hits_(hits), parent_(start.parent) {}
    void end(const SpanEnd& end) noexcept override {
      hits_.seen += (end.cache_hit ? "hit " : "read ") + std::to_string(end.attempts) + " of " + parent_ + "; ";
    }
    Hits& hits_;
    std::string parent_;
  };
  std::unique_ptr<Span> start(const SpanStart& start) noexcept override { return std::make_unique<One>(*this, start); }
  std::string seen;
};

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

using Names = std::vector<std::string>;
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
  struct Overtaken final : Transport {
    void send(const Request& request, Reply& reply) noexcept override {
      if (request.operation == "BatchGetItem" && overtake) std::exchange(overtake, nullptr)();
      script->send(request, reply);
    }
    std::shared_ptr<ScriptedTransport> script = std::make_shared<ScriptedTransport>();
    std::function<void()> overtake;
  };
  const auto transport = std::make_shared<Overtaken>();
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
  for (int i = 0; i < 2; ++i) {
    preferences.transport->answer(found({"theme"}));
    CHECK(values(preferences->get_many(keys({"theme", "gone", "theme"}))) == Names{"read", "none", "read"});
  }
  CHECK(preferences.requests() == 4);

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
