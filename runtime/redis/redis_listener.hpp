// Hears what other processes drop from a cache on Redis.
#pragma once

#include <partita/redis_cache.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <thread>

namespace partita::inline epoch1::redis {

/// A thread that subscribes to a channel, and again after a while whenever the connection is lost: what was published
/// meanwhile is lost.
class Listener {
 public:
  using Heard = std::function<void(std::string_view message)>;

  Listener(const RedisOptions& options, std::string channel, Heard heard);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

 private:
  void run();
  void listen();
  bool wait(int socket, int milliseconds) const;

  const RedisOptions options_;
  const std::string channel_;
  const Heard heard_;
  int end_ = -1;  // readable once this is to end
  std::thread thread_;
};

}  // namespace partita::inline epoch1::redis
