#include "cache/item_cache.hpp"
#include "cache/cache_key.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <list>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

using namespace partita;
using namespace partita::cache;
using namespace std::chrono_literals;

namespace {

std::atomic<std::int64_t> time_now{0};

std::int64_t test_clock() {
  return time_now;
}

void pass(std::chrono::milliseconds time) {
  time_now += std::chrono::nanoseconds(time).count();
}

CacheOptions options(std::size_t max_bytes = std::size_t{1} << 20) {
  CacheOptions options;
  options.max_bytes = max_bytes;
  options.jitter = 0;
  return options;
}

const std::function<bool()> never_gives_up = [] { return false; };

Known item(int value) {
  return {.value = std::make_shared<const int>(value)};
}

int value_of(const Known& known) {
  return *static_cast<const int*>(known.value.get());
}

void fill(ItemCache& cache, std::string_view key, int value, std::chrono::milliseconds lifetime = 60s) {
  cache.begin_fill(key, never_gives_up).keep(item(value), 100, lifetime);
}

}  // namespace

TEST_CASE("an item is served until its lifetime is over") {
  ItemCache cache(options(), &test_clock);
  CHECK_FALSE(cache.find("a"));
  fill(cache, "a", 1, 5s);
  REQUIRE(cache.find("a"));
  CHECK(value_of(*cache.find("a")) == 1);
  pass(4999ms);
  CHECK(cache.find("a"));
  pass(1ms);
  CHECK_FALSE(cache.find("a"));
  const CacheCounts counts = cache.counts();
  CHECK(counts.hits == 3);
  CHECK(counts.misses == 2);
  CHECK(counts.entries == 1);
  CHECK(counts.bytes > 100);
}

TEST_CASE("lifetimes of any length are kept") {
  auto given = options();
  given.stale_on_error = given.consistent_after_write = std::chrono::milliseconds::max();
  ItemCache cache(given, &test_clock);
  fill(cache, "a", 1, std::chrono::milliseconds::max());
  pass(24h);
  CHECK(cache.find("a"));
  {
    const ItemCache::Write write(cache, "a");
  }
  pass(24h);
  CHECK(cache.begin_fill("a", never_gives_up).consistent());
}

TEST_CASE("that there is no item is kept too, for a shorter time") {
  auto given = options();
  given.max_absent = 2s;
  ItemCache cache(given, &test_clock);
  cache.begin_fill("a", never_gives_up).keep({}, 0, 60s);
  REQUIRE(cache.find("a"));
  CHECK(cache.find("a")->value == nullptr);
  CHECK(cache.counts().absent_hits == 2);
  pass(2s);
  CHECK_FALSE(cache.find("a"));
}

TEST_CASE("entries that were put at once do not end at once") {
  auto given = options();
  given.jitter = 0.5;
  ItemCache cache(given, &test_clock);
  for (int i = 0; i < 200; ++i) fill(cache, std::to_string(i), i, 100s);
  pass(75s);
  std::size_t left = 0;
  for (int i = 0; i < 200; ++i) left += cache.find(std::to_string(i)) ? 1U : 0U;
  CHECK(left > 50);
  CHECK(left < 150);
  pass(25s);
  CHECK_FALSE(cache.find("7"));
}

TEST_CASE("a write drops what is known, and a read that began before it ended is not kept") {
  ItemCache cache(options(), &test_clock);
  fill(cache, "a", 1);
  SECTION("that had ended before") {
    {
      const ItemCache::Write write(cache, "a");
    }
    CHECK_FALSE(cache.find("a"));
  }
  SECTION("that began before the write") {
    pass(60s);
    auto read = cache.begin_fill("a", never_gives_up);
    {
      const ItemCache::Write write(cache, "a");
    }
    read.keep(item(1), 100, 60s);
    CHECK_FALSE(cache.find("a"));
    CHECK(cache.counts().discarded == 1);
  }
  SECTION("that began during the write, and ended after it") {
    auto write = std::make_unique<ItemCache::Write>(cache, "a");
    CHECK_FALSE(cache.find("a"));
    auto read = cache.begin_fill("a", never_gives_up);
    CHECK(read.consistent());
    write.reset();
    read.keep(item(1), 100, 60s);
    CHECK_FALSE(cache.find("a"));
  }
  SECTION("that began and ended during the write") {
    const ItemCache::Write write(cache, "a");
    fill(cache, "a", 1);
    CHECK_FALSE(cache.find("a"));
  }
  SECTION("that began after it") {
    {
      const ItemCache::Write write(cache, "a");
    }
    fill(cache, "a", 2);
    REQUIRE(cache.find("a"));
    CHECK(value_of(*cache.find("a")) == 2);
  }
}

