// Watches the attempts of requests.
#pragma once

#include "labelled_cells.hpp"

#include <partita/log.hpp>
#include <partita/metrics.hpp>
#include <partita/transport.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace partita::inline epoch1 {

/// Decorates a transport, below the retries, where a throttling shows that a retry made good: counts it, tells the log
/// of corrections of the clock, and the request's span of the attempt. Thread-safe without locks.
class AttemptTransport final : public Transport {
 public:
  AttemptTransport(std::shared_ptr<Transport> next, LogSink log);

  void send(const Request& request, Reply& reply) noexcept override;

  /// In the order of their names.
  std::vector<ThrottlingMetrics> throttlings() const;

 private:
  void watch(const Request& request, const Reply& reply);
  void count(const Request& request, const Error& error);

  const std::shared_ptr<Transport> next_;
  const LogSink log_;
  LabelledCells<std::atomic<std::uint64_t>, 4> throttlings_;
};

}  // namespace partita::inline epoch1
