// A cache that processes share, on Redis: link Partita::redis.
//
//   partita::ClientOptions options;
//   options.cache.l2 = partita::redis_cache({.host = "cache.internal"});
#pragma once

#include <partita/second_cache.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace partita::inline epoch1 {

/// One server, or the address of whichever is the primary; not a cluster, and not a replica, which may be behind.
struct RedisOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 6379;
  std::string user{};      ///< empty: the default one
  std::string password{};  ///< empty: none is asked for
  int database = 0;
  /// Before all keys: what shares a Redis and is not the same table (another account, region or stage) must differ
  /// here.
  std::string prefix = "partita";
  std::chrono::milliseconds connect_timeout{20};
  std::chrono::milliseconds command_timeout{10};
  std::size_t idle_connections = 8;  ///< kept; more are opened if more threads ask at once
};

/// Connects when it is first asked, and again whenever it has to. What a Redis holds from before it was started again,
/// or another one took its place, is not read: it may have missed writes. A thread looks
/// up the host, until when nothing is asked, and again every few seconds, and listens to what others drop; it ends with
/// the cache. Connections are not encrypted, and items are stored as they are, sensitive attributes too: for a
/// network and a Redis that may see them. Share one among the clients of a process.
std::shared_ptr<SecondCache> redis_cache(const RedisOptions& options);

}  // namespace partita::inline epoch1
