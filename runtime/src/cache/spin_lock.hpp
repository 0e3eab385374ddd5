// A lock for what takes less time than going to sleep would.
#pragma once

#include <atomic>
#include <thread>

namespace partita::inline epoch1::cache {

/// For std::lock_guard. Gives the processor away if the holder seems to have lost it.
class SpinLock {
 public:
  void lock() {
    for (int tries = 0; held_.test_and_set(std::memory_order_acquire); ++tries) {
      if (tries >= patience) std::this_thread::yield();
    }
  }
  void unlock() { held_.clear(std::memory_order_release); }

 private:
  static constexpr int patience = 64;
  std::atomic_flag held_ = ATOMIC_FLAG_INIT;
};

}  // namespace partita::inline epoch1::cache
