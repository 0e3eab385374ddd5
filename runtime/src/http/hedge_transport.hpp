// Asks a slow read a second time.
#pragma once

#include "http/hedge_delay.hpp"

#include <partita/async.hpp>
#include <partita/hedge_options.hpp>
#include <partita/transport.hpp>

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace partita::inline epoch1::http {

/// Decorates a transport, below the retries and above the breaker: both requests are attempts, which the breaker counts
/// one by one. Thread-safe.
///
/// A call on a thread of its own goes over to an event loop of this transport's, since somebody has to look at the
/// clock while it waits: some 30 us, for reads that may be hedged.
class HedgeTransport final : public Transport {
 public:
  /// `is_healthy`: whether the service and this client are well enough for more requests than needed.
  HedgeTransport(std::shared_ptr<Transport> next, HedgeOptions options, std::function<bool()> is_healthy);

  void send(const Request& request, Reply& reply) noexcept override;

  HedgeCounts counts() const;

 private:
  class Race;

  /// Takes the permission for a second request, if there is one now.
  bool take_second();
  void see_throttling(const Reply& reply);
  void learn(const Request& request, const Reply& reply, std::chrono::nanoseconds time);
  HedgeDelay& delay_of(const Request& request) { return request.operation == "GetItem" ? gets_ : queries_; }

  const std::shared_ptr<Transport> next_;
  const HedgeOptions options_;
  const std::function<bool()> is_healthy_;
  const pid_t owner_;
  HedgeDelay gets_;
  HedgeDelay queries_;
  std::atomic<std::int64_t> millionths_{0};  // of second requests that may be sent
  std::atomic<std::int64_t> throttled_until_;
  std::atomic<std::uint64_t> sent_{0};
  std::atomic<std::uint64_t> won_{0};
  EventLoop loop_;
};

}  // namespace partita::inline epoch1::http
