// How many requests of a kind a client has under way, so that one kind cannot take the room of the others.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace partita::inline epoch1 {

enum class OperationClass : std::uint8_t {
  reads,       ///< of single items, and of what describes tables
  writes,      ///< of every kind
  long_reads,  ///< Query, Scan, BatchGetItem, TransactGetItems
};

/// Of one class. The first three follow each other: so many are under way, so many wait, for so long.
struct BulkheadLimit {
  std::size_t max_in_flight = 0;               ///< 0: no limit
  std::size_t max_waiting = 0;                 ///< first come, first served; further ones fail at once
  std::chrono::milliseconds queue_wait{1000};  ///< then they fail too
};

/// What is over the limits fails with `overloaded`: nothing was sent, and nothing is repeated. The limits are of
/// attempts: a call that waits before a retry holds up nobody.
struct BulkheadOptions {
  BulkheadLimit reads{};
  BulkheadLimit writes{};
  BulkheadLimit long_reads{};
};

/// Of one class, now and since the client was opened. Counted where there is a limit.
struct BulkheadCounts {
  std::size_t in_flight = 0;
  std::size_t waiting = 0;
  std::size_t max_in_flight = 0;  ///< 0: no limit
  std::uint64_t refused = 0;
};

}  // namespace partita::inline epoch1
