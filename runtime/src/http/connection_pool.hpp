// libcurl handles that keep their connections open.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace partita::inline epoch1::http {

class Connection;

/// Hands out idle connections, the last used first, so that surplus ones grow old and are closed. The lock is held for
/// a push or a pop only. Thread-safe.
class ConnectionPool {
 public:
  using Make = std::function<std::unique_ptr<Connection>()>;

  ConnectionPool(std::size_t max_idle, Make make);
  ~ConnectionPool();

  /// Never waits: if none is idle, a new one is made (it connects when used).
  std::unique_ptr<Connection> take();
  /// Keeps the connection for reuse, or closes it if enough are idle already.
  void give_back(std::unique_ptr<Connection> connection);

 private:
  const std::size_t max_idle_;
  const Make make_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace partita::inline epoch1::http
