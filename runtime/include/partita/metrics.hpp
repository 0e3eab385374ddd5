// What a client is doing, in numbers: for a dashboard, an alert, a log line now and then.
#pragma once

#include <partita/breaker_options.hpp>
#include <partita/bulkhead_options.hpp>
#include <partita/cache_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/hedge_options.hpp>
#include <partita/pool_options.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace partita::inline epoch1 {

/// How many requests took less than a time.
struct LatencyBucket {
  std::chrono::nanoseconds below{};
  std::uint64_t count = 0;
};

/// The requests of one kind that ended in one way, waits in the pool's queue and retries included.
struct RequestMetrics {
  std::string operation;  ///< `GetItem`
  std::string entity;     ///< empty: none, or several
  std::string index;      ///< that a query read; empty: the table
  std::string outcome;    ///< `ok`, or the name of the error's kind: `throttled`
  std::uint64_t count = 0;
  std::chrono::nanoseconds total{};
  // That many of a hundred, or a thousand, took no longer: at most a sixteenth too large.
  std::chrono::nanoseconds p50{};
  std::chrono::nanoseconds p95{};
  std::chrono::nanoseconds p99{};
  std::chrono::nanoseconds p999{};
  std::vector<LatencyBucket> buckets;  ///< by powers of two, 131 us to 34 s
};

/// Attempts that the service throttled, also such as a retry made good. An attempt counts for each reason that it gave.
struct ThrottlingMetrics {
  std::string table;
  std::string index;  ///< empty: the table itself
  std::string kind;   ///< `read` or `write`
  std::string limit;  ///< the name of the `ThrottlingLimit`
  std::uint64_t count = 0;
};

struct BulkheadMetrics {
  BulkheadCounts reads;
  BulkheadCounts writes;
  BulkheadCounts long_reads;
};

/// Of a client and its copies, since it was opened.
struct Metrics {
  std::vector<RequestMetrics> requests;  ///< in the order of their names
  std::vector<OperationCost> costs;      ///< retries, items and units
  std::vector<ThrottlingMetrics> throttlings;
  PoolCounts pool;
  HedgeCounts hedges;
  BulkheadMetrics bulkheads;
  BreakerState reads = BreakerState::closed;
  BreakerState writes = BreakerState::closed;
  CacheCounts cache;
};

/// A snapshot. Each number is of its own moment. The locks that requests wait for, of the pool, of each bulkhead and of
/// each shard of the cache, are held for as long as it takes to copy a few numbers. A client over a transport of the
/// caller's has costs and a cache alone.
Metrics metrics(const Client& client);

/// The same in Prometheus' text format, for a handler of yours: `Content-Type: text/plain; version=0.0.4`. Holds names
/// of operations, entities, tables and indexes, and never a value. docs/guide/metrics.md lists the metrics.
std::string prometheus_text(const Metrics& metrics);

}  // namespace partita::inline epoch1
