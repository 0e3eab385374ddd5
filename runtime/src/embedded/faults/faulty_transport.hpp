// Does to requests what the options of the embedded engine ask for, as the service and the way to it would.
#pragma once

#include "embedded/embedded_transport.hpp"
#include "embedded/faults/fault_rules.hpp"

#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace partita::inline epoch1::embedded {

/// Stands before the engine, below all else that a client has. Thread-safe.
class FaultyTransport final : public Transport {
 public:
  /// `url` is for errors.
  FaultyTransport(std::shared_ptr<EmbeddedTransport> next, std::string url, const ClientOptions& options);

  void send(const Request& request, Reply& reply) noexcept override;

 private:
  void answer(const Request& request, Reply& reply, const Fate& fate);
  void delay(const Request& request, Reply& reply, std::chrono::nanoseconds latency);
  void begin(const Request& request, Reply& reply) const;

  const std::shared_ptr<EmbeddedTransport> next_;
  const std::string url_;
  const std::chrono::milliseconds request_timeout_;
  std::function<std::chrono::system_clock::time_point()> clock_;
  std::function<bool(std::chrono::nanoseconds, const StopSignal&)> sleep_;
  FaultRules rules_;
  std::atomic<std::uint64_t> refusals_{0};
};

}  // namespace partita::inline epoch1::embedded
