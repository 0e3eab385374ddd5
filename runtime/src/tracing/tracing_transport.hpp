// Makes a span of each request.
#pragma once

#include <partita/tracing.hpp>
#include <partita/transport.hpp>

#include <memory>

namespace partita::inline epoch1 {

/// Decorates a transport, above the retries; the attempts find the span in the request's context. Thread-safe.
class TracingTransport final : public Transport {
 public:
  TracingTransport(std::shared_ptr<Transport> next, std::shared_ptr<Tracer> tracer);

  void send(const Request& request, Reply& reply) noexcept override;

 private:
  const std::shared_ptr<Transport> next_;
  const std::shared_ptr<Tracer> tracer_;
};

}  // namespace partita::inline epoch1
