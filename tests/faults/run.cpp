#include "run.hpp"

#include "process.hpp"
#include "task.hpp"
#include "wire.hpp"

#include <partita/async.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace faults {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::size_t workers = 18;  // the even ones have a thread each, the odd ones are coroutines
constexpr int stuck_after = 60;      // seconds

// What workers have found not to hold, and how far they are.
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
  std::uint64_t calls_on_loop = 0;
  std::atomic<bool> over{false};
  std::atomic<std::size_t> finished{0};
  std::array<std::atomic<std::uint64_t>, workers> steps{};
};

class Worker {
 public:
  Worker(std::size_t number, std::uint64_t seed, const partita::Client& wire, const partita::Client& direct,
         Board& board)
      : number_(number), board_(board), calls_(seed * 1000 + number), tasks_(make_tasks(wire, direct, number)) {}

  void step() {
    tasks_[calls_.below(tasks_.size())]->step(calls_, problems_);
    if (++board_.steps[number_] % 200 == 0) check();
    board_.add(problems_);
  }

  void finish() {
    check();
    board_.add(problems_);
    const std::lock_guard lock(board_.mutex);
    board_.totals.add(calls_.totals);
    if (is_on_loop()) board_.calls_on_loop += calls_.totals.calls();
    ++board_.finished;
  }

  bool is_on_loop() const { return number_ % 2 == 1; }

 private:
  void check() {
    for (const auto& task : tasks_) task->check(problems_);
  }

  const std::size_t number_;
  Board& board_;
  Calls calls_;
  std::vector<std::unique_ptr<Task>> tasks_;
  std::vector<std::string> problems_;
};

void work(Worker& worker, const Board& board) {
  while (!board.over) worker.step();
  worker.finish();
}

partita::Task<> work_on(partita::EventLoop& loop, Worker& worker, const Board& board) {
  while (!board.over) co_await loop.call([&] { worker.step(); });
  co_await loop.call([&] { worker.finish(); });
}

// Ends the program when a worker has not moved for long: it would never end by itself.
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
        std::printf("worker %zu has not moved for %d s after %llu steps: a deadlock\n", i, stuck_after,
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

void print(const Totals& totals) {
  std::printf("calls:\n");
  for (const auto& [operation, outcomes] : totals.outcomes()) {
    std::printf("  %s:", operation.c_str());
    for (const auto& [outcome, count] : outcomes) {
      std::printf(" %s %llu", outcome.c_str(), static_cast<unsigned long long>(count));
    }
    std::printf("\n");
  }
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
  std::array wires{std::make_unique<Wire>(url, seed, Kind::plain), std::make_unique<Wire>(url, seed + 1, Kind::hedged),
                   std::make_unique<Wire>(url, seed + 2, Kind::crowded)};

  Board board;
  Watchdog watchdog;
  partita::EventLoop loop({.threads = 2});
  std::deque<Worker> team;
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) {
    Worker& worker = team.emplace_back(i, seed, wires[i / 2 % wires.size()]->client, direct, board);
    threads.emplace_back([&] {
      if (worker.is_on_loop()) {
        partita::wait(work_on(loop, worker, board));
      } else {
        work(worker, board);
      }
    });
  }

  std::mt19937_64 random(seed);
  double early_mb = 0;
  std::size_t early_files = 0;
  const auto begin = steady_clock::now();
  const auto end = begin + std::chrono::seconds(seconds);
  for (int tick = 1; steady_clock::now() < end && !board.failed(); ++tick) {
    std::this_thread::sleep_for(100ms);
    watchdog.look(board);
    for (const auto& wire : wires) wire->tick(tick, random());
    // Not where connections have just been closed.
    if (early_mb == 0 && tick % 10 == 5 && steady_clock::now() - begin > std::chrono::seconds(seconds) / 4) {
      early_mb = resident_mb();
      early_files = open_files();
    }
    if (tick % 300 == 0) {
      std::printf("%d s: %.0f MB\n", tick / 10, resident_mb());
      std::fflush(stdout);
    }
  }
  const double late_mb = resident_mb();

  // The network is well again: everybody gets on, with the clients of before.
  for (const auto& wire : wires) wire->heal();
  board.over = true;
  while (board.finished < workers) {
    std::this_thread::sleep_for(10ms);
    watchdog.look(board);
  }
  threads.clear();
  // What a proxy has still to close is not left open.
  std::size_t late_files = open_files();
  for (int i = 0; i < 500 && late_files > early_files; ++i) {
    std::this_thread::sleep_for(10ms);
    late_files = open_files();
  }

  auto& problems = board.problems;
  std::uint64_t forwarded = 0;
  for (const auto& wire : wires) {
    wire->print();
    wire->check(problems);
    forwarded += wire->proxy.forwarded();
  }
  print(board.totals);
  const double overrun = board.totals.overrun_ms(0.999);
  std::printf(
      "%llu calls, %llu of them on the event loop, %llu requests at the server; limits overrun by %.1f ms at "
      "p99, %.1f ms at p99.9\n",
      static_cast<unsigned long long>(board.totals.calls()), static_cast<unsigned long long>(board.calls_on_loop),
      static_cast<unsigned long long>(forwarded), board.totals.overrun_ms(0.99), overrun);
  std::printf("memory %.0f MB after a quarter, %.0f MB at the end; files and sockets %zu, %zu\n", early_mb, late_mb,
              early_files, late_files);

  for (const char* const operation : {"get cached", "get constant", "query cached"}) {
    const auto outcomes = board.totals.outcomes().find(operation);
    if (outcomes == board.totals.outcomes().end() || !outcomes->second.contains("from the cache")) {
      problems.push_back("no " + std::string(operation) + " was answered by the cache");
    }
  }
  if (overrun > overrun_ms) problems.push_back("time limits were overrun by more than they may");
  if (!keeps_freed_memory && late_mb > early_mb * 1.1 + 16) problems.push_back("memory grows");
  if (late_files > early_files + 4 * wires.size() * Wire::connections) {
    problems.push_back("files or sockets are left open");
  }
  for (std::size_t i = 0; i < problems.size() && i < 20; ++i) std::printf("FAILED: %s\n", problems[i].c_str());
  if (problems.empty()) std::printf("everything held\n");
  return problems.empty() ? 0 : 1;
}

}  // namespace faults
