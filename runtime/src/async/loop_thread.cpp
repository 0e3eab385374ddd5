#include "async/loop_thread.hpp"

#include <partita/async.hpp>

#include <pthread.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): sigfillset is POSIX's

#include <algorithm>
#include <cstdlib>
#include <new>
#include <utility>

namespace partita::inline epoch1::async {
namespace {

using std::chrono::steady_clock;

thread_local LoopThread* here = nullptr;

void require(int result) {
  if (result != 0) std::abort();  // out of memory or of file descriptors, before anything was promised
}

}  // namespace

LoopThread::LoopThread(std::size_t stack_size, std::size_t max_calls, std::atomic<std::size_t>& under_way)
    : stack_size_(stack_size), max_calls_(std::max<std::size_t>(max_calls, 1)), under_way_(under_way) {
  require(uv_loop_init(&loop_));
  require(uv_async_init(&loop_, &inbox_filled_, [](uv_async_t*) {}));  // it ends the wait, no more
  require(uv_timer_init(&loop_, &timer_));
  // Signals are for the program's own threads: a handler on a fiber's stack might not find room.
  sigset_t all{};
  sigset_t before{};
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  thread_ = std::thread([this] { run(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

LoopThread::~LoopThread() {
  uv_close(reinterpret_cast<uv_handle_t*>(&inbox_filled_), nullptr);
  uv_close(reinterpret_cast<uv_handle_t*>(&timer_), nullptr);
  uv_run(&loop_, UV_RUN_DEFAULT);
  uv_loop_close(&loop_);
}

void LoopThread::end() {
  const std::lock_guard lock(mutex_);
  is_ending_ = true;
  uv_async_send(&inbox_filled_);
}

void LoopThread::join() {
  thread_.join();
}

// Both wake the loop under the lock: when it has what they bring, it and its owner may end at once.
void LoopThread::start(detail::Job& call) {
  under_way_.fetch_add(1);
  const std::lock_guard lock(mutex_);
  posted_.push_back(&call);
  uv_async_send(&inbox_filled_);
}

void LoopThread::start_part(detail::Job& part) {
  if (!give({&part, false})) queue_.push_front({&part, false});
}

void LoopThread::make_ready(Fiber& fiber) {
  if (here == this) return ready_.push_back(&fiber);
  const std::lock_guard lock(mutex_);
  woken_.push_back(&fiber);
  uv_async_send(&inbox_filled_);
}

void LoopThread::wake_at(Fiber& fiber, Fiber::TimePoint time) {
  fiber.time_ = times_.emplace(time, &fiber);
}

void LoopThread::forget_time(Fiber& fiber) {
  times_.erase(*fiber.time_);
  fiber.time_.reset();
}

void LoopThread::run() {
  here = this;
  for (;;) {
    if (take_inbox()) break;
    run_ready();
    while (!queue_.empty() && fibers_.size() - idle_.size() < max_calls_ && give(queue_.front())) queue_.pop_front();
    if (ready_.empty()) set_timer();
    uv_run(&loop_, ready_.empty() ? UV_RUN_ONCE : UV_RUN_NOWAIT);
    wake_due();
  }
  fibers_.clear();
  here = nullptr;
}

bool LoopThread::take_inbox() {
  const std::lock_guard lock(mutex_);
  for (detail::Job* const each : posted_) queue_.push_back({each, true});
  ready_.insert(ready_.end(), woken_.begin(), woken_.end());
  posted_.clear();
  woken_.clear();
  return is_ending_;
}

// False: there is no memory for another stack; one that is in use will be free.
bool LoopThread::give(const Work& work) {
  if (idle_.empty()) {
    try {
      idle_.push_back(fibers_.emplace_back(std::make_unique<Fiber>(*this, stack_size_)).get());
    } catch (const std::bad_alloc&) {
      if (fibers_.empty()) std::abort();
      return false;
    }
  }
  Fiber& fiber = *idle_.back();
  idle_.pop_back();
  fiber.job_ = work.job;
  fiber.is_call_ = work.is_call;
  fiber.wake();
  return true;
}

// Those that are ready now: what they make ready has its turn when sockets have been looked at.
void LoopThread::run_ready() {
  for (std::size_t left = ready_.size(); left > 0; --left) {
    Fiber& fiber = *ready_.front();
    ready_.pop_front();
    if (fiber.job_ == nullptr) {
      fiber.is_woken_ = false;  // for what it did before
      continue;
    }
    fiber.resume();
    if (fiber.job_ != nullptr) continue;
    idle_.push_back(&fiber);
    if (fiber.is_call_ && under_way_.fetch_sub(1) == 1) under_way_.notify_all();
  }
}

void LoopThread::wake_due() {
  if (times_.empty()) return;
  const auto now = steady_clock::now();
  for (auto each = times_.begin(); each != times_.end() && each->first <= now; ++each) each->second->wake();
}

void LoopThread::set_timer() {
  if (times_.empty()) {
    uv_timer_stop(&timer_);
    return;
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(times_.begin()->first - steady_clock::now());
  // libuv runs timers before it waits, too: without the stop it would then wait for ever.
  const auto on_time = [](uv_timer_t* timer) { uv_stop(timer->loop); };
  uv_update_time(&loop_);
  uv_timer_start(&timer_, on_time, static_cast<std::uint64_t>(std::max<std::int64_t>(left.count(), 0)), 0);
}

}  // namespace partita::inline epoch1::async
