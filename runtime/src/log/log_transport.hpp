// Tells the log of requests that whoever runs the program should know of.
#pragma once

#include <partita/log.hpp>
#include <partita/transport.hpp>

#include <chrono>
#include <memory>

namespace partita::inline epoch1 {

/// Decorates a transport, above the retries: requests that took long, and those that were not sent as the client itself
/// was too busy. Thread-safe.
class LogTransport final : public Transport {
 public:
  /// `slow`: 0 for none.
  LogTransport(std::shared_ptr<Transport> next, LogSink log, std::chrono::milliseconds slow);

  void send(const Request& request, Reply& reply) noexcept override;

 private:
  const std::shared_ptr<Transport> next_;
  const LogSink log_;
  const std::chrono::milliseconds slow_;
};

}  // namespace partita::inline epoch1
