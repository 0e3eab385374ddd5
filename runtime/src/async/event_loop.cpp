#include "async/fiber.hpp"
#include "async/loop_thread.hpp"

#include <partita/async.hpp>

#include <algorithm>
#include <atomic>
#include <memory>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

struct EventLoop::Impl {
  EventLoopOptions options;
  std::vector<std::unique_ptr<async::LoopThread>> threads;
  std::atomic<std::size_t> next{0};
};

EventLoop::EventLoop(EventLoopOptions options) : impl_(std::make_unique<Impl>()) {
  impl_->options = std::move(options);
  for (unsigned i = 0; i < std::max(impl_->options.threads, 1U); ++i) {
    impl_->threads.push_back(std::make_unique<async::LoopThread>(impl_->options.stack_size, impl_->options.max_calls));
  }
}

EventLoop::~EventLoop() = default;

const EventLoopOptions& EventLoop::options() const {
  return impl_->options;
}

void EventLoop::start(detail::Job& job) {
  impl_->threads[impl_->next.fetch_add(1, std::memory_order_relaxed) % impl_->threads.size()]->start(job);
}

}  // namespace partita::inline epoch1
