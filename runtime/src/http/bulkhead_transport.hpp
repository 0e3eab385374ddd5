// Keeps one class of requests from taking the room of the others.
#pragma once

#include "async/condition.hpp"

#include <partita/bulkhead_options.hpp>
#include <partita/transport.hpp>

#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>

namespace partita::inline epoch1::http {

OperationClass class_of(std::string_view operation);

/// Decorates a transport, below the retries and above the breaker: what waits for a room asks the breaker when it has
/// one, so that an open one empties the queue. Thread-safe; a class without a limit takes no lock.
class BulkheadTransport final : public Transport {
 public:
  BulkheadTransport(std::shared_ptr<Transport> next, const BulkheadOptions& options);

  void send(const Request& request, Reply& reply) noexcept override;

  BulkheadCounts counts(OperationClass which) const;

 private:
  enum class Refusal : std::uint8_t { full, waited, deadline, cancelled };

  struct Waiter {
    async::Condition ready;
    bool granted = false;
  };

  struct Room {
    BulkheadLimit limit;
    mutable std::mutex mutex;
    std::deque<Waiter*> waiters;
    pid_t owner = getpid();
    std::size_t in_flight = 0;
    std::uint64_t refused = 0;
  };

  std::optional<Refusal> enter(Room& room, const CallContext& context);
  static void leave(Room& room);
  static void refuse(const Request& request, Reply& reply, OperationClass which, const Room& room, Refusal refusal);

  const std::shared_ptr<Transport> next_;
  std::array<Room, 3> rooms_;
};

}  // namespace partita::inline epoch1::http
