#include "run.hpp"

#include "process.hpp"
#include "random_plan.hpp"
#include "task.hpp"

#include <partita/client_options.hpp>
#include <partita/metrics.hpp>
#include <partita/pool_options.hpp>
#include <partita/transport.hpp>

#include <fault_proxy.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace faults {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::size_t workers = 16;
constexpr std::size_t connections = 6;  // fewer than workers, so that they queue
constexpr double share = 0.3;
constexpr int stuck_after = 60;  // seconds

partita::ClientOptions options_of_wire() {
  partita::ClientOptions options;
  options.connect_timeout = 100ms;
  options.request_timeout = 200ms;
  options.retry_budget = 1'000'000'000;  // so that calls are repeated in spite of it all
  options.breaker.failures = 30;
  options.breaker.open_time = 100ms;
  options.pool.max_connections = connections;
  options.pool.queue_wait = 150ms;
  options.pool.idle_timeout = 1000ms;
  options.pool.max_age = 5000ms;
  return options;
}

// What threads have found not to hold, and how far they are.
struct Board {
  void add(std::vector<std::string>& found) {
    const std::lock_guard lock(mutex);
    problems.insert(problems.end(), found.begin(), found.end());
    found.clear();
  }
  bool failed() {
    const std::lock_guard lock(mutex);
    return !problems.empty();
  }

  std::mutex mutex;
  std::vector<std::string> problems;
  Totals totals;
  std::atomic<bool> over{false};
  std::atomic<std::size_t> finished{0};
  std::array<std::atomic<std::uint64_t>, workers> steps{};
};

void work(std::size_t number, std::uint64_t seed, const partita::Client& wire, const partita::Client& direct,
          Board& board) {
  Calls calls(seed * 1000 + number);
  std::vector<std::string> problems;
  const auto tasks = make_tasks(wire, direct, number);
  while (!board.over) {
    tasks[calls.below(tasks.size())]->step(calls, problems);
    if (++board.steps[number] % 200 == 0) {
      for (const auto& task : tasks) task->check(problems);
    }
    board.add(problems);
  }
  for (const auto& task : tasks) task->check(problems);
  board.add(problems);
  const std::lock_guard lock(board.mutex);
  board.totals.add(calls.totals);
  ++board.finished;
}

// Ends the program when a thread has not moved for long: it would never end by itself.
class Watchdog {
 public:
  void look(const Board& board) {
    const auto now = steady_clock::now();
    for (std::size_t i = 0; i < workers; ++i) {
      const std::uint64_t steps = board.steps[i];
      if (steps != seen_[i]) {
        seen_[i] = steps;
        moved_[i] = now;
      } else if (now - moved_[i] > std::chrono::seconds(stuck_after)) {
        std::printf("thread %zu has not moved for %d s after %llu steps: a deadlock\n", i, stuck_after,
                    static_cast<unsigned long long>(steps));
        std::fflush(stdout);
        std::abort();
      }
    }
  }

 private:
  std::array<std::uint64_t, workers> seen_{};
  std::array<steady_clock::time_point, workers> moved_ = [] {
    std::array<steady_clock::time_point, workers> now;
    now.fill(steady_clock::now());
    return now;
  }();
};

void print(const partita::test::FaultProxy& proxy, const Totals& totals) {
  std::printf("faults injected:\n");
  for (const auto& [name, count] : proxy.injected()) {
    std::printf("  %-45s %9llu\n", name.c_str(), static_cast<unsigned long long>(count));
  }
  std::printf("calls:\n");
  for (const auto& [operation, outcomes] : totals.outcomes()) {
    std::printf("  %s:", operation.c_str());
    for (const auto& [outcome, count] : outcomes) {
      std::printf(" %s %llu", outcome.c_str(), static_cast<unsigned long long>(count));
    }
    std::printf("\n");
  }
}

void print(const partita::Client& wire) {
  const partita::PoolCounts pool = wire.pool();
  std::printf("pool: %llu opened, %llu reused, %llu closed, %llu exhausted; in use %zu, waiting %zu\n",
              static_cast<unsigned long long>(pool.opened), static_cast<unsigned long long>(pool.reused),
              static_cast<unsigned long long>(pool.closed), static_cast<unsigned long long>(pool.exhausted),
              pool.in_use, pool.waiting);
  const partita::CacheCounts cache = wire.cache_counts();
  std::printf("cache: %llu hits, %llu misses, %llu joined, %llu discarded\n",
              static_cast<unsigned long long>(cache.hits), static_cast<unsigned long long>(cache.misses),
              static_cast<unsigned long long>(cache.joined), static_cast<unsigned long long>(cache.discarded));
}

}  // namespace

