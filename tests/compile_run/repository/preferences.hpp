// A client with a cache on a scripted transport, and an entity that its schema caches.
#pragma once

#include "scripted_transport.hpp"

#include "preference.partita.hpp"

#include <partita/cache_options.hpp>
#include <partita/chrono.hpp>
#include <partita/client_options.hpp>
#include <partita/tracing.hpp>
#include <partita/transaction.hpp>
#include <partita/write_batch.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::test {

using lab::Preference;
using lab::PreferenceKey;
using lab::PreferenceRepository;
using namespace std::chrono_literals;

inline constexpr int now = 1700000000;

inline std::string item(const std::string& value, int until = 0) {
  Json stored{{"scope", {{"S", "web"}}}, {"name", {{"S", "theme"}}}, {"value", {{"S", value}}}};
  if (until != 0) stored["until"] = {{"N", std::to_string(until)}};
  return Json{{"Item", stored}}.dump();
}

inline ClientOptions options() {
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

inline const Preference dark{.scope = "web", .name = "theme", .value = "dark"};

/// A write of the client's that changes `dark`.
struct Write {
  std::string name;
  std::string answer;
  std::function<bool(const Preferences&)> run;
};

inline std::vector<Write> writes() {
  const std::string batch = R"({"UnprocessedItems":{}})";
  return {
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
}

/// Runs something while a request of some operation is under way, once.
struct Overtaken final : Transport {
  void send(const Request& request, Reply& reply) noexcept override {
    if (request.operation == operation && overtake) std::exchange(overtake, nullptr)();
    script->send(request, reply);
  }
  std::shared_ptr<ScriptedTransport> script = std::make_shared<ScriptedTransport>();
  std::string_view operation;
  std::function<void()> overtake;
};

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

using Names = std::vector<std::string>;

inline Json preference(const std::string& name, int until = 0) {
  Json stored{{"scope", {{"S", "web"}}}, {"name", {{"S", name}}}, {"value", {{"S", "dark"}}}};
  if (until != 0) stored["until"] = {{"N", std::to_string(until)}};
  return stored;
}

inline std::string page_of(const Json& items, const Json& last_key = {}) {
  Json page{{"Items", items}, {"Count", items.size()}, {"ScannedCount", items.size()}};
  if (!last_key.is_null()) page["LastEvaluatedKey"] = last_key;
  return page.dump();
}

inline std::string page(const Names& names, const Json& last_key = {}) {
  Json items = Json::array();
  for (const std::string& name : names) items.push_back(preference(name));
  return page_of(items, last_key);
}

template <class Item>
Names names(const Result<std::vector<Item>>& found) {
  if (!found) return {found.error().to_string()};
  Names names;
  for (const Item& each : *found) names.push_back(each.name);
  return names;
}

// What the pages of a scope, and of a value, are by the client's cache.
inline Names of_web(const Preferences& preferences) {
  return names(preferences->by_scope("web").cached(1min).all());
}
inline Names of_dark(const Preferences& preferences) {
  return names(preferences->by_value("dark").cached(1min).all());
}

}  // namespace partita::test
