// When a client stops asking a server that does not answer.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace partita::inline epoch1 {

/// From good to bad; the metric `partita_breaker_state` has the same numbers.
enum class BreakerState : std::uint8_t {
  closed = 0,     ///< requests go out
  half_open = 1,  ///< one goes out at a time, to see whether the server is back
  open = 2,       ///< none does: each fails at once with `circuit_open`
};

/// Reads and writes have a breaker each: a table that takes no writes may be read all the same.
enum class BreakerClass : std::uint8_t { reads, writes };

/// A breaker opens when so many requests failed in a row: with no connection, no answer in time, an answer that nobody
/// could read, or status 5xx. A refusal, throttling too, is an answer, and closes it: the server is there.
/// A request that its call's own deadline cut short says nothing, if it left less than half of `request_timeout` and
/// less than a second for an answer; without a connection, of `connect_timeout`.
struct BreakerOptions {
  std::uint32_t failures = 10;                ///< in a row, attempts of a call counted one by one; 0: never opens
  std::chrono::milliseconds open_time{2000};  ///< until the first probe; a probe that fails opens it for as long again
  /// Called on a change, on the thread whose request caused it; must be thread-safe and quick.
  std::function<void(BreakerClass, BreakerState)> on_change{};
};

}  // namespace partita::inline epoch1
