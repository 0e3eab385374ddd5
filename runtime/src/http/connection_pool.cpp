#include "http/connection_pool.hpp"

#include "async/condition.hpp"
#include "http/connection.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace partita::inline epoch1 {

PoolOptions PoolOptions::recommended(unsigned cores, double peak_rate, std::chrono::nanoseconds latency) {
  constexpr double headroom = 1.2;
  const double under_way = std::max(0.0, peak_rate) * std::chrono::duration<double>(latency).count() * headroom;
  // A product such as 500 * 0.02 * 1.2 is a hair above 12.
  const auto by_load = static_cast<std::size_t>(std::ceil(under_way - 1e-9));
  PoolOptions options;
  options.max_connections = std::max({by_load, std::size_t{2} * cores, std::size_t{1}});
  options.max_idle = options.max_connections;
  return options;
}

}  // namespace partita::inline epoch1

namespace partita::inline epoch1::http {

using std::chrono::steady_clock;

struct ConnectionPool::Waiter {
  async::Condition ready;
  std::optional<Entry> granted{};  // without a connection: a new one may be made
};

ConnectionPool::Lease::Lease(ConnectionPool& pool, Entry entry) : pool_(&pool), entry_(std::move(entry)) {}

ConnectionPool::Lease::Lease(Lease&& other) noexcept
    : pool_(std::exchange(other.pool_, nullptr)), entry_(std::move(other.entry_)) {}

ConnectionPool::Lease::~Lease() {
  if (pool_ != nullptr) pool_->give_back(std::move(entry_));
}

ConnectionPool::ConnectionPool(PoolOptions options, Make make)
    : options_(std::move(options)), make_(std::move(make)), owner_(getpid()) {}

ConnectionPool::~ConnectionPool() {
  forget_the_parents();
}

tl::expected<ConnectionPool::Lease, NoTurn> ConnectionPool::take(const CallContext& context) {
  std::vector<Entry> closing;  // after the lock: closing says goodbye over TLS
  std::optional<PoolCounts> warning;
  Entry entry;
  {
    std::unique_lock lock(mutex_);
    forget_the_parents();
    if (in_use_ >= options_.max_connections || !waiters_.empty()) {
      auto granted = wait(lock, context);
      if (!granted) return tl::unexpected(granted.error());
      entry = *std::move(granted);
    } else {
      ++in_use_;
      drop_old(steady_clock::now(), closing);
      if (!idle_.empty()) {
        entry = std::move(idle_.back());
        idle_.pop_back();
      }
    }
    if (should_warn()) warning = counts_now();
  }
  if (warning) options_.on_pressure(*warning);
  if (entry.connection == nullptr) entry = {make_(), steady_clock::now(), {}, getpid()};
  return Lease(*this, std::move(entry));
}

tl::expected<ConnectionPool::Entry, NoTurn> ConnectionPool::wait(std::unique_lock<std::mutex>& lock,
                                                                 const CallContext& context) {
  const auto until = steady_clock::now() + std::min(options_.queue_wait, century);
  Waiter self;
  waiters_.push_back(&self);
  const auto no_turn = wait_for_turn(self.ready, lock, context, until, [&] { return self.granted.has_value(); });
  if (self.granted) return *std::move(self.granted);  // the place of whoever gave it: `in_use_` stays
  std::erase(waiters_, &self);
  if (no_turn == NoTurn::waited) ++exhausted_;
  return tl::unexpected(*no_turn);
}

void ConnectionPool::give_back(Entry entry) {
  std::vector<Entry> closing;
  const std::lock_guard lock(mutex_);
  forget_the_parents();
  if (entry.owner != owner_) {
    static_cast<void>(entry.connection.release());  // taken before the fork
    return;
  }
  const auto now = steady_clock::now();
  entry.used = now;
  if (now - entry.made >= options_.max_age) {
    closing.push_back(std::move(entry));
    ++closed_;
    entry = {};
  }
  if (!waiters_.empty()) {
    Waiter& first = *waiters_.front();
    waiters_.pop_front();
    first.granted = std::move(entry);
    first.ready.notify_one();  // under the lock: the waiter lives on its caller's stack
    return;
  }
  --in_use_;
  if (static_cast<double>(in_use_) <= options_.warn_at * static_cast<double>(options_.max_connections) / 2) {
    warned_ = false;
  }
  if (entry.connection != nullptr) idle_.push_back(std::move(entry));
  drop_old(now, closing);
}

// A connection of the parent's must not be closed: that would tell the server that the parent is done.
void ConnectionPool::forget_the_parents() {
  if (owner_ == getpid()) return;
  for (Entry& entry : idle_) static_cast<void>(entry.connection.release());
  idle_.clear();
  waiters_.clear();
  in_use_ = 0;
  owner_ = getpid();
}

void ConnectionPool::drop_old(steady_clock::time_point now, std::vector<Entry>& closing) {
  while (!idle_.empty() && (idle_.size() > options_.max_idle || now - idle_.front().used >= options_.idle_timeout)) {
    closing.push_back(std::move(idle_.front()));
    idle_.pop_front();
    ++closed_;
  }
}

bool ConnectionPool::should_warn() {
  const double use = static_cast<double>(in_use_) / static_cast<double>(options_.max_connections);
  if (warned_ || !options_.on_pressure || use < options_.warn_at) return false;
  return warned_ = true;
}

void ConnectionPool::count_exchange(bool reused) {
  (reused ? reused_ : opened_).fetch_add(1, std::memory_order_relaxed);
}

PoolCounts ConnectionPool::counts() const {
  const std::lock_guard lock(mutex_);
  return counts_now();
}

PoolCounts ConnectionPool::counts_now() const {
  return {.in_use = in_use_,
          .idle = idle_.size(),
          .waiting = waiters_.size(),
          .max_connections = options_.max_connections,
          .opened = opened_.load(std::memory_order_relaxed),
          .reused = reused_.load(std::memory_order_relaxed),
          .closed = closed_,
          .exhausted = exhausted_,
          .expired = expired_.load(std::memory_order_relaxed)};
}

}  // namespace partita::inline epoch1::http
