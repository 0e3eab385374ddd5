#include "wire.hpp"

#include "task.hpp"

#include <partita/client_options.hpp>
#include <partita/metrics.hpp>
#include <partita/transport.hpp>

#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>

namespace faults {
namespace {

using namespace std::chrono_literals;

constexpr double share = 0.3;

partita::ClientOptions options_of(Kind kind, const SharedCache* redis) {
  partita::ClientOptions options;
  options.connect_timeout = 100ms;
  options.request_timeout = 200ms;
  options.retry_budget = 1'000'000'000;  // so that calls are repeated in spite of it all
  options.breaker.failures = 30;
  options.breaker.open_time = 100ms;
  options.pool.max_connections = Wire::connections;
  options.pool.queue_wait = 150ms;
  options.cache.consistent_after_write = 300ms;  // so that there are reads between writes that the cache may answer
  options.pool.idle_timeout = 1000ms;
  options.pool.max_age = 5000ms;
  if (kind == Kind::hedged) {
    options.hedge = {.percentile = 0.9, .max_share = 0.1};
    options.bulkhead.reads = {.max_in_flight = 2, .max_waiting = 2, .queue_wait = 50ms};
    options.bulkhead.writes = {.max_in_flight = 3, .max_waiting = 3, .queue_wait = 50ms};
    options.bulkhead.long_reads = {.max_in_flight = 1, .max_waiting = 1, .queue_wait = 50ms};
  }
  if (kind == Kind::crowded) {
    options.pool.max_connections = 2;
    options.pool.queue_wait = 30ms;
    options.cache.max_bytes = 4096;
    options.cache.l2 = redis->cache();
  }
  return options;
}

unsigned long long number(std::uint64_t value) {
  return value;
}

void check_idle(const partita::BulkheadCounts& bulkhead, std::vector<std::string>& problems) {
  if (bulkhead.in_flight != 0 || bulkhead.waiting != 0) problems.push_back("a bulkhead was not left");
}

}  // namespace

Wire::Wire(const char* server_url, std::uint64_t seed, Kind kind)
    : kind_(kind),
      plan_(seed, share, kind != Kind::hedged),
      redis_(kind == Kind::crowded ? std::make_unique<SharedCache>() : nullptr),
      proxy(server_url, [this](const auto& request) { return plan_(request); }),
      client(*must(partita::Client::open(proxy.url(), options_of(kind, redis_.get())))) {
  proxy.front().stop_recording();
}

void Wire::tick(int number, std::uint64_t random) {
  if (number % 7 == 0) proxy.front().break_requests(2, static_cast<std::size_t>(random % 600));
  if (number % 50 == 0) {
    proxy.front().stop_listening();
    listens_ = false;
  }
  if (number % 50 == 3) listen();
  if (redis_ == nullptr) return;
  if (number % 40 == 20) redis_->stop();
  if (number % 40 == 30) redis_->start();
}

void Wire::listen() {
  if (!std::exchange(listens_, true)) proxy.front().listen_again();
}

void Wire::heal() {
  plan_.stop();
  listen();
  proxy.front().break_requests(0, 0);
  if (redis_ != nullptr) redis_->start();
}

void Wire::print() {
  constexpr const char* what[] = {"nothing more", "hedges and bulkheads", "a full pool and Redis"};
  std::printf("the client with %s:\n", what[static_cast<int>(kind_)]);
  std::printf("  faults injected:");
  for (const auto& [name, count] : proxy.injected()) std::printf(" %s %llu", name.c_str(), number(count));
  const partita::Metrics counts = partita::metrics(client);
  const partita::PoolCounts& pool = counts.pool;
  std::printf("\n  pool: %llu opened, %llu reused, %llu closed, %llu exhausted; in use %zu, waiting %zu\n",
              number(pool.opened), number(pool.reused), number(pool.closed), number(pool.exhausted), pool.in_use,
              pool.waiting);
  const partita::CacheCounts& cache = counts.cache;
  std::printf("  cache: %llu hits, %llu misses, %llu joined, %llu discarded\n", number(cache.hits),
              number(cache.misses), number(cache.joined), number(cache.discarded));
  if (redis_ != nullptr) {
    std::printf("  Redis, stopped %d times: %llu hits, %llu misses, %llu failures\n", redis_->stops(),
                number(cache.l2_hits), number(cache.l2_misses), number(cache.l2_failures));
  }
  if (kind_ != Kind::hedged) return;
  std::printf("  hedges: %llu sent, %llu won\n", number(counts.hedges.sent), number(counts.hedges.won));
  const partita::BulkheadMetrics& bulkheads = counts.bulkheads;
  std::printf("  bulkheads refused: %llu reads, %llu writes, %llu long reads\n", number(bulkheads.reads.refused),
              number(bulkheads.writes.refused), number(bulkheads.long_reads.refused));
}

void Wire::check(std::vector<std::string>& problems) {
  const partita::Request request{.operation = "ListTables", .table = "", .body = "{}"};
  partita::Reply reply;
  for (int i = 0; i < 200; ++i) {
    client.transport().send(request, reply);
    if (!reply.error) break;
    std::this_thread::sleep_for(10ms);
  }
  if (reply.error) problems.push_back("no recovery within 2 s: " + reply.error->to_string());

  const partita::Metrics counts = partita::metrics(client);
  if (counts.pool.in_use != 0) problems.push_back("a connection was not given back");
  for (const auto& bulkhead : {counts.bulkheads.reads, counts.bulkheads.writes, counts.bulkheads.long_reads}) {
    check_idle(bulkhead, problems);
  }
  if (kind_ == Kind::hedged && counts.hedges.sent == 0) problems.push_back("no read was hedged");
  if (kind_ == Kind::crowded && counts.pool.exhausted == 0) problems.push_back("the pool was never full");
  if (redis_ == nullptr || redis_->cache() == nullptr) return;
  if (counts.cache.l2_hits == 0) problems.push_back("nothing was served from Redis");
  if (redis_->stops() > 0 && counts.cache.l2_failures == 0) problems.push_back("nobody met a Redis that was away");
}

}  // namespace faults
