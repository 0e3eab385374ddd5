// A thread that runs fibers and waits for their sockets and times.
#pragma once

#include "async/fiber.hpp"

#include <uv.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace partita::inline epoch1 {

namespace detail {
class Job;
}

namespace async {

class LoopThread {
 public:
  /// `under_way` counts the calls of all threads of an event loop, from their start to their end.
  LoopThread(std::size_t stack_size, std::size_t max_calls, std::atomic<std::size_t>& under_way);
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;
  /// `end` and `join` come first.
  ~LoopThread();

  /// Ends the thread once `under_way`, the calls of all threads of the loop, has come to 0. Thread-safe.
  void end();
  void join();

  /// Runs a call on a fiber, once fewer than `max_calls` are under way. Thread-safe.
  void start(detail::Job& call);
  /// Runs what a call itself needs to go on, and so at once. Only on this thread.
  void start_part(detail::Job& part);

  // For fibers.
  void make_ready(Fiber& fiber);  ///< thread-safe
  void wake_at(Fiber& fiber, Fiber::TimePoint time);
  void forget_time(Fiber& fiber);

  uv_loop_t* loop() { return &loop_; }

 private:
  struct Work {
    detail::Job* job;
    bool is_call;  // and not a part of one
  };

  void run();
  bool take_inbox();  // true: it is to end
  void run_ready();
  void wake_due();
  void set_timer();
  bool give(const Work& work);

  const std::size_t stack_size_;
  const std::size_t max_calls_;
  std::atomic<std::size_t>& under_way_;
  uv_loop_t loop_{};
  uv_async_t inbox_filled_{};
  uv_timer_t timer_{};

  std::mutex mutex_;  // of the next three
  std::vector<detail::Job*> posted_;
  std::vector<Fiber*> woken_;
  bool is_ending_ = false;

  // Of the thread alone.
  std::deque<Work> queue_;  // for a fiber
  std::deque<Fiber*> ready_;
  Fiber::Times times_;
  std::vector<std::unique_ptr<Fiber>> fibers_;
  std::vector<Fiber*> idle_;  // of them; the last used at the back

  std::thread thread_;
};

}  // namespace async
}  // namespace partita::inline epoch1
