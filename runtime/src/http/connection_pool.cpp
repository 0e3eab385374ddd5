#include "http/connection_pool.hpp"

#include "http/connection.hpp"

#include <utility>

namespace partita::inline epoch1::http {

ConnectionPool::ConnectionPool(std::size_t max_idle, Make make) : max_idle_(max_idle), make_(std::move(make)) {}

ConnectionPool::~ConnectionPool() = default;

std::unique_ptr<Connection> ConnectionPool::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      return connection;
    }
  }
  return make_();
}

void ConnectionPool::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < max_idle_) idle_.push_back(std::move(connection));
}  // a surplus connection is closed after the lock: parameters outlive locals

}  // namespace partita::inline epoch1::http
