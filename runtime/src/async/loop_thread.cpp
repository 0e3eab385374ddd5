#include "async/loop_thread.hpp"

#include <partita/async.hpp>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace partita::inline epoch1::async {
namespace {

using std::chrono::steady_clock;

thread_local LoopThread* here = nullptr;

void require(int result) {
  if (result != 0) std::abort();  // out of memory or of file descriptors, before anything was promised
}

}  // namespace

LoopThread::LoopThread(std::size_t stack_size, std::size_t max_calls)
    : stack_size_(stack_size), max_calls_(std::max<std::size_t>(max_calls, 1)) {
  require(uv_loop_init(&loop_));
  require(uv_async_init(&loop_, &inbox_filled_, [](uv_async_t*) {}));  // it ends the wait, no more
  require(uv_timer_init(&loop_, &timer_));
  thread_ = std::thread([this] { run(); });
}

LoopThread::~LoopThread() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  uv_async_send(&inbox_filled_);
  thread_.join();
  uv_close(reinterpret_cast<uv_handle_t*>(&inbox_filled_), nullptr);
  uv_close(reinterpret_cast<uv_handle_t*>(&timer_), nullptr);
  uv_run(&loop_, UV_RUN_DEFAULT);
  uv_loop_close(&loop_);
}

void LoopThread::start(detail::Job& call) {
  {
    const std::lock_guard lock(mutex_);
    posted_.push_back(&call);
  }
  uv_async_send(&inbox_filled_);
}

void LoopThread::start_part(detail::Job& part) {
  give(part);
}

void LoopThread::make_ready(Fiber& fiber) {
  if (here == this) return ready_.push_back(&fiber);
  {
    const std::lock_guard lock(mutex_);
    woken_.push_back(&fiber);
  }
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
    const bool is_ending = take_inbox();
    run_ready();
    while (!calls_.empty() && fibers_.size() - idle_.size() < max_calls_) {
      give(*calls_.front());
      calls_.pop_front();
    }
    if (is_ending && idle_.size() == fibers_.size() && calls_.empty()) break;
    if (ready_.empty()) set_timer();
    uv_run(&loop_, ready_.empty() ? UV_RUN_ONCE : UV_RUN_NOWAIT);
    wake_due();
  }
  fibers_.clear();
  here = nullptr;
}

bool LoopThread::take_inbox() {
  const std::lock_guard lock(mutex_);
  calls_.insert(calls_.end(), posted_.begin(), posted_.end());
  ready_.insert(ready_.end(), woken_.begin(), woken_.end());
  posted_.clear();
  woken_.clear();
  return is_ending_;
}

void LoopThread::give(detail::Job& job) {
  if (idle_.empty()) idle_.push_back(fibers_.emplace_back(std::make_unique<Fiber>(*this, stack_size_)).get());
  Fiber& fiber = *idle_.back();
  idle_.pop_back();
  fiber.job_ = &job;
  fiber.wake();
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
    if (fiber.job_ == nullptr) idle_.push_back(&fiber);
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
