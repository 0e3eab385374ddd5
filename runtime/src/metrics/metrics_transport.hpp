// Measures requests.
#pragma once

#include "labelled_cells.hpp"
#include "metrics/latency_histogram.hpp"

#include <partita/metrics.hpp>
#include <partita/transport.hpp>

#include <memory>
#include <vector>

namespace partita::inline epoch1 {

/// Decorates a transport, above the retries: counts and times requests by operation, entity, index and outcome.
/// Thread-safe without locks.
class MetricsTransport final : public Transport {
 public:
  explicit MetricsTransport(std::shared_ptr<Transport> next);

  void send(const Request& request, Reply& reply) noexcept override;

  /// In the order of their names.
  std::vector<RequestMetrics> snapshot() const;

 private:
  const std::shared_ptr<Transport> next_;
  LabelledCells<LatencyHistogram, 4> histograms_;
};

}  // namespace partita::inline epoch1
