// Hears what other processes drop from a cache on Redis.
#pragma once

#include <partita/redis_cache.hpp>

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace partita::inline epoch1::redis {

/// A thread that looks up where the server is, again every few seconds, and subscribes to a channel, and again after a
/// while whenever the connection is lost: what was published meanwhile is lost. A forked child has none: there, only
/// end it.
class Listener {
 public:
  using Heard = std::function<void(std::string_view message)>;

  Listener(const RedisOptions& options, std::string channel, Heard heard);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  /// Of the server; empty: not known yet.
  std::string address() const;

 private:
  void run();
  void listen();
  bool wait(int socket, int milliseconds) const;
  bool has_moved() const;
  void publish(std::string address);

  const RedisOptions options_;
  const std::string channel_;
  const Heard heard_;
  const bool is_name_;  // the host, which has to be looked up
  mutable std::mutex mutex_;
  std::string address_;  // guarded by it
  const pid_t owner_;
  int end_ = -1;  // readable once this is to end
  std::atomic<int> socket_{-1};
  std::unique_ptr<std::thread> thread_;
};

}  // namespace partita::inline epoch1::redis
