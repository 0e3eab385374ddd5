#include "metrics/metrics_transport.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

namespace partita::inline epoch1 {
namespace {

constexpr unsigned first_bucket = 17;  // 2^17 ns are 131 us
constexpr unsigned last_bucket = 35;   // 34 s

}  // namespace

MetricsTransport::MetricsTransport(std::shared_ptr<Transport> next) : next_(std::move(next)) {}

void MetricsTransport::send(const Request& request, Reply& reply) noexcept {
  const auto begin = std::chrono::steady_clock::now();
  next_->send(request, reply);
  const auto time = std::chrono::steady_clock::now() - begin;
  const std::string_view outcome = reply.error ? to_string(reply.error->kind()) : "ok";
  histograms_[{request.operation, request.entity, request.index, outcome}].record(time);
}

std::vector<RequestMetrics> MetricsTransport::snapshot() const {
  std::vector<RequestMetrics> all;
  histograms_.visit([&](const auto& cell) {
    const auto& [operation, entity, index, outcome] = cell.labels;
    const LatencyHistogram& times = cell.counters;
    RequestMetrics& each = all.emplace_back();
    each.operation = operation;
    each.entity = entity;
    each.index = index;
    each.outcome = outcome;
    each.total = times.sum();
    each.p50 = times.quantile(0.5);
    each.p95 = times.quantile(0.95);
    each.p99 = times.quantile(0.99);
    each.p999 = times.quantile(0.999);
    for (unsigned power = first_bucket; power <= last_bucket; ++power) {
      each.buckets.push_back({std::chrono::nanoseconds(std::int64_t{1} << power), times.below_power(power)});
    }
    // The last: requests go on being counted, and none may be in a bucket but not in the count.
    each.count = times.count();
  });
  std::sort(all.begin(), all.end(), [](const RequestMetrics& a, const RequestMetrics& b) {
    return std::tie(a.operation, a.entity, a.index, a.outcome) < std::tie(b.operation, b.entity, b.index, b.outcome);
  });
  return all;
}

}  // namespace partita::inline epoch1
