// A client's cache of items: what it may hold, and what it has done.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace partita::inline epoch1 {

class SecondCache;  // <partita/second_cache.hpp>

/// Which entities are cached, and for how long, their schema says: `cached<"5m">`.
struct CacheOptions {
  std::size_t max_bytes = std::size_t{64} << 20;  ///< of items and pages as the service sent them; 0: no cache
  std::chrono::milliseconds max_absent{10'000};   ///< that there is no item is believed so long at most
  double jitter = 0.1;                            ///< entries end up to this share earlier, so that not all end at once
  /// How long an item that is out of date may still be served when reading it fails; 0: never.
  std::chrono::milliseconds stale_on_error{0};
  /// For so long after a write of this client, a read that fills the cache is a consistent one: an eventually
  /// consistent one could bring back what was there before, for the whole life of the entry.
  std::chrono::milliseconds consistent_after_write{60'000};
  /// Below this one, shared with other processes; asked for what is not here. Null: none.
  /// <partita/redis_cache.hpp> has one.
  std::shared_ptr<SecondCache> l2{};
  /// It keeps nothing longer, whatever the schema says. The same for all processes that share it.
  std::chrono::milliseconds l2_lifetime{300'000};
};

/// Since the client was opened: of items, and of pages of queries.
struct CacheCounts {
  std::uint64_t hits = 0;
  std::uint64_t absent_hits = 0;  ///< of them: that there is no item
  std::uint64_t misses = 0;
  std::uint64_t stale = 0;      ///< served out of date, since reading failed
  std::uint64_t joined = 0;     ///< waited for a read of another thread, in place of one of its own
  std::uint64_t discarded = 0;  ///< reads that came too close to a write, and that were not kept
  std::uint64_t evicted = 0;
  std::size_t entries = 0;
  std::size_t bytes = 0;
  // Of misses, what the cache below made of them; 0: there is none.
  std::uint64_t l2_hits = 0;
  std::uint64_t l2_misses = 0;
  std::uint64_t l2_failures = 0;  ///< calls of it, or its answers, that failed
};

}  // namespace partita::inline epoch1
