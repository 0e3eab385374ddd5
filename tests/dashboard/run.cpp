// A client under load for docs/guide/dashboard.svg: writes what its /metrics would say, ten times over the run or once
// a second. The server is scripted: some milliseconds an answer, and from a third of the time on an index that is
// written to more than one of its partitions takes. In the middle a report scans with more threads than its bulkhead
// lets through.
//
// usage: dashboard_run SECONDS
#include <partita/client_options.hpp>
#include <partita/metrics.hpp>
#include <partita/transport.hpp>

#include <scripted_server.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace partita;
using Clock = std::chrono::steady_clock;

namespace {

constexpr std::string_view throttling =
    R"({"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"slow down","throttlingReasons":[{)"
    R"("reason":"IndexWriteKeyRangeThroughputExceeded",)"
    R"("resource":"arn:aws:dynamodb:eu-west-1:123456789012:table/contacts/index/by_status"}]})";

double part_of(Clock::time_point begin, std::chrono::duration<double> whole) {
  return std::chrono::duration<double>(Clock::now() - begin) / whole;
}

test::ScriptedAnswer answer(const test::ScriptedRequest& request, double part) {
  thread_local std::mt19937 random(std::random_device{}());
  const std::string operation = request.operation();
  const bool is_write = operation == "PutItem" || operation == "UpdateItem";
  if (is_write && part > 1.0 / 3 && std::bernoulli_distribution(0.2)(random)) {
    return {.status = 400, .body = std::string(throttling)};
  }
  const double mean = operation == "Scan" ? 60 : operation == "Query" ? 6 : 3;
  const double ms = std::lognormal_distribution<double>(std::log(mean), 0.5)(random);
  return {.body = "{}", .delay = std::chrono::milliseconds(static_cast<int>(std::min(ms, 400.0)))};
}

void ask(const Client& client, std::string_view operation, std::string_view index) {
  Request request{.operation = operation, .table = "contacts", .body = "{}"};
  request.entity = "Contact";
  request.index = index;
  Reply reply;
  client.transport().send(request, reply);
}

}  // namespace

int main(int argc, char** argv) {
  const std::chrono::duration<double> whole(argc > 1 ? std::atof(argv[1]) : 60);
  if (whole.count() <= 0) return std::fprintf(stderr, "usage: dashboard_run SECONDS\n"), 2;
  const auto begin = Clock::now();
  test::ScriptedServer server([&](const auto& request) { return answer(request, part_of(begin, whole)); });
  ClientOptions options;
  options.pool.max_connections = 16;
  options.bulkhead.long_reads = {.max_in_flight = 4, .max_waiting = 4, .queue_wait = std::chrono::milliseconds(200)};
  const auto client = Client::open(server.url(), options);
  if (!client) return std::fprintf(stderr, "%s\n", client.error().to_string().c_str()), 1;

  std::atomic<bool> over{false};
  std::vector<std::jthread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      for (int n = i; !over; ++n) {
        const int kind = n % 10;
        ask(*client,
            kind < 5   ? "GetItem"
            : kind < 7 ? "Query"
            : kind < 9 ? "PutItem"
                       : "UpdateItem",
            kind >= 5 && kind < 7 ? "by_status" : "");
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
      }
    });
  }
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back([&] {
      while (!over) {
        const double part = part_of(begin, whole);
        if (part > 0.5 && part < 0.8) ask(*client, "Scan", "");
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
      }
    });
  }
  const auto step = std::min(std::chrono::duration<double>(1), whole / 10);
  for (auto next = begin; part_of(begin, whole) < 1; next += std::chrono::duration_cast<Clock::duration>(step)) {
    std::this_thread::sleep_until(next);
    std::printf("# at %.3f\n%s", std::chrono::duration<double>(Clock::now() - begin).count(),
                prometheus_text(metrics(*client)).c_str());
  }
  over = true;
}
