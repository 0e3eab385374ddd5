// Requests to spans of OpenTelemetry: its names for what is known of a call to a database, and JSON as OTLP has it.
#include "otlp_tracer.hpp"

#include <chrono>
#include <cstdio>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace depot {
namespace {

std::string random_id(int digits) {
  thread_local std::mt19937_64 random{std::random_device{}()};
  std::string id;
  for (; digits > 0; digits -= 16) {
    char sixteen[17];
    std::snprintf(sixteen, sizeof sixteen, "%016llx", static_cast<unsigned long long>(random()));
    id += sixteen;
  }
  return id;
}

std::string now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::to_string(std::chrono::nanoseconds(since).count());
}

// Version, trace id (32 digits), the parent's span id (16), flags: "00-4bf9...4736-00f0...02b7-01". A collector refuses
// ids that are none, with all spans that were sent beside them. https://www.w3.org/TR/trace-context/#traceparent-header
bool is_trace_parent(std::string_view text) {
  if (text.size() != 55 || text.starts_with("ff")) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view allowed = i == 2 || i == 35 || i == 52 ? "-" : "0123456789abcdef";
    if (allowed.find(text[i]) == std::string_view::npos) return false;
  }
  const auto is_zero = [](std::string_view id) { return id.find_first_not_of('0') == std::string_view::npos; };
  return !is_zero(text.substr(3, 32)) && !is_zero(text.substr(36, 16));
}

class OtlpSpan final : public partita::Span {
 public:
  OtlpSpan(Collector& collector, const partita::SpanStart& start, std::string_view trace, std::string_view parent)
      : collector_(collector) {
    span_ = {{"traceId", trace}, {"spanId", random_id(16)}, {"name", start.operation}, {"kind", 3 /* client */}};
    if (!parent.empty()) span_["parentSpanId"] = parent;
    span_["startTimeUnixNano"] = now();
    text("db.system.name", "aws.dynamodb");
    text("db.operation.name", start.operation);
    if (!start.table.empty()) text("db.collection.name", start.table);
    if (!start.entity.empty()) text("partita.entity", start.entity);
    if (!start.index.empty()) text("partita.index", start.index);
  }

  void end(const partita::SpanEnd& end) noexcept override {
    add("http.request.resend_count", {{"intValue", std::to_string(end.retries())}});
    add("partita.cache_hit", {{"boolValue", end.cache_hit}});
    add("partita.connection_reused", {{"boolValue", end.connection_reused}});
    if (!end.request_id.empty()) text("aws.request_id", end.request_id);
    if (!end.throttling.empty()) throttled_by(end.throttling);
    if (end.error) {
      text("error.type", partita::to_string(*end.error));
      span_["status"] = {{"code", 2 /* error */}};
    }
    span_["endTimeUnixNano"] = now();
    collector_.add(std::move(span_));
  }

 private:
  void text(std::string_view key, std::string_view value) { add(key, {{"stringValue", value}}); }
  void throttled_by(std::span<const partita::ThrottlingReason> reasons) {
    auto values = nlohmann::json::array();
    for (const partita::ThrottlingReason& each : reasons) values.push_back({{"stringValue", each.code}});
    add("partita.throttled_by", {{"arrayValue", {{"values", std::move(values)}}}});
  }
  void add(std::string_view key, nlohmann::json value) {
    span_["attributes"].push_back({{"key", key}, {"value", std::move(value)}});
  }

  Collector& collector_;
  nlohmann::json span_;
};

}  // namespace

std::unique_ptr<partita::Span> OtlpTracer::start(const partita::SpanStart& start) noexcept {
  const std::string_view from = start.parent;
  if (!is_trace_parent(from)) return std::make_unique<OtlpSpan>(collector_, start, random_id(32), "");
  const bool recorded = std::string_view("13579bdf").find(from[54]) != std::string_view::npos;
  if (!recorded) return nullptr;
  return std::make_unique<OtlpSpan>(collector_, start, from.substr(3, 32), from.substr(36, 16));
}

}  // namespace depot
