// Stops asking a server that does not answer.
#pragma once

#include <partita/breaker_options.hpp>
#include <partita/transport.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace partita::inline epoch1::http {

/// Decorates a transport, below the retries, so that it counts attempts and an open breaker ends a call's retries too:
/// callers of a dead server fail at once and hold no connection. Thread-safe; without a lock while it is closed and
/// requests succeed.
class BreakerTransport final : public Transport {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  BreakerTransport(std::shared_ptr<Transport> next, BreakerOptions options,
                   Clock clock = &std::chrono::steady_clock::now);

  void send(const Request& request, Reply& reply) noexcept override;

  BreakerState state(BreakerClass which) const { return breakers_[static_cast<std::size_t>(which)].state; }

 private:
  struct Breaker {
    std::atomic<std::uint32_t> failures{0};  // in a row
    std::atomic<BreakerState> state{BreakerState::closed};
    std::mutex mutex;  // of a change of state, and of what follows
    std::chrono::steady_clock::time_point opened;
    std::string last_failure;
  };

  enum class Pass : std::uint8_t { refused, free, probe };

  Pass ask(BreakerClass which, Breaker& breaker);
  void learn(BreakerClass which, Breaker& breaker, Pass pass, const Reply& reply);
  void refuse(const Request& request, Reply& reply, Breaker& breaker) const;
  void tell(BreakerClass which, BreakerState state) const;

  const std::shared_ptr<Transport> next_;
  const BreakerOptions options_;
  const Clock clock_;
  std::array<Breaker, 2> breakers_;
};

}  // namespace partita::inline epoch1::http
