// What a call cost: requests sent, items read, capacity units consumed.
#pragma once

#include <cstdint>

namespace partita::inline epoch1 {

/// Sums over all requests of a call, failed attempts included. Units are as the service reports them
/// (ReturnConsumedCapacity): one read unit is a strongly consistent read of 4 KB, one write unit a write of 1 KB.
struct Cost {
  std::uint32_t requests = 0;
  std::uint64_t items_evaluated = 0;  ///< before a filter; what is paid for
  std::uint64_t items_returned = 0;
  double read_units = 0;
  double write_units = 0;
  std::uint64_t strays = 0;  ///< lookup items that led to no item with their value; `repair()` removes them

  Cost& operator+=(const Cost& other) {
    requests += other.requests;
    items_evaluated += other.items_evaluated;
    items_returned += other.items_returned;
    read_units += other.read_units;
    write_units += other.write_units;
    strays += other.strays;
    return *this;
  }
};

}  // namespace partita::inline epoch1
