// The connections of a client: how many there may be, how long they are kept, and what they are doing.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace partita::inline epoch1 {

/// What a client's pool holds and has done since the client was opened. A snapshot: taken at once, old when read.
struct PoolCounts {
  std::size_t in_use = 0;
  std::size_t idle = 0;
  std::size_t waiting = 0;          ///< callers in the queue
  std::size_t max_connections = 0;  ///< the limit of `in_use`
  std::uint64_t opened = 0;         ///< exchanges that had to connect
  std::uint64_t reused = 0;         ///< exchanges over a connection that was open already
  std::uint64_t closed = 0;         ///< connections closed for being idle or old, or beyond `max_idle`
  std::uint64_t exhausted = 0;      ///< callers that waited `queue_wait` in vain
  std::uint64_t expired = 0;        ///< callers whose deadline passed in the queue, or as they left it
};

/// Limits of a client's pool. One endpoint is one host, so all limits are by host. docs/guide/pool.md says how to size
/// it.
struct PoolOptions {
  /// Requests under way at once. Further callers wait in a queue, first come first served.
  std::size_t max_connections = 64;
  std::size_t max_idle = 32;                       ///< kept for reuse; surplus ones are closed
  std::chrono::milliseconds idle_timeout{90'000};  ///< a connection unused for so long is closed
  std::chrono::milliseconds max_age{600'000};      ///< so that changes of the name's addresses are followed
  std::chrono::milliseconds queue_wait{3000};      ///< then the call fails with `pool_exhausted`
  double warn_at = 0.8;                            ///< share of `max_connections` in use that `on_pressure` hears of
  /// Called when use reaches `warn_at`, once until it has fallen to half of that: on the thread of the call that took
  /// the connection, from several at once, and so thread-safe and quick.
  std::function<void(const PoolCounts&)> on_pressure{};

  /// A pool for `peak_rate` requests a second that take `latency` each: by Little's law their product is under way at
  /// once; a fifth is added, and never less than two for each of `cores`. All of them are kept when idle.
  static PoolOptions recommended(unsigned cores, double peak_rate, std::chrono::nanoseconds latency);
};

}  // namespace partita::inline epoch1
