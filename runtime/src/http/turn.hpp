// Waiting in a queue.
#pragma once

#include "async/condition.hpp"
#include "waiting.hpp"

#include <partita/transport.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

namespace partita::inline epoch1::http {

/// Why a call left a queue before its turn had come.
enum class NoTurn : std::uint8_t { waited, deadline, cancelled };

/// Waits until `has_turn`, which whoever gives the turn makes true under the lock before it notifies `turn`; no longer
/// than `until`, and as long as the call has time and is not cancelled.
template <class HasTurn>
std::optional<NoTurn> wait_for_turn(async::Condition& turn, std::unique_lock<std::mutex>& lock,
                                    const CallContext& context, std::chrono::steady_clock::time_point until,
                                    HasTurn has_turn) {
  while (!has_turn()) {
    const auto now = std::chrono::steady_clock::now();
    if (context.deadline && now >= *context.deadline) return NoTurn::deadline;
    if (now >= until) return NoTurn::waited;
    if (context.stop.requested()) return NoTurn::cancelled;
    const auto look = context.stop.can_stop() ? now + stop_poll : until;
    turn.wait_until(lock, std::min({until, context.deadline.value_or(until), look}));
  }
  return std::nullopt;
}

}  // namespace partita::inline epoch1::http
