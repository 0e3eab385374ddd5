// A cache on Redis that clients share: docs/guide/caching.md.
#include "redis_server.hpp"

#include "preference.partita.hpp"

#include <partita/cache_options.hpp>
#include <partita/client_options.hpp>
#include <partita/redis_cache.hpp>
#include <partita/transport.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Json = nlohmann::json;
using lab::Preference;
using lab::PreferenceKey;
using lab::PreferenceRepository;

// A table that gives what it held a while ago to who does not ask for a consistent read.
class LaggingTable final : public Transport {
 public:
  std::atomic<int> reads{0};
  std::function<void()> before_answer;  // of the next GetItem, once it was read
  std::function<void()> before_put;     // the next one
  bool loses_put = false;               // the next one, until it is applied late

  void send(const Request& request, Reply& reply) noexcept override {
    const Json body = Json::parse(request.body);
    Json answer = Json::object();
    if (request.operation == "PutItem") {
      if (before_put) std::exchange(before_put, nullptr)();
      if (std::exchange(loses_put, false)) {
        late_ = body["Item"];
        Error::Details details;
        details.kind = ErrorKind::deadline;
        details.maybe_applied = true;
        reply.error = Error(std::move(details));
      } else {
        put(body["Item"]);
      }
    } else if (request.operation == "GetItem") {
      ++reads;
      if (const Json item = get(body["Key"]["name"]["S"], body.value("ConsistentRead", false)); !item.is_null()) {
        answer["Item"] = item;
      }
      if (before_answer) std::exchange(before_answer, nullptr)();
    } else if (request.operation == "BatchGetItem") {
      ++reads;
      const Json& table = body["RequestItems"]["cached_preferences"];
      answer["Responses"]["cached_preferences"] = Json::array();
      for (const Json& key : table["Keys"]) {
        const Json item = get(key["name"]["S"], table.value("ConsistentRead", false));
        if (!item.is_null()) answer["Responses"]["cached_preferences"].push_back(item);
      }
    } else {
      reply.error = Error(ErrorKind::invalid_argument, "this table knows no " + std::string(request.operation));
    }
    reply.body.assign(answer.dump());
  }

  void apply_late() { put(late_); }

 private:
  struct Versions {
    Json older;
    Json newer;
    Clock::time_point changed;
  };
  static constexpr auto lag = 20ms;

  void put(const Json& item) {
    const std::lock_guard lock(mutex_);
    Versions& stored = items_[item["name"]["S"]];
    stored = {stored.newer, item, Clock::now()};
  }
  Json get(const std::string& name, bool consistent) {
    const std::lock_guard lock(mutex_);
    const Versions& stored = items_[name];
    return consistent || Clock::now() - stored.changed > lag ? stored.newer : stored.older;
  }

  std::mutex mutex_;
  std::map<std::string, Versions> items_;
  Json late_;
};

// What a process has: a client with a cache of its own, and a way to the Redis.
struct Process {
  Process(std::shared_ptr<Transport> table, std::uint16_t port, std::size_t max_bytes = std::size_t{1} << 20,
          std::chrono::milliseconds patience = RedisOptions().command_timeout)
      : client(*Client::open(std::move(table), options(port, max_bytes, patience))) {}

  static ClientOptions options(std::uint16_t port, std::size_t max_bytes, std::chrono::milliseconds patience) {
    ClientOptions options;
    options.cache.max_bytes = max_bytes;
    options.cache.consistent_after_write = 100ms;
    options.cache.l2 = redis_cache({.port = port, .connect_timeout = 2 * patience, .command_timeout = patience});
    return options;
  }
  std::string value(const std::string& name, const ReadOptions& options = {}) const {
    const auto found = repository.get("web", name, options);
    if (!found) return found.error().to_string();
    return *found ? (*found)->value : "none";
  }
  bool put(const std::string& name, const std::string& value) const {
    return repository.put({.scope = "web", .name = name, .value = value}).has_value();
  }

  Client client;
  PreferenceRepository repository{client};
};

