#include "async/condition.hpp"

#include "async/fiber.hpp"
#include "async/loop_thread.hpp"

#include <partita/async.hpp>

#include <algorithm>
#include <system_error>
#include <utility>

namespace partita::inline epoch1::async {

void Condition::add(Waiter& waiter) {
  waiter.fiber = Fiber::current();
  const std::lock_guard lock(mutex_);
  waiters_.push_back(&waiter);
}

void Condition::wait(Waiter& waiter, TimePoint until) {
  std::unique_lock lock(mutex_);
  if (waiter.fiber != nullptr) {
    if (!waiter.is_notified) {
      lock.unlock();
      waiter.fiber->suspend(until);
      lock.lock();
    }
  } else if (until == TimePoint::max()) {
    waiter.woken.wait(lock, [&] { return waiter.is_notified; });  // glibc would overflow on that time
  } else {
    waiter.woken.wait_until(lock, until, [&] { return waiter.is_notified; });
  }
  std::erase(waiters_, &waiter);
}

// All under the lock, as a waiter lives on a stack that is gone once it has been woken.
void Condition::notify(std::size_t most) {
  const std::lock_guard lock(mutex_);
  for (; most > 0 && !waiters_.empty(); --most) {
    Waiter& waiter = *waiters_.front();
    waiters_.pop_front();
    waiter.is_notified = true;
    if (waiter.fiber != nullptr) {
      waiter.fiber->wake();
    } else {
      waiter.woken.notify_one();
    }
  }
}

void Mutex::lock() {
  std::unique_lock lock(mutex_);
  unlocked_.wait(lock, [this] { return !is_locked_; });
  is_locked_ = true;
}

void Mutex::unlock() {
  const std::lock_guard lock(mutex_);
  is_locked_ = false;
  unlocked_.notify_one();
}

struct Workers::Part final : detail::Job {
  Part(Workers& all, std::function<void()> todo) : workers(all), work(std::move(todo)) {}

  void run() noexcept override {
    work();
    const std::lock_guard lock(workers.mutex_);
    --workers.running_;
    workers.ended_.notify_all();
  }

  Workers& workers;
  std::function<void()> work;
};

Workers::Workers() = default;

Workers::~Workers() {
  join();
}

bool Workers::start(std::function<void()> work) {
  if (Fiber* const fiber = Fiber::current(); fiber != nullptr) {
    {
      const std::lock_guard lock(mutex_);
      ++running_;
    }
    fiber->thread().start_part(*parts_.emplace_back(std::make_unique<Part>(*this, std::move(work))));
    return true;
  }
  try {
    threads_.emplace_back(std::move(work));
  } catch (const std::system_error&) {
    return false;
  }
  return true;
}

void Workers::join() {
  for (std::thread& each : threads_) each.join();
  threads_.clear();
  std::unique_lock lock(mutex_);
  ended_.wait(lock, [this] { return running_ == 0; });
  lock.unlock();
  parts_.clear();
}

}  // namespace partita::inline epoch1::async
