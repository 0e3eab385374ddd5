// Drives a repository at a given rate and mix of operations; --help says how.
#include "keys.hpp"
#include "options.hpp"
#include "record.partita.hpp"

#include <partita/batch.hpp>
#include <partita/cache_options.hpp>
#include <partita/client_options.hpp>
#include <partita/metrics.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace load {
namespace {

using std::chrono::duration;
using std::chrono::steady_clock;

constexpr std::size_t group_size = 100;
constexpr std::uint64_t longest_range = 100;

struct Place {
  std::string group;
  std::int64_t number;
};

Place place_of(std::size_t record) {
  return {"group-" + std::to_string(record / group_size), static_cast<std::int64_t>(record % group_size)};
}

std::string field(std::mt19937_64& random) {
  std::string text(100, ' ');
  for (char& c : text) c = static_cast<char>('a' + random() % 26);
  return text;
}

Record record_of(std::size_t number, std::mt19937_64& random) {
  const auto [group, sort] = place_of(number);
  return {group,         sort,          field(random), field(random), field(random), field(random),
          field(random), field(random), field(random), field(random), field(random), field(random)};
}

// What became of the requests.
struct Tally {
  void add(Tally& other) {
    for (auto& [operation, times] : other.microseconds) {
      auto& all = microseconds[operation];
      all.insert(all.end(), times.begin(), times.end());
    }
    for (const auto& [kind, count] : other.errors) errors[kind] += count;
    other = {};
  }

  std::map<std::string, std::vector<std::uint32_t>> microseconds;  // by operation, from the time it should have begun
  std::map<std::string, std::uint64_t> errors;                     // by kind
};

class Load {
 public:
  Load(const Options& options, const partita::Client& client)
      : options_(options), records_(client), zipf_(options.records), inserted_(options.records) {}

  void fill() const {
    std::mt19937_64 random(1);
    std::vector<Record> some;
    for (std::size_t i = 0; i < options_.records; ++i) {
      some.push_back(record_of(i, random));
      if (some.size() < 1000 && i + 1 < options_.records) continue;
      const auto put = records_.put_many(some, partita::BatchOptions().workers(4));
      if (!put) give_up(*put.error);
      some.clear();
    }
  }

