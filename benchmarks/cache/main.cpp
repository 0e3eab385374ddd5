// C1, C2, C3: what a hit of the item cache costs beside a bare look-up, what two threads get from it beside an LRU
// behind a mutex, and how often it hits beside an LRU on the same trace.
#include "cache/item_cache.hpp"
#include "cache/sieve_store.hpp"
#include "harness.hpp"
#include "lru.hpp"

#include <absl/container/flat_hash_map.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace partita::benchmarks;
namespace cache = partita::cache;

using Item = std::shared_ptr<const std::string>;

constexpr std::size_t asked = 1'000'000;

// Places of keys by how often they are asked for: zipf, exponent 0.99.
class Zipf {
 public:
  explicit Zipf(std::size_t keys) {
    double sum = 0;
    for (std::size_t i = 1; i <= keys; ++i) sums_.push_back(sum += 1 / std::pow(static_cast<double>(i), 0.99));
  }
  std::size_t operator()(std::mt19937_64& random) const {
    const double at = std::uniform_real_distribution<double>(0, sums_.back())(random);
    return static_cast<std::size_t>(std::lower_bound(sums_.begin(), sums_.end(), at) - sums_.begin());
  }

 private:
  std::vector<double> sums_;
};

// As those of the client are: a table's name and a key, 40 bytes.
std::vector<std::string> keys(std::size_t count) {
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < count; ++i) {
    std::string number = std::to_string(i * 7919 % 1'000'003);
    keys.push_back("contacts\n" + std::string(31 - number.size(), '0') + number);
  }
  std::shuffle(keys.begin(), keys.end(), std::mt19937_64(3));
  return keys;
}

struct Lab {
  explicit Lab(std::size_t count) : names(keys(count)) {
    partita::CacheOptions options;
    options.max_bytes = std::size_t{1} << 30;
    items = std::make_unique<cache::ItemCache>(options);
    lru = std::make_unique<SharedLru<Item>>(count);
    for (const std::string& name : names) {
      const Item item = std::make_shared<const std::string>(name);
      bare[name] = item;
      lru->put(name, item);
      items->begin_fill(name, [] { return false; }).keep({.value = item}, name.size(), std::chrono::hours(1));
    }
    const Zipf zipf(count);
    std::mt19937_64 random(5);
    for (std::size_t i = 0; i < asked; ++i) trace.push_back(&names[zipf(random)]);
  }

  std::vector<std::string> names;
  std::vector<const std::string*> trace;
  absl::flat_hash_map<std::string, Item> bare;
  std::unique_ptr<cache::ItemCache> items;
  std::unique_ptr<SharedLru<Item>> lru;
};

double hit(Lab& lab, const char* title) {
  Comparison comparison(title, asked);
  comparison.add("absl::flat_hash_map::find, no lock, no time, no copy", [&] {
    for (const std::string* key : lab.trace) keep(lab.bare.find(*key)->second.get());
  });
  comparison.add("item cache", [&] {
    for (const std::string* key : lab.trace) keep(lab.items->find(*key)->value.get());
  });
  comparison.add("std::mutex, std::unordered_map and list", [&] {
    Item item;
    for (const std::string* key : lab.trace) keep(lab.lru->find(*key, item));
  });
  comparison.run(9);
  return comparison.median(1) / comparison.median(0);
}

// Wall time of two threads that walk the trace from different places.
template <class Find>
double of_two_threads(const Lab& lab, Find find) {
  std::vector<double> rounds;
  for (int round = 0; round < 9; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    {
      std::vector<std::jthread> threads;
      for (std::size_t t = 0; t < 2; ++t) {
        threads.emplace_back([&, t] {
          for (std::size_t i = 0; i < asked; ++i) find(*lab.trace[(i + t * asked / 2) % asked]);
        });
      }
    }
    rounds.push_back(std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - begin).count());
  }
  return median(rounds) / asked;
}

double threads(Lab& lab) {
  const double ours = of_two_threads(lab, [&](const std::string& key) { keep(lab.items->find(key)->value.get()); });
  const double theirs = of_two_threads(lab, [&](const std::string& key) {
    Item item;
    keep(lab.lru->find(key, item));
  });
  std::printf("\nC2: hits by two threads, 100,000 entries\n");
  std::printf("  %-58s %12.1f ns\n  %-58s %12.1f ns\n", "item cache, of one hit of each", ours,
              "std::mutex, std::unordered_map and list", theirs);
  return theirs / ours;
}

// Points by which the cache hits more often than an LRU of as many entries: 100,000 keys, room for 10,000, and for
// every 100,000 requests 20,000 keys that are asked for once.
double points() {
  constexpr std::size_t capacity = 10'000;
  constexpr std::size_t requests = 5'000'000;
  constexpr std::size_t bytes = 100;
  const std::vector<std::string> names = keys(100'000);
  cache::SieveStore sieve(capacity * (bytes + names.front().size() + cache::SieveStore::overhead));
  Lru<bool> lru(capacity);
  const Zipf zipf(names.size());
  std::mt19937_64 random(9);
  std::size_t ours = 0;
  std::size_t theirs = 0;
  std::size_t counted = 0;
  for (std::size_t i = 0; i < requests; ++i) {
    const bool scans = i % 100'000 < 20'000;
    std::string once = "once-" + std::to_string(i);
    once.resize(names.front().size(), '-');
    const std::string& key = scans ? once : names[zipf(random)];
    bool unused = false;
    const bool of_sieve = sieve.find(key, cache::SieveStore::hash_of(key)) != nullptr;
    const bool of_lru = lru.find(key, unused);
    if (!of_sieve) sieve.put(key, {}, bytes);
    if (!of_lru) lru.put(key, true);
    if (i < requests / 5 || scans) continue;
    ++counted;
    ours += of_sieve ? 1U : 0U;
    theirs += of_lru ? 1U : 0U;
  }
  const auto percent = [&](std::size_t hits) { return 100 * static_cast<double>(hits) / static_cast<double>(counted); };
  std::printf("\nC3: hits, zipf 0.99 with scans, room for a tenth of the keys\n");
  std::printf("  %-58s %12.1f %%\n  %-58s %12.1f %%\n", "SIEVE, that of the cache", percent(ours), "LRU",
              percent(theirs));
  return percent(ours) - percent(theirs);
}

}  // namespace

int main() {
  Lab many(100'000);
  const double cold = hit(many, "C1: a hit, 100,000 entries");
  Lab few(1'000);
  const double hot = hit(few, "C1: a hit, 1,000 entries");
  const double throughput = threads(many);
  const double more = points();
  std::printf("\n");
  target("C1", "hit, 100,000 entries, times a bare look-up", cold, 1.5);
  target("C1", "hit, 1,000 entries, times a bare look-up", hot, 2);
  target("C2", "two threads, times the throughput of a mutex and an LRU", throughput, 4, false);
  target("C3", "points more hits than an LRU", more, 4, false);
  return 0;
}
