#include "tracing/tracing_transport.hpp"

#include <utility>

namespace partita::inline epoch1 {

TracingTransport::TracingTransport(std::shared_ptr<Transport> next, std::shared_ptr<Tracer> tracer)
    : next_(std::move(next)), tracer_(std::move(tracer)) {}

void TracingTransport::send(const Request& request, Reply& reply) noexcept {
  const std::unique_ptr<Span> span =
      tracer_->start({request.operation, request.entity, request.index, request.table, request.context.trace_parent});
  if (span == nullptr) return next_->send(request, reply);
  Request traced = request;
  traced.context.span = span.get();
  next_->send(traced, reply);
  SpanEnd end{.attempts = reply.facts.attempts,
              .hedges = reply.facts.hedges,
              .connection_reused = reply.facts.connection_reused,
              .request_id = reply.facts.request_id};
  if (reply.error) {
    end.error = reply.error->kind();
    end.throttling = reply.error->throttling();
  }
  span->end(end);
}

}  // namespace partita::inline epoch1
