// The end of the stack of transports where nothing is sent: the engine answers.
#pragma once

#include "embedded/engine.hpp"

#include <partita/embedded_faults.hpp>
#include <partita/transport.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>

namespace partita::inline epoch1::embedded {

/// Thread-safe.
class EmbeddedTransport final : public Transport {
 public:
  explicit EmbeddedTransport(std::shared_ptr<Engine> engine) : engine_(std::move(engine)) {}

  void send(const Request& request, Reply& reply) noexcept override;
  /// See Engine::run_in_part.
  void send_in_part(const Request& request, const EmbeddedFault& fault, Reply& reply) noexcept;

 private:
  void exchange(const Request& request, const EmbeddedFault* fault, Reply& reply);
  void answer(const Request& request, const EmbeddedFault* fault, Reply& reply);

  std::shared_ptr<Engine> engine_;
  std::atomic<std::uint64_t> requests_ = 0;
};

}  // namespace partita::inline epoch1::embedded
