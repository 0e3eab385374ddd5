#include "async/condition.hpp"

#include <partita/task.hpp>

#include <mutex>

namespace partita::inline epoch1::detail {

struct Countdown::Impl {
  std::mutex mutex;
  std::size_t left = 0;
  async::Condition ended;
};

Countdown::Countdown(std::size_t count) : impl_(std::make_shared<Impl>()) {
  impl_->left = count;
}

void Countdown::count_down() const {
  const std::lock_guard lock(impl_->mutex);
  if (--impl_->left == 0) impl_->ended.notify_all();
}

void Countdown::wait() const {
  std::unique_lock lock(impl_->mutex);
  impl_->ended.wait(lock, [this] { return impl_->left == 0; });
}

}  // namespace partita::inline epoch1::detail
