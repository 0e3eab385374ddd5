// How calls wait for each other, whether each has a thread or a fiber of its own.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace partita::inline epoch1::async {

class Fiber;

/// std::condition_variable_any, but that a fiber that waits lets its thread go.
class Condition {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  void notify_one() { notify(1); }
  void notify_all() { notify(static_cast<std::size_t>(-1)); }

  /// May return early, and need not have been notified.
  template <class Lock>
  void wait_until(Lock& lock, TimePoint until) {
    Waiter self;
    add(self);
    lock.unlock();
    wait(self, until);
    lock.lock();
  }

  template <class Lock, class Done>
  void wait(Lock& lock, Done done) {
    while (!done()) wait_until(lock, TimePoint::max());
  }

 private:
  struct Waiter {
    Fiber* fiber = nullptr;  // null: a thread
    bool is_notified = false;
    std::condition_variable woken{};
  };

  void add(Waiter& waiter);
  void wait(Waiter& waiter, TimePoint until);
  void notify(std::size_t most);

  std::mutex mutex_;
  std::deque<Waiter*> waiters_;
};

/// std::mutex, but that it may be held by a fiber that suspends.
class Mutex {
 public:
  void lock();
  void unlock();

 private:
  std::mutex mutex_;
  bool is_locked_ = false;
  Condition unlocked_;
};

/// Helpers of the calling thread or fiber: threads, or fibers of its thread.
class Workers {
 public:
  Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers();

  /// False: the system has no more threads. `work` does not throw.
  bool start(std::function<void()> work);
  /// Waits until all have ended.
  void join();

 private:
  struct Part;

  std::vector<std::thread> threads_;
  std::vector<std::unique_ptr<Part>> parts_;
  std::mutex mutex_;
  std::size_t running_ = 0;  // of the parts
  Condition ended_;
};

}  // namespace partita::inline epoch1::async
