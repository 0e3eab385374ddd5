#pragma once

#include "random_plan.hpp"
#include "shared_cache.hpp"

#include <partita/client.hpp>

#include <fault_proxy.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace faults {

/// What a client has beside the usual.
enum class Kind {
  plain,
  hedged,   ///< hedges of reads, and bulkheads. Nothing is throttled then, as that makes hedges pause
  crowded,  ///< a pool that is full at most times, a cache that holds little, and Redis below it
};

/// A client, and what its requests pass on their way to the server.
class Wire {
 public:
  static constexpr std::size_t connections = 4;  // fewer than workers, so that they queue

  Wire(const char* server_url, std::uint64_t seed, Kind kind);

  /// What befalls connections and Redis from time to time; called ten times a second.
  void tick(int number, std::uint64_t random);
  /// Ends the faults.
  void heal();
  void print();
  /// What holds of a client that is idle, on a network that is well.
  void check(std::vector<std::string>& problems);

 private:
  void listen();

  const Kind kind_;
  bool listens_ = true;
  RandomPlan plan_;
  std::unique_ptr<SharedCache> redis_;  // null: not of this kind

 public:
  partita::test::FaultProxy proxy;
  const partita::Client client;
};

}  // namespace faults
