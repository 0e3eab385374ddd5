// The end of the stack of transports where nothing is sent: the engine answers.
#pragma once

#include "embedded/engine.hpp"

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

 private:
  void answer(const Request& request, Reply& reply);

  std::shared_ptr<Engine> engine_;
  std::atomic<std::uint64_t> requests_ = 0;
};

}  // namespace partita::inline epoch1::embedded
