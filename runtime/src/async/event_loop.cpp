#include "async/fiber.hpp"
#include "async/loop_thread.hpp"

#include <partita/async.hpp>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

struct EventLoop::Impl {
  EventLoopOptions options;
  pid_t owner = getpid();
  std::atomic<std::size_t> under_way{0};
  std::vector<std::unique_ptr<async::LoopThread>> threads;
  std::atomic<std::size_t> next{0};
};

EventLoop::EventLoop(EventLoopOptions options) : impl_(std::make_unique<Impl>()) {
  impl_->options = std::move(options);
  const unsigned threads = std::max(impl_->options.threads, 1U);
  for (unsigned i = 0; i < threads; ++i) {
    impl_->threads.push_back(std::make_unique<async::LoopThread>(impl_->options.stack_size,
                                                                 impl_->options.max_calls / threads, impl_->under_way));
  }
}

// Calls of one thread may begin calls on another one, so all go on until the last has ended.
EventLoop::~EventLoop() {
  if (impl_->owner != getpid()) {
    // The threads were not forked, and what they were known by may be that of the child's own ones by now.
    static_cast<void>(impl_.release());
    return;
  }
  for (std::size_t left = impl_->under_way; left > 0; left = impl_->under_way) impl_->under_way.wait(left);
  for (const auto& each : impl_->threads) each->end();
  for (const auto& each : impl_->threads) each->join();
}

const EventLoopOptions& EventLoop::options() const {
  return impl_->options;
}

void EventLoop::start(detail::Job& job) {
  if (impl_->owner != getpid()) {
    // It would wait for ever, and there is no other way to say so.
    std::fputs(
        "partita: a call on an event loop of the parent process, whose threads were not forked; open one of the "
        "child's own\n",
        stderr);
    std::abort();
  }
  impl_->threads[impl_->next.fetch_add(1, std::memory_order_relaxed) % impl_->threads.size()]->start(job);
}

}  // namespace partita::inline epoch1