TEST_CASE("a page is dropped by every write of its scope, by other processes too, and by no other") {
  ItemCache cache(options(), &test_clock);
  cache.know("t", "scope", "name", "thing");
  const std::string key = cache_key("t", "scope", "name", R"({"scope":{"S":"7:web"},"name":{"S":"theme"}})");
  const auto* const table = cache.scope("t", "");
  const auto* const web = cache.scope("t", partition_text("t", R"({"S":"7:web"})"));
  const auto* const app = cache.scope("t", partition_text("t", R"({"S":"app"})"));
  CHECK(cache.scope("another", "") == nullptr);
  const auto put = [&](std::string_view page, const ItemCache::Trace* scope) {
    cache.begin_refresh(page, scope).keep(item(1), 100, 60s);
    return cache.find(page, scope).has_value();
  };
  const auto all_are_put = [&] { return put("table", table) && put("web", web) && put("app", app); };
  CHECK(all_are_put());
  SECTION("of this client") {
    const ItemCache::Write write(cache, key);
    CHECK(cache.begin_fill("table", never_gives_up, table).consistent());
    CHECK_FALSE(cache.begin_fill("app", never_gives_up, app).consistent());
  }
  SECTION("of another process") {
    cache.heard(key);
  }
  CHECK_FALSE(cache.find("table", table));
  CHECK_FALSE(cache.find("web", web));
  CHECK(cache.find("app", app));
}

TEST_CASE("for some time after a write, what fills the cache is read consistently") {
  auto given = options();
  given.consistent_after_write = 10s;
  ItemCache cache(given, &test_clock);
  CHECK_FALSE(cache.begin_fill("a", never_gives_up).consistent());
  {
    const ItemCache::Write write(cache, "a");
  }
  CHECK(cache.begin_fill("a", never_gives_up).consistent());
  pass(9999ms);
  CHECK(cache.begin_fill("a", never_gives_up).consistent());
  pass(1ms);
  CHECK_FALSE(cache.begin_fill("a", never_gives_up).consistent());
}

TEST_CASE("many threads that miss one key read it once") {
  ItemCache cache(options(), &test_clock);
  std::atomic<int> reads{0};
  std::atomic<int> served{0};
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&] {
        auto read = cache.begin_fill("a", never_gives_up);
        if (!read.found()) {
          ++reads;
          while (cache.counts().joined < 7) std::this_thread::yield();
          read.keep(item(5), 100, 60s);
          ++served;
        } else if (value_of(*read.found()) == 5) {
          ++served;
        }
      });
    }
  }
  CHECK(reads == 1);
  CHECK(served == 8);
}

TEST_CASE("when a read fails, one of those that wait for it reads in its place") {
  ItemCache cache(options(), &test_clock);
  std::atomic<int> reads{0};
  std::jthread second;
  {
    const auto failing = cache.begin_fill("a", never_gives_up);
    REQUIRE_FALSE(failing.found());
    second = std::jthread([&] {
      auto read = cache.begin_fill("a", never_gives_up);
      if (read.found()) return;
      ++reads;
      read.keep(item(6), 100, 60s);
    });
    while (cache.counts().joined == 0) std::this_thread::yield();
  }
  second.join();
  CHECK(reads == 1);
  REQUIRE(cache.find("a"));
  CHECK(value_of(*cache.find("a")) == 6);
}

TEST_CASE("who waits for another's read may give up") {
  ItemCache cache(options(), &test_clock);
  auto leading = cache.begin_fill("a", never_gives_up);
  const auto waiting = cache.begin_fill("a", [] { return true; });
  CHECK(waiting.gave_up());
  CHECK_FALSE(waiting.found());
  leading.keep(item(1), 100, 60s);
  CHECK(cache.find("a"));
}

TEST_CASE("who comes after a write does not get what was read before it") {
  ItemCache cache(options(), &test_clock);
  auto before = cache.begin_fill("a", never_gives_up);
  {
    const ItemCache::Write write(cache, "a");
  }
  const auto after = cache.begin_fill("a", never_gives_up);  // leads, and does not wait
  CHECK_FALSE(after.found());
  before.keep(item(1), 100, 60s);
  CHECK_FALSE(cache.find("a"));
}