  void run() {
    begin_ = steady_clock::now();
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < options_.threads; ++i) {
        threads.emplace_back([this, i] { work(i); });
      }
      show_progress();
    }
    seconds_ = duration<double>(steady_clock::now() - begin_).count();
  }

  void print(const partita::Client& client) {
    std::printf("workload %c, %.0f requests a second wanted for %d s, %zu threads, %zu records of 1 KB, cache %zu MB\n",
                options_.workload, options_.rate, options_.seconds, options_.threads, options_.records,
                options_.cache_mb);
    std::printf("throughput %.0f requests a second, %llu under way or late at most\n",
                static_cast<double>(done_) / seconds_, static_cast<unsigned long long>(late_most_));
    for (auto& [operation, times] : tally_.microseconds) {
      std::sort(times.begin(), times.end());
      const auto at = [&](double share) {
        return static_cast<double>(times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))]) /
               1000;
      };
      std::printf("  %-18s %8zu   p50 %8.2f ms   p95 %8.2f ms   p99 %8.2f ms   p99.9 %8.2f ms\n", operation.c_str(),
                  times.size(), at(0.5), at(0.95), at(0.99), at(0.999));
    }
    std::printf("errors:%s", tally_.errors.empty() ? " none" : "");
    for (const auto& [kind, count] : tally_.errors) {
      std::printf(" %s %llu", kind.c_str(), static_cast<unsigned long long>(count));
    }
    std::printf("\n");
    if (const partita::PoolCounts pool = client.pool(); pool.max_connections > 0) {
      std::printf("pool: %zu connections at most, %llu opened, %llu reused, %llu closed, %llu exhausted\n",
                  pool.max_connections, static_cast<unsigned long long>(pool.opened),
                  static_cast<unsigned long long>(pool.reused), static_cast<unsigned long long>(pool.closed),
                  static_cast<unsigned long long>(pool.exhausted));
    }
    const partita::CacheCounts cache = client.cache_counts();
    const auto asked = std::max<std::uint64_t>(1, cache.hits + cache.misses);
    std::printf("cache: %.1f %% of %llu reads hit, %llu evicted, %zu entries of %zu bytes\n",
                100 * static_cast<double>(cache.hits) / static_cast<double>(asked),
                static_cast<unsigned long long>(cache.hits + cache.misses),
                static_cast<unsigned long long>(cache.evicted), cache.entries, cache.bytes);
  }

  [[noreturn]] static void give_up(const partita::Error& error) {
    std::fprintf(stderr, "benchmark_load: %s\n", error.to_string().c_str());
    std::exit(1);
  }

 private:
  std::uint64_t all() const { return static_cast<std::uint64_t>(options_.rate * options_.seconds); }

  void work(std::size_t number) {
    std::mt19937_64 random(number + 2);
    Tally tally;
    for (std::uint64_t i = next_++; i < all(); i = next_++) {
      const auto intended = begin_ + std::chrono::duration_cast<steady_clock::duration>(
                                         duration<double>(static_cast<double>(i) / options_.rate));
      std::this_thread::sleep_until(intended);
      std::string operation;
      const std::optional<partita::Error> error = send(random, operation);
      const auto taken = std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - intended);
      tally.microseconds[operation].push_back(static_cast<std::uint32_t>(taken.count()));
      if (error) ++tally.errors[std::string(partita::to_string(error->kind()))];
      ++done_;
    }
    const std::lock_guard lock(mutex_);
    tally_.add(tally);
  }

  std::size_t draw(std::mt19937_64& random) const {
    const std::size_t place = zipf_(random);
    if (!options_.mix.latest) return scattered(place, options_.records);
    const std::size_t inserted = inserted_;
    return inserted - 1 - std::min(place, inserted - 1);
  }

  std::optional<partita::Error> send(std::mt19937_64& random, std::string& operation) {
    const Mix& mix = options_.mix;
    int dice = static_cast<int>(random() % 100);
    const auto is = [&](int share, const char* name) {
      if (dice >= share) return dice -= share, false;
      return operation = name, true;
    };
    const auto error_of = [](const auto& result) {
      return result ? std::nullopt : std::optional<partita::Error>(result.error());
    };
    if (is(mix.insert, "insert")) return error_of(records_.put(record_of(inserted_++, random)));
    const auto [group, number] = place_of(draw(random));
    if (is(mix.scan, "range")) {
      const auto length = static_cast<std::uint32_t>(1 + random() % longest_range);
      return error_of(
          records_.by_group(group).number(partita::at_least(number)).page_size(length).max_items(length).all());
    }
    if (is(mix.update, "update")) {
      return error_of(records_.update(group, number).set_field0(field(random)).execute());
    }
    if (is(mix.read_modify_write, "read-modify-write")) {
      const auto read = records_.get(group, number);
      if (!read) return read.error();
      if (!*read) return std::nullopt;
      return error_of(records_.update(group, number).set_field0((*read)->field1).execute());
    }
    operation = "read";
    return error_of(records_.get(group, number));
  }

  void show_progress() {
    std::uint64_t before = 0;
    for (int tick = 1; done_ < all(); ++tick) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      const std::uint64_t done = done_;
      const double since = duration<double>(steady_clock::now() - begin_).count();
      const auto due = std::min(all(), static_cast<std::uint64_t>(since * options_.rate));
      const std::uint64_t late = due > done ? due - done : 0;
      late_most_ = std::max(late_most_, late);
      if (tick % 20 != 0) continue;
      std::fprintf(stderr, "\r%4.0f s  %8llu done  %7llu/s  %6llu under way or late ", since,
                   static_cast<unsigned long long>(done), static_cast<unsigned long long>(done - before),
                   static_cast<unsigned long long>(late));
      before = done;
    }
    std::fputc('\n', stderr);
  }

  const Options options_;
  const RecordRepository records_;
  const Zipf zipf_;
  std::atomic<std::size_t> inserted_;
  steady_clock::time_point begin_;
  double seconds_ = 0;
  std::atomic<std::uint64_t> next_{0};
  std::atomic<std::uint64_t> done_{0};
  std::uint64_t late_most_ = 0;
  std::mutex mutex_;
  Tally tally_;
};

}  // namespace
}  // namespace load

int main(int count, char** arguments) {
  const load::Options options = load::parse(count, arguments);
  partita::ClientOptions connection;
  connection.pool.max_connections = options.threads;
  connection.pool.max_idle = options.threads;
  connection.cache.max_bytes = options.cache_mb << 20;
  const auto client = partita::Client::open(options.url, connection);
  if (!client) load::Load::give_up(client.error());
  const auto created = load::RecordRepository{*client}.create_table();
  if (!created && created.error().kind() != partita::ErrorKind::already_exists) load::Load::give_up(created.error());
  load::Load run(options, *client);
  run.fill();
  if (const auto warm = client->warm_up(options.threads); !warm) load::Load::give_up(warm.error());
  run.run();
  run.print(*client);
  return 0;
}
