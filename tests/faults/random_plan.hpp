#pragma once

#include <fault_proxy.hpp>

#include <atomic>
#include <cstdint>
#include <vector>

namespace faults {

/// Strikes a share of the requests, each time by another fault: the same ones in the same order for the same seed.
class RandomPlan {
 public:
  RandomPlan(std::uint64_t seed, double share, bool with_throttling)
      : seed_(seed), share_(share), with_throttling_(with_throttling) {}

  const partita::test::Fault* operator()(const partita::test::ScriptedRequest& request) {
    if (!on_) return nullptr;
    const std::uint64_t number = mixed(seed_ + ++requests_);
    if (static_cast<double>(number >> 11) * 0x1p-53 >= share_) return nullptr;
    const auto& all = partita::test::all_faults();
    for (std::uint64_t i = mixed(number);; ++i) {
      const auto& fault = all[i % all.size()];
      if (fault.of_batches && !request.operation().starts_with("Batch")) continue;
      if (!fault.is_throttling || with_throttling_) return &fault;
    }
  }

  void stop() { on_ = false; }

 private:
  // SplitMix64: https://prng.di.unimi.it/splitmix64.c
  static std::uint64_t mixed(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
  }

  const std::uint64_t seed_;
  const double share_;
  const bool with_throttling_;
  std::atomic<std::uint64_t> requests_{0};
  std::atomic<bool> on_{true};
};

}  // namespace faults
