#pragma once

#include "random_plan.hpp"

#include <partita/client.hpp>

#include <fault_proxy.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace faults {

/// A client, and what its requests pass on their way to the server.
class Wire {
 public:
  static constexpr std::size_t connections = 4;  // fewer than workers, so that they queue

  /// `hedged`: the client hedges its reads and has bulkheads. Nothing is throttled then, as that makes hedges pause.
  Wire(const char* server_url, std::uint64_t seed, bool hedged);

  /// Ends the faults.
  void heal();
  void print();
  /// What holds of a client that is idle, on a network that is well.
  void check(std::vector<std::string>& problems);

 private:
  const bool hedged_;
  RandomPlan plan_;

 public:
  partita::test::FaultProxy proxy;
  const partita::Client client;
};

}  // namespace faults
