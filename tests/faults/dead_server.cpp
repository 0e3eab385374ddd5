#include "run.hpp"

#include <partita/client.hpp>
#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <fault_proxy.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace faults {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;

constexpr std::size_t callers = 4;

// Of the calls of one stretch of time.
struct Seen {
  std::uint64_t ok = 0;
  std::uint64_t failed = 0;
  std::uint64_t requests = 0;       // attempts that went out
  std::vector<double> refusals_ms;  // of calls that were not sent as the breaker was open
};

// Callers that never stop; what they see is taken a stretch at a time.
class Callers {
 public:
  explicit Callers(const partita::Client& client) {
    for (std::size_t i = 0; i < callers; ++i) threads_.emplace_back([this, client] { call(client); });
  }
  ~Callers() { over_ = true; }

  Seen take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(seen_, {});
  }

 private:
  void call(const partita::Client& client) {
    partita::Reply reply;
    while (!over_) {
      const partita::Request request{.operation = "GetItem", .table = "t", .body = "{}"};
      const auto begin = steady_clock::now();
      client.transport().send(request, reply);
      const std::chrono::duration<double, std::milli> taken = steady_clock::now() - begin;
      {
        const std::lock_guard lock(mutex_);
        seen_.requests += static_cast<std::uint64_t>(reply.facts.attempts);
        ++(reply.error ? seen_.failed : seen_.ok);
        const bool refused = reply.error && reply.error->kind() == partita::ErrorKind::circuit_open;
        if (refused && reply.facts.attempts == 0) seen_.refusals_ms.push_back(taken.count());
      }
      std::this_thread::sleep_for(1ms);
    }
  }

  std::mutex mutex_;
  Seen seen_;
  std::atomic<bool> over_{false};
  std::vector<std::jthread> threads_;
};

double share_of(std::vector<double>& values, double share) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

}  // namespace

int dead_server(int seconds, double refusal_ms) {
  using partita::test::Fault;
  partita::test::ScriptedServer server([](const auto&) { return partita::test::ScriptedAnswer{.body = "{}"}; });
  server.stop_recording();
  std::atomic<const Fault*> fault{nullptr};
  partita::test::FaultProxy proxy(server.url(), [&](const auto&) { return fault.load(); });
  proxy.front().stop_recording();

  std::atomic<int> opened{0};
  partita::ClientOptions options;
  options.connect_timeout = 300ms;
  options.request_timeout = 400ms;
  options.breaker.failures = 10;
  options.breaker.open_time = 500ms;
  options.breaker.on_change = [&](partita::BreakerClass, partita::BreakerState state) {
    if (state == partita::BreakerState::open) ++opened;
  };
  auto client = partita::Client::open(proxy.url(), options);
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().to_string().c_str());
    return 2;
  }

  int problems = 0;
  const auto expect = [&](bool holds, const char* what) {
    if (!holds) std::printf("FAILED: %s\n", what), ++problems;
  };
  Callers calls(*client);
  for (const char* const death : {"refuses connections", "is silent"}) {
    const bool silent = death[0] == 'i';
    std::this_thread::sleep_for(300ms);
    expect(calls.take().ok > 0, "a server that is well answers");
    const int opened_before = opened;
    if (silent) {
      fault = &partita::test::fault_named("silent");
    } else {
      proxy.front().stop_listening();
    }
    // Silence is noticed when the first ones have waited `request_timeout` three times over.
    const auto died = steady_clock::now();
    while (opened == opened_before && steady_clock::now() - died < 10s) std::this_thread::sleep_for(1ms);
    const std::chrono::duration<double, std::milli> until_open = steady_clock::now() - died;
    expect(opened > opened_before, "the breaker opens");
    std::this_thread::sleep_for(500ms);  // for the calls that were under way, or about to be repeated
    const Seen until = calls.take();
    expect(until.requests <= until.ok + options.breaker.failures + 2 * callers,
           "the breaker opens within the configured number of failures");

    std::this_thread::sleep_for(std::chrono::seconds(seconds));
    Seen while_dead = calls.take();
    const double p99 = share_of(while_dead.refusals_ms, 0.99);
    const double p999 = share_of(while_dead.refusals_ms, 0.999);
    expect(while_dead.ok == 0, "a dead server answers nothing");
    // One probe each open time, and no retries of it.
    const auto probes = static_cast<std::uint64_t>(seconds) * 2 + 2;
    expect(while_dead.refusals_ms.size() > probes, "the open breaker refuses all other calls");
    expect(p99 < refusal_ms, "calls fail at once while the breaker is open");
    expect(while_dead.requests <= probes, "one request at a time goes out to see whether the server is back");

    fault = nullptr;
    if (!silent) proxy.front().listen_again();
    const auto back = steady_clock::now();
    std::uint64_t ok = 0;
    while (ok == 0 && steady_clock::now() - back < 10s) {
      std::this_thread::sleep_for(1ms);
      ok = calls.take().ok;
    }
    const std::chrono::duration<double, std::milli> until_back = steady_clock::now() - back;
    expect(ok > 0, "calls go on when the server is back");
    std::printf(
        "a server that %s for %d s: breaker open after %.0f ms and %llu requests; %llu calls failed at once, in %.2f "
        "ms at "
        "p99, %.2f ms at p99.9; %llu probes; first answer %.0f ms after its return (open time 500 ms)\n",
        death, seconds, until_open.count(), static_cast<unsigned long long>(until.requests - until.ok),
        static_cast<unsigned long long>(while_dead.refusals_ms.size()), p99, p999,
        static_cast<unsigned long long>(while_dead.requests), until_back.count());
  }
  return problems == 0 ? 0 : 1;
}

}  // namespace faults
