// Answers Prometheus by itself: a small HTTP listener with a thread of its own.
//
// Of the library Partita::metrics_listener, which is there when Partita was built with libmicrohttpd. A program that
// serves HTTP anyway mounts `prometheus_text` in a handler of its own instead.
#pragma once

#include <partita/client.hpp>
#include <partita/result.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace partita::inline epoch1 {

struct MetricsListenerOptions {
  /// IPv4 or IPv6. Metrics name tables and entities: what listens beyond this machine is for a network of yours.
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: a free one
};

/// Answers `GET /metrics` with the client's metrics, and nothing else, until it is destroyed.
class MetricsListener {
 public:
  /// Fails with `invalid_argument`, if the address is none or nobody can listen there.
  static Result<MetricsListener> open(const Client& client, const MetricsListenerOptions& options = {});

  MetricsListener(MetricsListener&& other) noexcept;
  MetricsListener& operator=(MetricsListener&& other) noexcept;
  ~MetricsListener();

  std::uint16_t port() const;

 private:
  struct State;
  explicit MetricsListener(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace partita::inline epoch1
