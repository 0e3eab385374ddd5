#include "shared_cache.hpp"

#ifdef PARTITA_REDIS_SERVER
#include <partita/redis_cache.hpp>

#include <redis_server.hpp>

namespace faults {

class SharedCache::Server {
 public:
  partita::test::RedisServer redis;
  bool runs = true;
};

SharedCache::SharedCache() : server_(std::make_unique<Server>()) {}
SharedCache::~SharedCache() = default;

std::shared_ptr<partita::SecondCache> SharedCache::cache() const {
  return partita::redis_cache({.port = server_->redis.port()});
}

void SharedCache::stop() {
  if (!server_->runs) return;
  server_->runs = false;
  server_->redis.stop();
  ++stops_;
}

void SharedCache::start() {
  if (server_->runs) return;
  server_->redis.start();
  server_->runs = true;
}

}  // namespace faults

#else

namespace faults {

class SharedCache::Server {};

SharedCache::SharedCache() = default;
SharedCache::~SharedCache() = default;

std::shared_ptr<partita::SecondCache> SharedCache::cache() const {
  return nullptr;
}

void SharedCache::stop() {}
void SharedCache::start() {}

}  // namespace faults

#endif
