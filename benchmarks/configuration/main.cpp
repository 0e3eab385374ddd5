// E3: settings read 25 times each, so that 96 % of the reads are served by the cache, beside the same reads without
// one; and one hit by itself. By scripts/with-servers.
#include "feature.partita.hpp"
#include "harness.hpp"

#include <partita/batch.hpp>
#include <partita/cache_options.hpp>
#include <partita/client_options.hpp>
#include <partita/table.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace partita::benchmarks;

constexpr int settings = 200;
constexpr int reads_of_each = 25;
constexpr int rounds = 7;
constexpr std::size_t hits = 1'000'000;

[[noreturn]] void end(const partita::Error& error) {
  std::fprintf(stderr, "%s\n", error.to_string().c_str());
  std::exit(1);
}

partita::Client open(const char* url, std::size_t cache_bytes) {
  partita::ClientOptions options;
  options.cache.max_bytes = cache_bytes;
  const auto client = partita::Client::open(url, options);
  if (!client) end(client.error());
  if (const auto warm = client->warm_up(1); !warm) end(warm.error());
  return *client;
}

// Microseconds of one read, on average.
double mean_read(const partita::Client& client, const std::vector<std::string>& trace) {
  const FeatureRepository features{client};
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& name : trace) {
    const auto read = features.get(name);
    if (!read) end(read.error());
    if (!*read || (*read)->name != name) std::exit(1);
  }
  const std::chrono::duration<double, std::micro> taken = std::chrono::steady_clock::now() - begin;
  return taken.count() / static_cast<double>(trace.size());
}

}  // namespace

int main() {
  const char* const url = std::getenv("PARTITA_DYNOXIDE_URL");
  if (url == nullptr) {
    std::fprintf(stderr, "PARTITA_DYNOXIDE_URL is not set: run this by scripts/with-servers\n");
    return 2;
  }
  const partita::Client bare = open(url, 0);
  const FeatureRepository features{bare};
  if (const auto created = features.create_table(); !created) end(created.error());
  std::vector<std::string> trace;
  for (int i = 0; i < settings; ++i) {
    const std::string name = "feature-" + std::to_string(i);
    if (const auto put = features.put({name, i % 2 == 0, i % 100, "rolled out by region"}); !put) end(put.error());
    trace.insert(trace.end(), reads_of_each, name);
  }
  std::shuffle(trace.begin(), trace.end(), std::mt19937_64(11));

  std::vector<double> uncached;
  std::vector<double> cached;
  partita::Client warm = bare;
  for (int round = 0; round <= rounds; ++round) {
    const double without = mean_read(bare, trace);
    warm = open(url, std::size_t{64} << 20);
    const double with = mean_read(warm, trace);
    if (round == 0) continue;
    uncached.push_back(without);
    cached.push_back(with);
  }
  const partita::CacheCounts counts = warm.cache_counts();
  const double share = 100 * static_cast<double>(counts.hits) /
                       static_cast<double>(std::max<std::uint64_t>(1, counts.hits + counts.misses));
  std::printf("\nE3: %d settings read %d times each, %.1f %% of the reads hit\n", settings, reads_of_each, share);
  std::printf("  %-58s %12.2f us\n  %-58s %12.2f us\n", "get without a cache, on average", median(uncached),
              "get with one, misses included", median(cached));

  const FeatureRepository served{warm};
  Comparison comparison("E3: one hit", hits);
  comparison.add("get_shared", [&] {
    for (std::size_t i = 0; i < hits; ++i) keep(served.get_shared(trace[i % trace.size()])->get());
  });
  comparison.add("get, which copies", [&] {
    for (std::size_t i = 0; i < hits; ++i) keep((*served.get(trace[i % trace.size()]))->is_on);
  });
  comparison.run(5);
  std::printf("\n");
  target("E3", "mean read at 96 % hits, times faster than without a cache", median(uncached) / median(cached), 25,
         false);
  target("E3", "a hit, get_shared, ns", comparison.median(0), 200);
  return 0;
}
