// A Redis that is forked from, hard to find, or gone for a while: docs/guide/caching.md.
#include "redis_clients.hpp"

#include <catch2/catch.hpp>
#include <eventually.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace partita::test {
namespace {

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
