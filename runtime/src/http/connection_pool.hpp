// libcurl handles that keep their connections open.
#pragma once

#include "http/turn.hpp"

#include <partita/pool_options.hpp>
#include <partita/transport.hpp>

#include <tl/expected.hpp>

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace partita::inline epoch1::http {

class Connection;

/// Hands out connections, the last used first, so that surplus ones grow old and are closed. The lock is held for a
/// push or a pop only; connections are opened and closed outside of it. Thread-safe.
///
/// A forked child starts with an empty pool: it drops the parent's connections without a word on their sockets, which
/// both share.
class ConnectionPool {
 public:
  using Make = std::function<std::unique_ptr<Connection>()>;

  struct Entry {
    std::unique_ptr<Connection> connection;
    std::chrono::steady_clock::time_point made;
    std::chrono::steady_clock::time_point used;
    pid_t owner = 0;  // the process that opened it
  };

  /// A connection for one exchange, and the place in the pool that it takes.
  class Lease {
   public:
    Lease(ConnectionPool& pool, Entry entry);
    Lease(Lease&& other) noexcept;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    Connection* operator->() const { return entry_.connection.get(); }

   private:
    ConnectionPool* pool_;
    Entry entry_;
  };

  ConnectionPool(PoolOptions options, Make make);
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;
  ~ConnectionPool();

  /// Waits while all connections are in use: for `queue_wait`, until the deadline, or until the call is cancelled.
  tl::expected<Lease, NoTurn> take(const CallContext& context);

  /// Of an exchange over one of its connections.
  void count_exchange(bool reused);
  /// A call that came to nothing as its deadline passed in the queue.
  void count_expired() { expired_.fetch_add(1, std::memory_order_relaxed); }
  PoolCounts counts() const;
  const PoolOptions& options() const { return options_; }

 private:
  struct Waiter;

  tl::expected<Entry, NoTurn> wait(std::unique_lock<std::mutex>& lock, const CallContext& context);
  void give_back(Entry entry);
  void forget_the_parents();
  void drop_old(std::chrono::steady_clock::time_point now, std::vector<Entry>& closing);
  PoolCounts counts_now() const;
  bool should_warn();

  const PoolOptions options_;
  const Make make_;
  mutable std::mutex mutex_;
  std::deque<Entry> idle_;  // the last used at the back
  std::deque<Waiter*> waiters_;
  std::size_t in_use_ = 0;
  bool warned_ = false;
  pid_t owner_;
  std::uint64_t closed_ = 0;
  std::uint64_t exhausted_ = 0;
  std::atomic<std::uint64_t> opened_{0};
  std::atomic<std::uint64_t> reused_{0};
  std::atomic<std::uint64_t> expired_{0};
};

}  // namespace partita::inline epoch1::http
