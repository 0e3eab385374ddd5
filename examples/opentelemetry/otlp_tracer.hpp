// Spans of a client's requests, for an OpenTelemetry collector.
#pragma once

#include "collector.hpp"

#include <partita/tracing.hpp>

#include <memory>

namespace depot {

/// Belongs to a client (`partita::ClientOptions::tracer`); the collector outlives it.
class OtlpTracer final : public partita::Tracer {
 public:
  explicit OtlpTracer(Collector& collector) : collector_(collector) {}

  /// `CallOptions::trace_parent` is a W3C `traceparent`: the span belongs to that trace, and is none if that trace is
  /// not recorded. Without one, or with one that is none, it begins a trace.
  std::unique_ptr<partita::Span> start(const partita::SpanStart& start) noexcept override;

 private:
  Collector& collector_;
};

}  // namespace depot
