// What a client's calls have cost so far.
#pragma once

#include "labelled_cells.hpp"

#include <partita/cost.hpp>

#include <atomic>
#include <cstdint>
#include <string_view>
#include <vector>

namespace partita::inline epoch1 {

/// Counts by operation, entity, table and index. Thread-safe without locks; what it has counted before it counts again
/// without an allocation.
class CostCounter {
 public:
  struct Key {
    std::string_view operation;
    std::string_view entity;
    std::string_view table;
    std::string_view index;
  };
  struct Counts {
    std::uint64_t requests = 0;
    std::uint64_t retries = 0;
    std::uint64_t failures = 0;
    std::uint64_t items_evaluated = 0;
    std::uint64_t items_returned = 0;
    double read_units = 0;
    double write_units = 0;
  };

  void add(const Key& key, const Counts& counts);
  /// In the order of their names.
  std::vector<OperationCost> snapshot() const;

 private:
  struct Sums {
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> retries{0};
    std::atomic<std::uint64_t> failures{0};
    std::atomic<std::uint64_t> items_evaluated{0};
    std::atomic<std::uint64_t> items_returned{0};
    std::atomic<double> read_units{0};
    std::atomic<double> write_units{0};
  };

  LabelledCells<Sums, 4> sums_;
};

}  // namespace partita::inline epoch1
