#include <partita/metrics.hpp>

#include <array>
#include <charconv>
#include <cstdio>
#include <string_view>
#include <utility>

namespace partita::inline epoch1 {
namespace {

// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
class Exposition {
 public:
  using Label = std::pair<std::string_view, std::string_view>;

  void family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = name;
    text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
    text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
  }

  template <class Number>
  void sample(std::initializer_list<Label> labels, Number value, std::string_view suffix = {}) {
    text_.append(name_).append(suffix);
    char separator = '{';
    for (const auto& [name, text] : labels) {
      text_ += std::exchange(separator, ',');
      text_.append(name).append("=\"");
      escaped(text);
      text_ += '"';
    }
    if (separator == ',') text_ += '}';
    text_ += ' ';
    number(value);
    text_ += '\n';
  }

  std::string take() { return std::move(text_); }

 private:
  void escaped(std::string_view text) {
    for (const char c : text) {
      if (c == '\\' || c == '"') text_ += '\\';
      c == '\n' ? text_.append("\\n") : text_.append(1, c);
    }
  }

  template <class Number>
  void number(Number value) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
    text_.append(digits.begin(), end);
  }

  std::string text_;
  std::string_view name_;
};

double seconds(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

std::string text_of(double value) {
  std::array<char, 32> digits{};
  return {digits.begin(), std::to_chars(digits.begin(), digits.end(), value).ptr};
}

void write_requests(Exposition& out, const std::vector<RequestMetrics>& requests) {
  out.family("partita_request_duration_seconds", "histogram",
             "Time of requests, with waits for a connection and retries.");
  for (const RequestMetrics& each : requests) {
    const auto sample = [&](std::string_view bound, std::uint64_t count) {
      out.sample({{"operation", each.operation},
                  {"entity", each.entity},
                  {"index", each.index},
                  {"outcome", each.outcome},
                  {"le", bound}},
                 count, "_bucket");
    };
    for (const LatencyBucket& bucket : each.buckets) sample(text_of(seconds(bucket.below)), bucket.count);
    sample("+Inf", each.count);
    const std::initializer_list<Exposition::Label> labels{
        {"operation", each.operation}, {"entity", each.entity}, {"index", each.index}, {"outcome", each.outcome}};
    out.sample(labels, seconds(each.total), "_sum");
    out.sample(labels, each.count, "_count");
  }
}

template <class Member>
void write_cost(Exposition& out, const std::vector<OperationCost>& costs, std::string_view name, Member member,
                std::string_view help) {
  out.family(name, "counter", help);
  for (const OperationCost& each : costs) {
    if (each.*member == 0) continue;
    out.sample({{"operation", each.operation}, {"entity", each.entity}, {"table", each.table}, {"index", each.index}},
               each.*member);
  }
}

void write_costs(Exposition& out, const std::vector<OperationCost>& costs) {
  write_cost(out, costs, "partita_attempts_total", &OperationCost::requests, "Requests sent, retries among them.");
  write_cost(out, costs, "partita_retries_total", &OperationCost::retries,
             "Requests that repeated one that had failed.");
  write_cost(out, costs, "partita_items_evaluated_total", &OperationCost::items_evaluated,
             "Items read before filters, which is what they cost.");
  write_cost(out, costs, "partita_items_returned_total", &OperationCost::items_returned, "Items returned.");
  write_cost(out, costs, "partita_read_units_total", &OperationCost::read_units, "Read units consumed.");
  write_cost(out, costs, "partita_write_units_total", &OperationCost::write_units, "Write units consumed.");
}

void write_throttlings(Exposition& out, const std::vector<ThrottlingMetrics>& throttlings) {
  out.family("partita_throttled_total", "counter", "Attempts that were throttled, by what ran into which limit.");
  for (const ThrottlingMetrics& each : throttlings) {
    out.sample({{"table", each.table}, {"index", each.index}, {"kind", each.kind}, {"limit", each.limit}}, each.count);
  }
}

void write_pool(Exposition& out, const PoolCounts& pool) {
  out.family("partita_pool_connections", "gauge", "Connections of the pool.");
  out.sample({{"state", "in_use"}}, pool.in_use);
  out.sample({{"state", "idle"}}, pool.idle);
  out.family("partita_pool_max_connections", "gauge", "How many connections may be in use.");
  out.sample({}, pool.max_connections);
  out.family("partita_pool_waiting", "gauge", "Calls that wait for a connection.");
  out.sample({}, pool.waiting);
  out.family("partita_pool_exchanges_total", "counter", "Exchanges, by whether they found an open connection.");
  out.sample({{"connection", "opened"}}, pool.opened);
  out.sample({{"connection", "reused"}}, pool.reused);
  out.family("partita_pool_closed_total", "counter", "Connections closed for being idle or old, or beyond max_idle.");
  out.sample({}, pool.closed);
  out.family("partita_pool_exhausted_total", "counter", "Calls that waited for a connection in vain.");
  out.sample({}, pool.exhausted);
  out.family("partita_pool_expired_total", "counter",
             "Calls whose deadline passed while they waited for a connection.");
  out.sample({}, pool.expired);
}

void write_bulkheads(Exposition& out, const BulkheadMetrics& bulkheads) {
  const std::array<std::pair<std::string_view, const BulkheadCounts&>, 3> classes{
      {{"reads", bulkheads.reads}, {"writes", bulkheads.writes}, {"long_reads", bulkheads.long_reads}}};
  const auto limited = [&](auto sample) {
    for (const auto& [name, counts] : classes) {
      if (counts.max_in_flight > 0) sample(name, counts);
    }
  };
  out.family("partita_bulkhead_requests", "gauge", "Requests of a class that has a limit.");
  limited([&](std::string_view name, const BulkheadCounts& counts) {
    out.sample({{"class", name}, {"state", "in_flight"}}, counts.in_flight);
    out.sample({{"class", name}, {"state", "waiting"}}, counts.waiting);
  });
  out.family("partita_bulkhead_max_in_flight", "gauge", "The limit of a class.");
  limited([&](std::string_view name, const BulkheadCounts& counts) {
    out.sample({{"class", name}}, counts.max_in_flight);
  });
  out.family("partita_bulkhead_refused_total", "counter", "Requests that were not sent, as there were too many.");
  limited([&](std::string_view name, const BulkheadCounts& counts) { out.sample({{"class", name}}, counts.refused); });
}

void write_breakers(Exposition& out, const Metrics& metrics) {
  out.family("partita_breaker_state", "gauge", "0: closed, 1: half open, 2: open.");
  const auto number = [](BreakerState state) { return static_cast<int>(state); };
  out.sample({{"class", "reads"}}, number(metrics.reads));
  out.sample({{"class", "writes"}}, number(metrics.writes));
}

void write_hedges(Exposition& out, const HedgeCounts& hedges) {
  out.family("partita_hedges_total", "counter", "Second requests for one read, by whether they answered first.");
  out.sample({{"result", "won"}}, hedges.won);
  out.sample({{"result", "lost"}}, hedges.sent - hedges.won);
}

void write_cache(Exposition& out, const CacheCounts& cache) {
  out.family("partita_cache_reads_total", "counter", "Reads of cached entities, by what the cache made of them.");
  out.sample({{"result", "hit"}}, cache.hits);
  out.sample({{"result", "miss"}}, cache.misses);
  out.family("partita_cache_absent_hits_total", "counter", "Hits that said that there is no item.");
  out.sample({}, cache.absent_hits);
  out.family("partita_cache_stale_total", "counter", "Items served out of date, since reading them failed.");
  out.sample({}, cache.stale);
  out.family("partita_cache_joined_total", "counter", "Misses that waited for the read of another thread.");
  out.sample({}, cache.joined);
  out.family("partita_cache_discarded_total", "counter", "Items read and not kept, since a write overtook the read.");
  out.sample({}, cache.discarded);
  out.family("partita_cache_evictions_total", "counter", "Entries that made room for others.");
  out.sample({}, cache.evicted);
  out.family("partita_cache_entries", "gauge", "Entries of the cache.");
  out.sample({}, cache.entries);
  out.family("partita_cache_bytes", "gauge", "Bytes of the entries.");
  out.sample({}, cache.bytes);
  out.family("partita_cache_l2_reads_total", "counter", "Misses, by what the shared cache below made of them.");
  out.sample({{"result", "hit"}}, cache.l2_hits);
  out.sample({{"result", "miss"}}, cache.l2_misses);
  out.family("partita_cache_l2_failures_total", "counter", "Calls of the shared cache that failed.");
  out.sample({}, cache.l2_failures);
}

}  // namespace

std::string prometheus_text(const Metrics& metrics) {
  Exposition out;
  write_requests(out, metrics.requests);
  write_costs(out, metrics.costs);
  write_throttlings(out, metrics.throttlings);
  write_pool(out, metrics.pool);
  write_bulkheads(out, metrics.bulkheads);
  write_breakers(out, metrics);
  write_hedges(out, metrics.hedges);
  write_cache(out, metrics.cache);
  return out.take();
}

}  // namespace partita::inline epoch1
