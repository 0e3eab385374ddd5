// Which attempts go wrong, and how.
#pragma once

#include <partita/embedded_faults.hpp>
#include <partita/transport.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace partita::inline epoch1::embedded {

/// What becomes of one attempt.
struct Fate {
  std::chrono::nanoseconds latency{0};
  const EmbeddedFault* fault = nullptr;  ///< lives as long as the rules; null: none
};

/// Thread-safe without locks. Chance is a matter of the seed, the rule and how many attempts it has heard of.
class FaultRules {
 public:
  FaultRules(const std::vector<EmbeddedFault>& faults, std::uint64_t seed);

  Fate next(const Request& request);

 private:
  struct Rule {
    Rule(const EmbeddedFault& of, std::uint64_t row_of) : fault(of), row(row_of) {}

    /// For the attempt that the rule hears of as number `heard`, [0, 1): the same for the same `which`.
    double chance(std::uint64_t number, std::uint64_t which) const;
    /// Hears of an attempt; its number if it goes wrong.
    std::optional<std::uint64_t> strike();
    std::chrono::nanoseconds latency(std::uint64_t number) const;

    const EmbeddedFault fault;
    const std::uint64_t row;  // where its row of numbers begins
    std::atomic<std::uint64_t> heard{0};
    std::atomic<std::uint32_t> struck{0};
  };

  std::deque<Rule> rules_;
  bool name_tables_;  // any of them does
};

}  // namespace partita::inline epoch1::embedded
