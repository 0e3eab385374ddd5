#include "waiting.hpp"

#include "async/fiber.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <random>
#include <thread>

namespace partita::inline epoch1 {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

double scattered(std::uint64_t number) {
  std::uint64_t z = number;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  z ^= z >> 31;
  return static_cast<double>(z >> 11) * 0x1.0p-53;
}

// A shared counter: good enough to spread clients, and threads never wait for each other.
std::function<double()> seeded_random() {
  std::random_device device;
  const std::uint64_t seed = (std::uint64_t{device()} << 32) ^ device();
  return [state = std::make_shared<std::atomic<std::uint64_t>>(seed)] {
    return scattered(state->fetch_add(golden_step, std::memory_order_relaxed));
  };
}

bool is_hurry(std::chrono::milliseconds left, std::chrono::milliseconds timeout) {
  // A server that is well has done its part by then, however patient the client is.
  constexpr std::chrono::milliseconds long_enough{1000};
  return left < std::min(timeout / 2, long_enough);
}

bool sleep_on_this_thread(nanoseconds time, const StopSignal& stop) {
  constexpr nanoseconds slice = std::chrono::milliseconds(10);
  const auto end = steady_clock::now() + time;
  for (;;) {
    if (stop.requested()) return false;
    const nanoseconds left = end - steady_clock::now();
    if (left <= nanoseconds(0)) return true;
    if (async::Fiber* const fiber = async::Fiber::current(); fiber != nullptr) {
      fiber->suspend(stop.can_stop() ? std::min(end, steady_clock::now() + slice) : end);
    } else {
      std::this_thread::sleep_for(std::min(left, slice));
    }
  }
}

nanoseconds full_jitter(nanoseconds base, nanoseconds cap, int attempt, double share) {
  nanoseconds limit = base;
  for (int i = 1; i < attempt && limit < cap; ++i) limit *= 2;
  limit = std::min(limit, cap);
  return nanoseconds(static_cast<nanoseconds::rep>(std::clamp(share, 0.0, 1.0) * static_cast<double>(limit.count())));
}

}  // namespace partita::inline epoch1
