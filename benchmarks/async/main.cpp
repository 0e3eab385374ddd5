// Calls in flight: on fibers of an event loop, and on a thread each. The server answers 15 ms after a request came, as
// the service would over a network; it has a process of its own.
#include "slow_server.hpp"

#include <partita/async.hpp>
#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace partita;
using namespace partita::benchmarks;
using std::chrono::steady_clock;

constexpr std::size_t in_flight = 2000;
constexpr std::size_t calls_of_each = 20;

double process_cpu_us() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto us = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_usec);
  };
  return us(usage.ru_utime) + us(usage.ru_stime);
}

double resident_kb() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;) {
    double kb = 0;
    if (word == "VmRSS:" && status >> kb) return kb;
  }
  return 0;
}

bool get(const Client& client) {
  Reply reply;
  const Request request{"GetItem", "contacts", R"({"TableName":"contacts","Key":{"id":{"S":"c-1"}}})"};
  client.transport().send(request, reply);
  if (reply.error) std::fprintf(stderr, "%s\n", reply.error->to_string().c_str());
  return !reply.error;
}

// Runs `calls`, which returns when all are done; `while_in_flight` is the memory beside them.
template <class Calls>
void measure(const char* name, const Client& client, Calls calls) {
  calls(1);  // opens the connections
  const double before = resident_kb();
  const double cpu = process_cpu_us();
  const auto begin = steady_clock::now();
  double most = before;
  std::atomic<bool> is_over{false};
  std::thread watcher([&] {
    while (!is_over) {
      most = std::max(most, resident_kb());
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  });
  calls(calls_of_each);
  const double seconds = std::chrono::duration<double>(steady_clock::now() - begin).count();
  is_over = true;
  watcher.join();
  const double total = static_cast<double>(in_flight * calls_of_each);
  std::printf("  %-34s %8.0f calls/s  %6.1f us CPU a call  %7.1f MB resident  %zu connections\n", name, total / seconds,
              (process_cpu_us() - cpu) / total, most / 1024, client.pool().in_use + client.pool().idle);
}

Client open(const std::string& url) {
  ClientOptions options;
  options.pool.max_connections = in_flight;
  options.pool.max_idle = in_flight;
  options.pool.queue_wait = std::chrono::minutes(1);
  auto client = Client::open(url, options);
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().to_string().c_str());
    std::exit(1);
  }
  return *client;
}

Task<> some_calls(EventLoop& loop, const Client& client, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (!co_await loop.call([&] { return get(client); })) std::exit(1);
  }
}

void on_threads(const Client& client, std::size_t count) {
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < in_flight; ++i) {
    threads.emplace_back([&] {
      for (std::size_t n = 0; n < count; ++n) {
        if (!get(client)) std::exit(1);
      }
    });
  }
  for (std::thread& each : threads) each.join();
}

void on_loop(EventLoop& loop, const Client& client, std::size_t count) {
  std::vector<Task<bool>> tasks;
  for (std::size_t i = 0; i < in_flight; ++i) {
    tasks.push_back([](EventLoop& on, const Client& over, std::size_t times) -> Task<bool> {
      co_await some_calls(on, over, times);
      co_return true;
    }(loop, client, count));
  }
  static_cast<void>(wait_all(std::move(tasks)));
}

}  // namespace

int main() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);  // a connection is one
  const std::string body = R"({"Item":{"id":{"S":"c-1"},"note":{"S":")" + std::string(340, 'x') + R"("}}})";
  const SlowServer slow(body, std::chrono::milliseconds(15));
  const SlowServer fast(body, std::chrono::milliseconds(0));

  std::printf("\n%zu calls in flight, each answered after 15 ms\n", in_flight);
  {
    const Client client = open(slow.url());
    EventLoop loop;
    measure("an event loop of one thread", client, [&](std::size_t count) { on_loop(loop, client, count); });
  }
  {
    const Client client = open(slow.url());
    EventLoop loop({.threads = 2});
    measure("an event loop of two threads", client, [&](std::size_t count) { on_loop(loop, client, count); });
  }
  {
    const Client client = open(slow.url());
    measure("a thread a call", client, [&](std::size_t count) { on_threads(client, count); });
  }

  std::printf("\nOne call after another, answered at once\n");
  const Client client = open(fast.url());
  EventLoop loop;
  constexpr int calls = 20'000;
  const auto one_by_one = [&](const char* name, auto call) {
    call();
    const double cpu = process_cpu_us();
    const auto begin = steady_clock::now();
    for (int i = 0; i < calls; ++i) call();
    const double us = std::chrono::duration<double, std::micro>(steady_clock::now() - begin).count();
    std::printf("  %-34s %8.1f us  %6.1f us CPU\n", name, us / calls, (process_cpu_us() - cpu) / calls);
  };
  one_by_one("blocking", [&] { get(client); });
  one_by_one("awaited by the blocked thread", [&] { wait(some_calls(loop, client, 1)); });
  wait([](EventLoop& on, const Client& over, const auto& measured) -> Task<> {
    co_await on.call([&] { measured("blocking, on the loop", [&] { get(over); }); });
  }(loop, client, one_by_one));
}