template <class Condition>
bool eventually(Condition holds) {
  for (int i = 0; i < 1000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

struct Fixture {
  RedisServer redis;
  std::shared_ptr<LaggingTable> table = std::make_shared<LaggingTable>();
  Process one{table, redis.port()};
  Process other{table, redis.port()};
};

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

TEST_CASE("a forked child shares no connection to Redis with its parent, and hears what others write", "[redis]") {
  const RedisServer redis;
  const auto table = std::make_shared<LaggingTable>();
  const Process one{table, redis.port(), std::size_t{1} << 20, 10s};
  const Process other{table, redis.port(), std::size_t{1} << 20, 10s};
  REQUIRE(one.put("theme", "dark"));
  REQUIRE(one.put("font", "serif"));
  CHECK(one.value("theme") == "dark");
  CHECK(one.value("font") == "serif");
  const pid_t child = fork();
  if (child == 0) {
    static_cast<void>(one.value("unknown"));  // from here on it listens
    int version = 0;
    const auto heard = [&] {
      const std::string value = "v" + std::to_string(++version);
      return other.put("theme", value) && one.value("theme") == value;
    };
    bool is_right = eventually(heard);
    for (int i = 0; i < 200; ++i) {
      is_right = is_right && other.value("font") == "serif" && one.put("child", std::to_string(i)) &&
                 other.value("child", ReadOptions().consistent()) == std::to_string(i);
    }
    _exit(is_right && one.client.cache_counts().l2_failures == 0 ? 0 : 1);
  }
  REQUIRE(child > 0);
  for (int i = 0; i < 200; ++i) {
    REQUIRE(one.put("parent", std::to_string(i)));
    REQUIRE(other.value("parent", ReadOptions().consistent()) == std::to_string(i));
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  CHECK(one.client.cache_counts().l2_failures == 0);
}

TEST_CASE("a Redis is found by its name", "[redis]") {
  const RedisServer redis;
  const auto table = std::make_shared<LaggingTable>();
  ClientOptions options;
  options.cache.max_bytes = 4096;
  options.cache.l2 = redis_cache({.host = "localhost", .port = redis.port()});
  const Client client = *Client::open(table, options);
  const PreferenceRepository repository(client);
  CHECK(eventually([&] {
    static_cast<void>(repository.get("web", "gone"));
    const Process other{table, redis.port()};
    static_cast<void>(other.value("gone"));
    return other.client.cache_counts().l2_hits == 1;
  }));
}

TEST_CASE("a call does not wait for a name that nobody knows", "[redis]") {
  const auto cache = redis_cache({.host = "no-such-host.invalid"});
  const std::vector<std::string> keys{"k"};
  CHECK_FALSE(cache->look(keys, "nothing", 1s));
  CHECK_FALSE(cache->drop(keys, "mark", 1s));
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

TEST_CASE("a Redis that is stopped, frozen and started again under load is seen by nobody", "[redis]") {
  Fixture with;
  Process small_one{with.table, with.redis.port(), 4096};
  Process small_other{with.table, with.redis.port(), 4096};
  std::atomic<bool> over{false};
  std::atomic<int> calls{0};
  std::mutex mutex;
  std::vector<std::string> wrong;
  const auto tell = [&](const std::string& what) {
    const std::lock_guard lock(mutex);
    wrong.push_back(what);
  };
  const auto work = [&](const Process& process, unsigned thread) {
    std::minstd_rand random(thread);
    std::vector<int> written(20, 0);
    const auto name = [](unsigned of, std::size_t key) { return "k" + std::to_string(of) + "-" + std::to_string(key); };
    while (!over) {
      const std::size_t key = random() % written.size();
      if (random() % 8 == 0) {
        if (!process.put(name(thread, key), std::to_string(++written[key]))) tell("a write failed");
      } else if (const auto found = process.repository.get("web", name(thread, key)); !found) {
        tell(found.error().to_string());
      } else if ((*found ? (*found)->value : "0") != std::to_string(written[key])) {
        tell("a writer reads " + (*found ? (*found)->value : "none") + " in place of " + std::to_string(written[key]));
      }
      if (!process.repository.get("web", name(random() % 4, key))) tell("a read of another's item failed");
      ++calls;
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < 4; ++i) threads.emplace_back(work, std::cref(i % 2 == 0 ? small_one : small_other), i);
    for (int i = 0; i < 3; ++i) {
      std::this_thread::sleep_for(300ms);
      with.redis.stop();
      std::this_thread::sleep_for(300ms);
      with.redis.start();
      std::this_thread::sleep_for(1300ms);
      with.redis.freeze();
      std::this_thread::sleep_for(300ms);
      with.redis.thaw();
      std::this_thread::sleep_for(1300ms);
    }
    over = true;
  }
  if (!wrong.empty()) FAIL(wrong.size() << " times, as: " << wrong.front());
  CHECK(calls > 100);
  CHECK(small_one.client.cache_counts().l2_failures > 0);
  // And it is used again.
  REQUIRE(with.one.put("theme", "dark"));
  CHECK(eventually([&] {
    const Process reader{with.table, with.redis.port()};
    return with.one.value("theme", ReadOptions().consistent()) == "dark" && reader.value("theme") == "dark" &&
           reader.client.cache_counts().l2_hits == 1;
  }));
}

}  // namespace
}  // namespace partita::test
