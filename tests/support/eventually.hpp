// Waits for what another thread is about to do.
#pragma once

#include <chrono>
#include <thread>

namespace partita::test {

/// Whether the condition comes true; gives up after ten seconds.
template <class Condition>
bool eventually(const Condition& condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

}  // namespace partita::test
