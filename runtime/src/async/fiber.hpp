// A stack of its own for a call, on which blocking code waits without holding its thread.
#pragma once

#include <boost/context/fiber.hpp>
#include <boost/context/stack_context.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>

namespace partita::inline epoch1 {

namespace detail {
class Job;
}

namespace async {

class LoopThread;

/// Runs jobs one after another, always on the same thread. Whatever can wait asks `current()`: on a fiber it suspends,
/// and the thread goes on with other fibers.
///
/// Nothing may hold a std::mutex while it suspends: the next fiber of the thread that wants it would never get it.
class Fiber {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  Fiber(LoopThread& thread, std::size_t stack_size);
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;
  /// It must be idle: nothing on its stack is destroyed.
  ~Fiber();

  /// That the caller runs on; null: a thread's own stack.
  static Fiber* current() noexcept;

  /// Called on this fiber: returns once it is woken, or at that time; maybe earlier.
  void suspend(TimePoint until = TimePoint::max());
  /// Ends `suspend`, or the next one. Thread-safe.
  void wake() noexcept;

  LoopThread& thread() const { return thread_; }

 private:
  friend class LoopThread;
  using Times = std::multimap<TimePoint, Fiber*>;

  // Boost ends a fiber by unwinding its stack, which sanitizers take for the thread's own. An idle one has nothing to
  // unwind, so its stack goes as it is.
  union NeverUnwound {
    NeverUnwound() : fiber() {}
    ~NeverUnwound() {}
    boost::context::fiber fiber;
  };

  [[noreturn]] void body(boost::context::fiber&& scheduler);
  void resume();
  void leave();

  LoopThread& thread_;
  detail::Job* job_ = nullptr;  // null: idle
  bool is_call_ = false;        // and not a part of one
  std::atomic<bool> is_woken_{false};
  std::optional<Times::iterator> time_;  // of the thread's, until when it is suspended
  boost::context::stack_context stack_;
  NeverUnwound self_;       // while it is suspended
  NeverUnwound scheduler_;  // while it runs
  // Of the exceptions that the suspended stack is handling: the C++ runtime keeps them by thread.
  void* caught_ = nullptr;
  unsigned int uncaught_ = 0;
  // Of the sanitizers.
  void* fake_stack_ = nullptr;
  const void* scheduler_bottom_ = nullptr;
  std::size_t scheduler_size_ = 0;
  void* own_context_ = nullptr;
  void* scheduler_context_ = nullptr;
};

}  // namespace async
}  // namespace partita::inline epoch1
