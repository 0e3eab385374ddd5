#include "cache/second_level.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace partita;
using namespace partita::cache;
using namespace std::chrono_literals;

namespace {

std::int64_t test_time = 1;

std::int64_t test_clock() {
  return test_time;
}

void pass(std::chrono::milliseconds time) {
  test_time += std::chrono::nanoseconds(time).count();
}

// Keeps everything for ever, and can be taken away.
class Shared final : public SecondCache {
 public:
  bool is_away = false;
  int calls = 0;
  std::map<std::string, std::string> values;
  std::vector<std::weak_ptr<const Listener>> listeners;

  std::optional<std::vector<Stored>> look(std::span<const std::string> keys, std::string_view otherwise,
                                          std::chrono::milliseconds) noexcept override {
    if (!here()) return std::nullopt;
    std::vector<Stored> found;
    for (const std::string& key : keys) {
      found.push_back({values.emplace(key, otherwise).first->second, 60s});
    }
    return found;
  }
  bool replace(std::span<const Replacement> replacements) noexcept override {
    if (!here()) return false;
    for (const Replacement& each : replacements) {
      std::string& value = values[std::string(each.key)];
      if (value.starts_with(each.seen)) value = each.value;
    }
    return true;
  }
  bool drop(std::span<const std::string> keys, std::string_view mark, std::chrono::milliseconds) noexcept override {
    if (!here()) return false;
    for (const std::string& key : keys) {
      values[key] = mark;
      for (const auto& listener : listeners) {
        if (const auto there = listener.lock()) (*there)(key, mark);
      }
    }
    return true;
  }
  void listen(std::weak_ptr<const Listener> listener) noexcept override { listeners.push_back(std::move(listener)); }

 private:
  bool here() {
    ++calls;
    return !is_away;
  }
};

constexpr std::uint64_t schema = 7;
const std::vector<std::string> key{"k"};

struct Clients {
  std::shared_ptr<Shared> shared = std::make_shared<Shared>();
  std::vector<std::string> heard;
  SecondLevel one{options(), [](std::string_view) {}, &test_clock};
  SecondLevel other{options(), [this](std::string_view each) { heard.emplace_back(each); }, &test_clock};

  CacheOptions options() const {
    CacheOptions options;
    options.l2 = shared;
    return options;
  }
  static SecondLevel::Found look(SecondLevel& level, std::uint64_t of = schema) {
    return level.look(key, of, true).front();
  }
  static void keep(SecondLevel& level, const SecondLevel::Found& found, std::string_view item) {
    const SecondLevel::Read read{"k", found.seen, item, 60s};
    level.keep({&read, 1}, schema);
  }
};

}  // namespace

TEST_CASE("what one client keeps in a shared cache, another finds, and that there is none too") {
  Clients clients;
  for (const std::string item : {R"({"id":{"S":"1"}})", ""}) {
    const auto nothing = Clients::look(clients.one);
    CHECK(nothing.what == SecondLevel::What::unknown);
    CHECK_FALSE(nothing.consistent);
    Clients::keep(clients.one, nothing, item);
    const auto found = Clients::look(clients.other);
    CHECK(found.what == (item.empty() ? SecondLevel::What::absent : SecondLevel::What::item));
    CHECK(found.item == item);
    clients.shared->values.clear();
  }
}

TEST_CASE("an item of another schema is not read, and is replaced by a consistent read") {
  Clients clients;
  Clients::keep(clients.one, Clients::look(clients.one), "{}");
  const auto found = Clients::look(clients.other, schema + 1);
  CHECK(found.what == SecondLevel::What::unknown);
  CHECK(found.consistent);
  CHECK_FALSE(found.seen.empty());
}

TEST_CASE("around a write, others read consistently, and what a write has overtaken is not kept") {
  Clients clients;
  const auto before = Clients::look(clients.other);
  clients.one.begin_writes(key);
  const auto during = Clients::look(clients.other);
  CHECK(during.consistent);
  CHECK(during.under_way);
  CHECK(during.seen.empty());
  clients.one.end_writes(key);
  CHECK(clients.heard == std::vector<std::string>{"k", "k"});
  Clients::keep(clients.other, before, R"({"old":{"BOOL":true}})");
  const auto after = Clients::look(clients.other);
  CHECK(after.what == SecondLevel::What::unknown);
  CHECK(after.consistent);
  CHECK_FALSE(after.under_way);
  Clients::keep(clients.other, after, "{}");
  CHECK(Clients::look(clients.one).what == SecondLevel::What::item);
}

