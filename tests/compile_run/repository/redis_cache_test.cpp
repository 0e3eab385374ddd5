// A cache on Redis that clients share: docs/guide/caching.md.
#include "redis_clients.hpp"

#include <catch2/catch.hpp>
#include <eventually.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace partita::test {
namespace {

TEST_CASE("what one client has read, another is served from Redis", "[redis]") {
  const Fixture with;
  REQUIRE(with.one.put("theme", "dark"));
  REQUIRE(with.one.put("font", "serif"));
  CHECK(with.one.value("theme") == "dark");
  CHECK(with.one.value("gone") == "none");
  CHECK(with.table->reads == 2);
  CHECK(with.other.value("theme") == "dark");
  CHECK(with.other.value("gone") == "none");
  CHECK(with.table->reads == 2);
  CHECK(with.other.client.cache_counts().l2_hits == 2);

  const std::vector<PreferenceKey> keys{{"web", "font"}, {"web", "theme"}, {"web", "gone"}, {"web", "font"}};
  const auto found = with.one.repository.get_many(keys);
  REQUIRE(found);
  CHECK((*found)[0]->value == "serif");
  CHECK((*found)[1]->value == "dark");
  CHECK(with.table->reads == 3);
  const Process third{with.table, with.redis.port()};
  const auto again = third.repository.get_many(keys);
  REQUIRE(again);
  CHECK((*again)[0]->value == "serif");
  CHECK((*again)[1]->value == "dark");
  CHECK((*again)[2] == std::nullopt);
  CHECK((*again)[3]->value == "serif");
  CHECK(again.cost().requests == 0);
  CHECK(third.client.cache_counts().l2_hits == 3);
  CHECK(with.table->reads == 3);
}

TEST_CASE("a write of one client is heard by the others", "[redis]") {
  const Fixture with;
  REQUIRE(with.one.put("theme", "dark"));
  CHECK(with.one.value("theme") == "dark");
  CHECK(with.other.value("theme") == "dark");
  // Until the other one listens, it hears nothing; it would serve its own for five minutes.
  int version = 0;
  CHECK(eventually([&] {
    const std::string value = "v" + std::to_string(++version);
    return with.one.put("theme", value) && with.other.value("theme") == value;
  }));
  CHECK(with.one.value("theme") == "v" + std::to_string(version));
}

TEST_CASE("what a write has overtaken is not shared, and a consistent read is", "[redis]") {
  const Fixture with;
  REQUIRE(with.one.put("theme", "dark"));
  std::this_thread::sleep_for(50ms);
  with.table->before_answer = [&] { CHECK(with.one.put("theme", "light")); };
  CHECK(with.other.value("theme") == "dark");  // which it was when it was read
  const Process third{with.table, with.redis.port()};
  CHECK(third.value("theme") == "light");
  CHECK(with.table->reads == 2);

  const Process unheard{with.table, 1};  // where no Redis is
  REQUIRE(unheard.put("theme", "blue"));
  CHECK(Process(with.table, with.redis.port()).value("theme") == "light");  // for as long as it lives
  CHECK(with.other.value("theme", ReadOptions().consistent()) == "blue");
  CHECK(Process(with.table, with.redis.port()).value("theme") == "blue");
}

TEST_CASE("what is read during a write of another client is kept nowhere", "[redis]") {
  const Fixture with;
  REQUIRE(with.one.put("theme", "dark"));
  with.table->before_put = [&] {
    for (int i = 1; i <= 2; ++i) {
      CHECK(with.other.value("theme") == "dark");
      CHECK(with.table->reads == i);
    }
    for (int i = 3; i <= 4; ++i) {
      CHECK(with.other.repository.get_many(std::vector<PreferenceKey>{{"web", "theme"}}));
      CHECK(with.table->reads == i);
    }
  };
  REQUIRE(with.one.put("theme", "light"));
  CHECK(with.other.value("theme") == "light");
}

TEST_CASE("what is read after a write that may be applied late is kept nowhere", "[redis]") {
  const Fixture with;
  REQUIRE(with.one.put("theme", "dark"));
  CHECK(with.other.value("font") == "none");
  with.table->loses_put = true;
  CHECK_FALSE(with.one.put("theme", "light"));
  CHECK(with.one.value("theme") == "dark");
  CHECK(with.other.value("theme") == "dark");
  with.table->apply_late();
  CHECK(with.one.value("theme") == "light");
  CHECK(with.other.value("theme") == "light");
}

TEST_CASE("a write that follows one that may be applied late leaves that one's mark", "[redis]") {
  const Fixture with;
  with.table->loses_put = true;
  CHECK_FALSE(with.one.put("theme", "light"));
  REQUIRE(with.one.put("theme", "dark"));
  CHECK(with.other.value("theme") == "dark");
  with.table->apply_late();
  CHECK(with.other.value("theme") == "light");
}

// Gives what was stored last, under whatever key.
class Confused final : public SecondCache {
 public:
  std::optional<std::vector<Stored>> look(std::span<const std::string> keys, std::string_view otherwise,
                                          std::chrono::milliseconds) noexcept override {
    return std::vector<Stored>(keys.size(), {stored_.empty() ? std::string(otherwise) : stored_, 60s});
  }
  bool replace(std::span<const Replacement> replacements) noexcept override {
    stored_ = replacements.back().value;
    return true;
  }
  bool drop(std::span<const std::string>, std::string_view, std::chrono::milliseconds) noexcept override {
    return true;
  }
  void listen(std::weak_ptr<const Listener>) noexcept override {}

 private:
  std::string stored_;
};

TEST_CASE("an item of another key is not taken from a shared cache") {
  const auto table = std::make_shared<LaggingTable>();
  ClientOptions options;
  options.cache.l2 = std::make_shared<Confused>();
  const PreferenceRepository repository(*Client::open(table, options));
  REQUIRE(repository.put({.scope = "web", .name = "theme", .value = "dark"}));
  REQUIRE(repository.put({.scope = "web", .name = "font", .value = "serif"}));
  CHECK((*repository.get("web", "theme"))->value == "dark");
  CHECK((*repository.get("web", "font"))->value == "serif");
  const auto reader = *Client::open(table, options);
  CHECK((*PreferenceRepository(reader).get("web", "theme"))->value == "dark");
  const auto found =
      PreferenceRepository(*Client::open(table, options)).get_many(std::vector<PreferenceKey>{{"web", "font"}});
  REQUIRE(found);
  CHECK((*found)[0]->value == "serif");
}

}  // namespace
}  // namespace partita::test
