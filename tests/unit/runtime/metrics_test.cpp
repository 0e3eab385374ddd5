#include "metrics/latency_histogram.hpp"

#include "scoped_environment.hpp"

#include <partita/client_options.hpp>
#include <partita/metrics.hpp>
#include <partita/transport.hpp>

#include <scripted_server.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

TEST_CASE("percentiles of a histogram are those of its times, and at most a sixteenth more") {
  std::mt19937_64 random(7);
  std::lognormal_distribution<double> spread(13, 2);  // around 0.4 ms, up to seconds
  auto histogram = std::make_unique<LatencyHistogram>();
  std::vector<nanoseconds> times;
  nanoseconds sum{};
  for (int i = 0; i < 100'000; ++i) {
    const nanoseconds time(static_cast<std::int64_t>(spread(random)));
    if (time > 60s) continue;
    times.push_back(time);
    sum += time;
    histogram->record(time);
  }
  std::sort(times.begin(), times.end());
  CHECK(histogram->count() == times.size());
  CHECK(histogram->sum() == sum);
  for (const double share : {0.0, 0.01, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(times.size())));
    const nanoseconds exact = times[std::max<std::size_t>(rank, 1) - 1];
    const nanoseconds told = histogram->quantile(share);
    INFO(share);
    CHECK(told >= exact);
    CHECK(told <= exact + exact / 16 + 1ns);
  }
  for (unsigned power = 10; power <= 36; ++power) {
    const nanoseconds bound(std::int64_t{1} << power);
    const auto below = std::count_if(times.begin(), times.end(), [&](nanoseconds time) { return time < bound; });
    CHECK(histogram->below_power(power) == static_cast<std::uint64_t>(below));
  }
}

TEST_CASE("a histogram takes any time, and none is 0") {
  auto histogram = std::make_unique<LatencyHistogram>();
  CHECK(histogram->quantile(0.5) == 0ns);
  histogram->record(-5ns);
  CHECK(histogram->quantile(1) == 0ns);
  histogram->record(24h * 365);
  CHECK(histogram->count() == 2);
  CHECK(histogram->quantile(1) >= 120s);
}

TEST_CASE("threads count into one histogram and lose nothing") {
  auto histogram = std::make_unique<LatencyHistogram>();
  {
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 10'000; ++i) histogram->record(nanoseconds(i));
      });
    }
  }
  CHECK(histogram->count() == 40'000);
}

namespace {

// Of a repository's calls, as the transport sees them.
void ask(const Client& client, std::string_view operation, std::string_view entity, std::string_view index) {
  Request request{.operation = operation, .table = "contacts", .body = "{}"};
  request.entity = entity;
  request.index = index;
  Reply reply;
  client.transport().send(request, reply);
}

}  // namespace

TEST_CASE("requests are counted and timed by operation, entity, index and outcome") {
  const test::ScopedEnvironment environment;
  test::ScriptedServer server;
  server.enqueue({.body = "{}"}, 2);
  server.enqueue({.body = "{}", .delay = 30ms});
  server.enqueue(test::error_answer(400, "ConditionalCheckFailedException", "no"));
  const auto client = Client::open(server.url());
  REQUIRE(client);
  ask(*client, "GetItem", "Contact", "");
  ask(*client, "GetItem", "Contact", "");
  ask(*client, "Query", "Contact", "by_role");
  ask(*client, "PutItem", "Contact", "");

  const Metrics seen = metrics(*client);
  REQUIRE(seen.requests.size() == 3);
  CHECK(seen.requests[0].operation == "GetItem");
  CHECK(seen.requests[0].outcome == "ok");
  CHECK(seen.requests[0].count == 2);
  CHECK(seen.requests[1].operation == "PutItem");
  CHECK(seen.requests[1].outcome == "condition_failed");
  CHECK(seen.requests[2].index == "by_role");
  CHECK(seen.requests[2].entity == "Contact");
  CHECK(seen.requests[2].p50 >= 30ms);
  CHECK(seen.requests[2].p999 >= seen.requests[2].p50);
  CHECK(seen.requests[2].total >= 30ms);
  CHECK(seen.pool.reused == 3);
  CHECK(seen.reads == BreakerState::closed);
}

