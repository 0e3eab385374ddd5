// A connection to Redis.
#pragma once

#include <partita/redis_cache.hpp>

#include <hiredis/hiredis.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::redis {

struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;

/// Keeps a write to a connection that the server has closed from ending the process, on this thread.
class WithoutSigpipe {
 public:
  WithoutSigpipe();
  WithoutSigpipe(const WithoutSigpipe&) = delete;
  WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;
  ~WithoutSigpipe();

 private:
  bool was_pending_ = false;
  bool was_blocked_ = false;
};

/// One thread at a time. After a failure it is of no use.
class Connection {
 public:
  /// To an address, not a name: looking that up may take seconds. Null: there is none to be had.
  static std::unique_ptr<Connection> open(const RedisOptions& options, const std::string& address);

  /// What tells this run of the server from others.
  const std::string& run() const { return run_; }

  /// Adds a command to those that are sent with the next reply.
  void add(std::initializer_list<std::string_view> command);
  void add(const std::vector<std::string_view>& command);
  /// The next one; null: there is none to be had. Errors of the server are replies.
  Reply next();
  /// Reads so many that nobody needs. False: one failed.
  bool skip(std::size_t count);

  redisContext& context() { return *context_; }

 private:
  struct Free {
    void operator()(redisContext* context) const { redisFree(context); }
  };
  explicit Connection(redisContext* context) : context_(context) {}
  bool greet(const RedisOptions& options);

  std::unique_ptr<redisContext, Free> context_;
  std::string run_;
};

}  // namespace partita::inline epoch1::redis