TEST_CASE("an item that is out of date may be served where that is allowed") {
  auto given = options();
  given.stale_on_error = 30s;
  ItemCache cache(given, &test_clock);
  fill(cache, "a", 1, 10s);
  pass(39s);
  {
    const auto read = cache.begin_fill("a", never_gives_up);
    REQUIRE(read.stale());
    CHECK(value_of(*read.stale()) == 1);
  }
  pass(1s);
  CHECK_FALSE(cache.begin_fill("a", never_gives_up).stale());
}

TEST_CASE("a cache stays within its bytes, and an item larger than it is not kept") {
  ItemCache cache(options(100'000), &test_clock);
  for (int i = 0; i < 5000; ++i) fill(cache, "key-" + std::to_string(i), i);
  const CacheCounts counts = cache.counts();
  CHECK(counts.bytes <= 100'000);
  CHECK(counts.bytes > 90'000);
  CHECK(counts.entries + counts.evicted == 5000);
  cache.begin_fill("large", never_gives_up).keep(item(1), 200'000, 60s);
  CHECK_FALSE(cache.find("large"));
}

namespace {

// Zipf 0.99 over 20,000 keys, with scans of keys that are asked for once.
class Trace {
 public:
  Trace() {
    double sum = 0;
    for (std::size_t i = 1; i <= 20'000; ++i) cumulated_.push_back(sum += 1 / std::pow(static_cast<double>(i), 0.99));
  }
  std::string next() {
    if (++count_ % 20'000 < 4'000) return "scan-" + std::to_string(count_);
    const double at = std::uniform_real_distribution<double>(0, cumulated_.back())(random_);
    return std::to_string(std::lower_bound(cumulated_.begin(), cumulated_.end(), at) - cumulated_.begin());
  }

 private:
  std::vector<double> cumulated_;
  std::mt19937_64 random_{11};
  std::size_t count_ = 0;
};

class Lru {
 public:
  explicit Lru(std::size_t capacity) : capacity_(capacity) {}
  bool ask(const std::string& key) {
    const auto found = places_.find(key);
    if (found != places_.end()) {
      order_.splice(order_.begin(), order_, found->second);
      return true;
    }
    order_.push_front(key);
    places_[key] = order_.begin();
    if (order_.size() > capacity_) {
      places_.erase(order_.back());
      order_.pop_back();
    }
    return false;
  }

 private:
  std::size_t capacity_;
  std::list<std::string> order_;
  std::unordered_map<std::string, std::list<std::string>::iterator> places_;
};

}  // namespace

TEST_CASE("scans do not drive out what is asked for often, as they do from an LRU") {
  constexpr std::size_t capacity = 2000;
  SieveStore sieve(capacity * (SieveStore::overhead + 8 + 100));
  Lru lru(capacity);
  Trace trace;
  int sieve_hits = 0;
  int lru_hits = 0;
  for (int i = 0; i < 400'000; ++i) {
    const std::string key = trace.next();
    if (sieve.find(key, SieveStore::hash_of(key)) != nullptr) {
      ++sieve_hits;
    } else {
      sieve.put(key, {}, 100 + 8 - key.size());  // all entries are of one size
    }
    lru_hits += lru.ask(key) ? 1 : 0;
  }
  CHECK(sieve_hits > lru_hits + 400'000 * 4 / 100);
}

TEST_CASE("readers and writers at once never see what was there before a write had ended") {
  ItemCache cache(options(), &coarse_now);
  std::atomic<int> stored{0};
  std::atomic<int> acknowledged{0};
  std::atomic<int> wrong{0};
  {
    std::atomic<bool> done{false};
    std::vector<std::jthread> readers;
    for (int t = 0; t < 3; ++t) {
      readers.emplace_back([&] {
        while (!done) {
          const int at_least = acknowledged;
          int got = 0;
          if (const auto known = cache.find("a")) {
            got = value_of(*known);
          } else {
            auto read = cache.begin_fill("a", never_gives_up);
            if (read.found()) {
              got = value_of(*read.found());
            } else {
              got = stored;
              std::this_thread::yield();
              read.keep(item(got), 100, 60s);
            }
          }
          if (got < at_least) ++wrong;
        }
      });
    }
    for (int i = 1; i <= 2000; ++i) {
      {
        const ItemCache::Write write(cache, "a");
        std::this_thread::yield();
        stored = i;
        std::this_thread::yield();
      }
      acknowledged = i;
      if (i % 50 == 0) std::this_thread::sleep_for(1ms);
    }
    done = true;
  }
  CHECK(wrong == 0);
}