TEST_CASE("throttlings are counted by table, index, kind and limit, those that a retry made good too") {
  const test::ScopedEnvironment environment;
  test::ScriptedServer server;
  const auto reason = [](const std::string& code, const std::string& place) {
    return R"({"reason":")" + code + R"(","resource":"arn:aws:dynamodb:r:1:table/)" + place + R"("})";
  };
  const auto throttled = [](const std::string& reasons) {
    return test::ScriptedAnswer{
        .status = 400,
        .body = R"({"__type":"x#ThrottlingException","message":"slow","throttlingReasons":[)" + reasons + "]}"};
  };
  server.enqueue(throttled(reason("TableWriteProvisionedThroughputExceeded", "contacts") + "," +
                           reason("IndexWriteKeyRangeThroughputExceeded", "contacts/index/by_role")),
                 2);
  server.enqueue({.body = "{}"});
  server.enqueue(test::error_answer(400, "ProvisionedThroughputExceededException", "slow"), 4);
  ClientOptions options;
  options.sleep = [](nanoseconds, const StopSignal&) { return true; };
  const auto client = Client::open(server.url(), options);
  REQUIRE(client);
  ask(*client, "PutItem", "Contact", "");
  ask(*client, "Query", "Contact", "by_role");

  const Metrics seen = metrics(*client);
  const auto count = [&](std::string_view index, std::string_view kind, std::string_view limit) {
    std::uint64_t found = 0;
    for (const ThrottlingMetrics& each : seen.throttlings) {
      if (each.table == "contacts" && each.index == index && each.kind == kind && each.limit == limit) {
        found += each.count;
      }
    }
    return found;
  };
  CHECK(seen.throttlings.size() == 3);
  CHECK(count("", "write", "provisioned") == 2);
  CHECK(count("by_role", "write", "key_range") == 2);
  CHECK(count("by_role", "read", "unknown") == 4);
  CHECK_THAT(prometheus_text(seen),
             Catch::Contains("partita_throttled_total{table=\"contacts\",index=\"by_role\",kind=\"write\","
                             "limit=\"key_range\"} 2\n"));
}

TEST_CASE("the state of a breaker is seen") {
  const test::ScopedEnvironment environment;
  test::ScriptedServer server([](const auto&) { return test::error_answer(500, "InternalServerError", "broken"); });
  ClientOptions options;
  options.max_attempts = 1;
  options.breaker.failures = 2;
  const auto client = Client::open(server.url(), options);
  REQUIRE(client);
  ask(*client, "GetItem", "Contact", "");
  ask(*client, "GetItem", "Contact", "");
  ask(*client, "GetItem", "Contact", "");
  const Metrics seen = metrics(*client);
  CHECK(seen.reads == BreakerState::open);
  CHECK(seen.writes == BreakerState::closed);
  REQUIRE(seen.requests.size() == 2);
  CHECK(seen.requests[0].outcome == "circuit_open");
  CHECK(seen.requests[1].outcome == "server");
  CHECK_THAT(prometheus_text(seen), Catch::Contains("partita_breaker_state{class=\"reads\"} 2\n") &&
                                        Catch::Contains("partita_breaker_state{class=\"writes\"} 0\n"));
}

TEST_CASE("metrics are written as Prometheus reads them") {
  Metrics given;
  RequestMetrics request;
  request.operation = "Query";
  request.entity = "a \"b\" \\ c\nd";
  request.index = "by_role";
  request.outcome = "ok";
  request.count = 3;
  request.total = 1500ms;
  request.buckets = {{131072ns, 1}, {1s, 2}};
  given.requests.push_back(request);
  OperationCost cost;
  cost.operation = "Query";
  cost.entity = "Contact";
  cost.table = "contacts";
  cost.index = "by_role";
  cost.requests = 4;
  cost.retries = 1;
  cost.read_units = 2.5;
  given.costs.push_back(cost);
  given.pool.in_use = 3;
  given.pool.max_connections = 64;
  given.pool.closed = 6;
  given.reads = BreakerState::half_open;
  given.cache.hits = 90;
  given.cache.misses = 10;
  given.cache.stale = 1;
  given.cache.discarded = 2;
  given.cache.evicted = 3;
  given.cache.entries = 4;
  given.cache.bytes = 500;
  given.cache.l2_hits = 8;
  given.cache.l2_failures = 7;

  const std::string text = prometheus_text(given);
  // https://prometheus.io/docs/instrumenting/exposition_formats/: a histogram's buckets are cumulative, the last is
  // +Inf.
  const std::string labels = R"(operation="Query",entity="a \"b\" \\ c\nd",index="by_role",outcome="ok")";
  CHECK_THAT(text, Catch::StartsWith("# HELP partita_request_duration_seconds Time of requests, with waits for a "
                                     "connection and retries.\n# TYPE partita_request_duration_seconds histogram\n"));
  CHECK_THAT(text, Catch::Contains("partita_request_duration_seconds_bucket{" + labels + ",le=\"0.000131072\"} 1\n" +
                                   "partita_request_duration_seconds_bucket{" + labels + ",le=\"1\"} 2\n" +
                                   "partita_request_duration_seconds_bucket{" + labels + ",le=\"+Inf\"} 3\n" +
                                   "partita_request_duration_seconds_sum{" + labels + "} 1.5\n" +
                                   "partita_request_duration_seconds_count{" + labels + "} 3\n"));
  const std::string place = R"({operation="Query",entity="Contact",table="contacts",index="by_role"} )";
  CHECK_THAT(text, Catch::Contains("partita_attempts_total" + place + "4\n"));
  CHECK_THAT(text, Catch::Contains("partita_retries_total" + place + "1\n"));
  CHECK_THAT(text, Catch::Contains("partita_read_units_total" + place + "2.5\n"));
  CHECK_THAT(text, !Catch::Contains("partita_write_units_total{"));
  CHECK_THAT(text, Catch::Contains("partita_pool_connections{state=\"in_use\"} 3\n"));
  CHECK_THAT(text, Catch::Contains("partita_pool_max_connections 64\n"));
  CHECK_THAT(text, Catch::Contains("partita_pool_closed_total 6\n"));
  CHECK_THAT(text, Catch::Contains("partita_breaker_state{class=\"reads\"} 1\n"
                                   "partita_breaker_state{class=\"writes\"} 0\n"));
  CHECK_THAT(text, Catch::Contains("partita_hedges_total{result=\"won\"} 0\n"));
  CHECK_THAT(text, Catch::Contains("partita_cache_reads_total{result=\"hit\"} 90\n"
                                   "partita_cache_reads_total{result=\"miss\"} 10\n"));
  CHECK_THAT(text, Catch::Contains("partita_cache_stale_total 1\n"));
  CHECK_THAT(text, Catch::Contains("partita_cache_discarded_total 2\n"));
  CHECK_THAT(text, Catch::Contains("partita_cache_evictions_total 3\n"));
  CHECK_THAT(text, Catch::Contains("partita_cache_entries 4\n"));
  CHECK_THAT(text, Catch::Contains("partita_cache_bytes 500\n"));
  CHECK_THAT(text, Catch::Contains("partita_cache_l2_reads_total{result=\"hit\"} 8\n"));
  CHECK_THAT(text, Catch::EndsWith("partita_cache_l2_failures_total 7\n"));
}
