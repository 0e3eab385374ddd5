#include "metrics/attempt_transport.hpp"

#include "http/operation.hpp"
#include "log/log_event.hpp"

#include <partita/tracing.hpp>

#include <algorithm>
#include <tuple>
#include <utility>

namespace partita::inline epoch1 {
namespace {

constexpr std::string_view kind_of(bool write) {
  return write ? "write" : "read";
}

}  // namespace

AttemptTransport::AttemptTransport(std::shared_ptr<Transport> next, LogSink log)
    : next_(std::move(next)), log_(std::move(log)) {}

void AttemptTransport::send(const Request& request, Reply& reply) noexcept {
  next_->send(request, reply);
  watch(request, reply);
}

void AttemptTransport::watch(const Request& request, const Reply& reply) {
  const ReplyFacts& facts = reply.facts;
  if (reply.error && reply.error->kind() == ErrorKind::throttled) count(request, *reply.error);
  if (facts.clock_corrected) {
    LogEvent(LogLevel::warning, "clock_corrected")
        .with("operation", request.operation)
        .with("request_id", facts.request_id)
        .tell(log_);
  }
  if (request.context.span == nullptr) return;
  SpanAttempt attempt{.number = request.context.attempt,
                      .request_id = facts.request_id,
                      .connection_reused = facts.connection_reused,
                      .elapsed = facts.elapsed};
  if (reply.error) {
    attempt.error = reply.error->kind();
    attempt.throttling = reply.error->throttling();
  }
  request.context.span->attempt(attempt);
}

void AttemptTransport::count(const Request& request, const Error& error) {
  const auto grow = [this](std::string_view table, std::string_view index, bool write, ThrottlingLimit limit) {
    throttlings_[{table, index, kind_of(write), to_string(limit)}].fetch_add(1, std::memory_order_relaxed);
  };
  for (const ThrottlingReason& each : error.throttling()) grow(each.table, each.index, each.write, each.limit);
  if (error.throttling().empty()) {
    grow(request.table, request.index, !http::only_reads(request.operation), ThrottlingLimit::unknown);
  }
}

std::vector<ThrottlingMetrics> AttemptTransport::throttlings() const {
  std::vector<ThrottlingMetrics> all;
  throttlings_.visit([&](const auto& cell) {
    const auto& [table, index, kind, limit] = cell.labels;
    all.push_back({table, index, kind, limit, cell.counters.load(std::memory_order_relaxed)});
  });
  std::sort(all.begin(), all.end(), [](const ThrottlingMetrics& a, const ThrottlingMetrics& b) {
    return std::tie(a.table, a.index, a.kind, a.limit) < std::tie(b.table, b.index, b.kind, b.limit);
  });
  return all;
}

}  // namespace partita::inline epoch1