int run(int seconds, std::uint64_t seed, double overrun_ms) {
  const char* const url = std::getenv("PARTITA_DYNOXIDE_URL");
  if (url == nullptr) {
    std::fprintf(stderr, "PARTITA_DYNOXIDE_URL is not set: run this by scripts/with-servers\n");
    return 2;
  }
  const partita::Client direct = *must(partita::Client::open(url));
  create_tables(direct);
  RandomPlan plan(seed, share);
  partita::test::FaultProxy proxy(url, [&](const auto& request) { return plan(request); });
  proxy.front().stop_recording();
  const partita::Client wire = *must(partita::Client::open(proxy.url(), options_of_wire()));

  Board board;
  Watchdog watchdog;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) {
    threads.emplace_back([&, i] { work(i, seed, wire, direct, board); });
  }

  std::mt19937_64 random(seed);
  double early_mb = 0;
  std::size_t early_files = 0;
  const auto begin = steady_clock::now();
  const auto end = begin + std::chrono::seconds(seconds);
  for (int tick = 1; steady_clock::now() < end && !board.failed(); ++tick) {
    std::this_thread::sleep_for(100ms);
    watchdog.look(board);
    if (tick % 7 == 0) proxy.front().break_requests(2, static_cast<std::size_t>(random() % 600));
    if (tick % 50 == 0) {
      proxy.front().stop_listening();
      std::this_thread::sleep_for(300ms);
      proxy.front().listen_again();
    }
    if (early_mb == 0 && steady_clock::now() - begin > std::chrono::seconds(seconds) / 4) {
      early_mb = resident_mb();
      early_files = open_files();
    }
    if (tick % 300 == 0) {
      std::printf("%d s: %.0f MB\n", tick / 10, resident_mb());
      std::fflush(stdout);
    }
  }
  const double late_mb = resident_mb();
  const std::size_t late_files = open_files();

  // The network is well again: everybody gets on, with the client of before.
  plan.stop();
  proxy.front().break_requests(0, 0);
  board.over = true;
  while (board.finished < workers) {
    std::this_thread::sleep_for(10ms);
    watchdog.look(board);
  }
  threads.clear();
  partita::Request request{.operation = "ListTables", .table = "", .body = "{}"};
  partita::Reply reply;
  for (int i = 0; i < 200; ++i) {
    wire.transport().send(request, reply, nullptr);
    if (!reply.error) break;
    std::this_thread::sleep_for(10ms);
  }
  if (reply.error) board.problems.push_back("no recovery within 2 s: " + reply.error->to_string());

  print(proxy, board.totals);
  print(wire);
  const double overrun = board.totals.overrun_ms(0.999);
  std::printf("%llu calls, %llu requests at the server; limits overrun by %.1f ms at p99, %.1f ms at p99.9\n",
              static_cast<unsigned long long>(board.totals.calls()), static_cast<unsigned long long>(proxy.forwarded()),
              board.totals.overrun_ms(0.99), overrun);
  std::printf("memory %.0f MB after a quarter, %.0f MB at the end; files and sockets %zu, %zu; %zu connections open\n",
              early_mb, late_mb, early_files, late_files, proxy.front().connections_open());

  auto& problems = board.problems;
  if (overrun > overrun_ms) problems.push_back("time limits were overrun by more than they may");
  if (!keeps_freed_memory && late_mb > early_mb * 1.1 + 16) problems.push_back("memory grows");
  if (late_files > early_files + 4 * connections) problems.push_back("files or sockets are left open");
  if (wire.pool().in_use != 0) problems.push_back("a connection was not given back");
  for (std::size_t i = 0; i < problems.size() && i < 20; ++i) std::printf("FAILED: %s\n", problems[i].c_str());
  if (problems.empty()) std::printf("everything held\n");
  return problems.empty() ? 0 : 1;
}

}  // namespace faults