TEST_CASE("what could not be dropped is not believed, and is dropped as soon as it can be") {
  Clients clients;
  Clients::keep(clients.one, Clients::look(clients.one), R"({"old":{"BOOL":true}})");
  clients.shared->is_away = true;
  clients.one.begin_writes(key);
  clients.one.end_writes(key);
  CHECK(Clients::look(clients.one).what == SecondLevel::What::unknown);
  clients.shared->is_away = false;
  pass(2s);
  CHECK(Clients::look(clients.one).what == SecondLevel::What::unknown);
  CHECK(Clients::look(clients.other).what == SecondLevel::What::unknown);
  CHECK(Clients::look(clients.other).consistent);
}

TEST_CASE("a write that may still be applied is owed as one that is under way") {
  Clients clients;
  clients.shared->is_away = true;
  clients.one.begin_writes({{"late"}});  // twice: before it was sent, and when nobody knew what had become of it
  clients.one.begin_writes({{"late"}});
  clients.one.begin_writes({{"done"}});
  clients.one.end_writes({{"done"}});
  clients.shared->is_away = false;
  pass(1s);
  const std::vector<std::string> keys{"late", "done"};
  for (int i = 0; i < 2; ++i) clients.one.look(keys, schema, true);  // pays
  const auto found = clients.other.look(keys, schema, true);
  CHECK(found[0].under_way);
  CHECK(found[0].seen.empty());
  CHECK_FALSE(found[1].under_way);
  CHECK(found[1].consistent);
  CHECK_FALSE(found[1].seen.empty());
}

TEST_CASE("a client that could not drop more than it remembers believes nothing until all of it is gone") {
  Clients clients;
  Clients::keep(clients.one, Clients::look(clients.one), "{}");
  clients.shared->is_away = true;
  std::vector<std::string> many;
  for (int i = 0; i < 20'000; ++i) many.push_back(std::to_string(i));
  clients.one.begin_writes(many);
  clients.shared->is_away = false;
  CHECK(Clients::look(clients.one).what == SecondLevel::What::unknown);
  CHECK(Clients::look(clients.other).what == SecondLevel::What::item);
  pass(301s);  // a read from before may have put what it found there a minute later
  CHECK(Clients::look(clients.one).what == SecondLevel::What::unknown);
  pass(60s);
  CHECK(Clients::look(clients.one).what == SecondLevel::What::item);
}

TEST_CASE("what a read from before an unmarked write has put back is not believed by the writer") {
  Clients clients;
  const auto before = Clients::look(clients.other);
  clients.shared->is_away = true;
  clients.one.begin_writes(key);
  clients.one.end_writes(key);
  clients.shared->is_away = false;
  pass(59s);
  Clients::keep(clients.other, before, R"({"old":{"BOOL":true}})");
  pass(299s);
  CHECK(Clients::look(clients.one).what == SecondLevel::What::unknown);
}

TEST_CASE("a client that only writes drops what it could not drop before") {
  Clients clients;
  Clients::keep(clients.one, Clients::look(clients.one), R"({"old":{"BOOL":true}})");
  clients.shared->is_away = true;
  clients.one.begin_writes(key);
  clients.one.end_writes(key);
  clients.one.begin_writes(key);  // and it is left alone
  clients.shared->is_away = false;
  CHECK(Clients::look(clients.other).what == SecondLevel::What::item);
  pass(2s);
  clients.one.begin_writes(std::vector<std::string>{"another"});
  CHECK(Clients::look(clients.other).what == SecondLevel::What::unknown);
  CHECK(Clients::look(clients.other).consistent);
}

TEST_CASE("lifetimes of any length are as good as for ever") {
  Clients clients;
  CacheOptions options = clients.options();
  options.l2_lifetime = std::chrono::milliseconds::max();
  options.consistent_after_write = std::chrono::milliseconds::max();
  SecondLevel patient{options, [](std::string_view) {}, &test_clock};
  Clients::keep(patient, Clients::look(patient), "{}");
  CHECK(Clients::look(patient).what == SecondLevel::What::item);
  clients.shared->is_away = true;
  patient.begin_writes(key);
  clients.shared->is_away = false;
  CHECK(Clients::look(patient).what == SecondLevel::What::unknown);
  CHECK(Clients::look(clients.other).consistent);
}

TEST_CASE("a shared cache that fails three times is left alone for a second, and then asked once") {
  Clients clients;
  clients.shared->is_away = true;
  for (int i = 0; i < 10; ++i) Clients::look(clients.one);
  CHECK(clients.shared->calls == 3);
  pass(1100ms);
  for (int i = 0; i < 10; ++i) Clients::look(clients.one);
  CHECK(clients.shared->calls == 4);
  clients.shared->is_away = false;
  pass(1100ms);
  const auto found = Clients::look(clients.one);
  Clients::keep(clients.one, found, "{}");
  CHECK(Clients::look(clients.one).what == SecondLevel::What::item);
  CacheCounts counts;
  clients.one.add_counts(counts);
  CHECK(counts.l2_failures == 4);
  CHECK(counts.l2_hits == 1);
}
