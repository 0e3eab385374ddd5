// What a call cost: requests sent, items read, capacity units consumed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1 {

/// The units of one table, or of one of its indexes.
struct IndexUnits {
  std::string table;  ///< as the service knows it, with the prefix
  std::string index;  ///< empty: the table itself
  double read_units = 0;
  double write_units = 0;
};

/// Sums over all requests of a call, failed attempts included. Units are as the service reports them
/// (ReturnConsumedCapacity): one read unit is a strongly consistent read of 4 KB, one write unit a write of 1 KB. A
/// request that fails reports none, though the service may charge for it. A hedged read counts twice: the service
/// charges for both requests, and only one is heard of.
struct Cost {
  std::uint32_t requests = 0;
  std::uint64_t items_evaluated = 0;  ///< before a filter; what is paid for
  std::uint64_t items_returned = 0;
  double read_units = 0;
  double write_units = 0;
  std::uint64_t strays = 0;  ///< lookup items that led to no item with their value; `repair()` removes them
  /// The same units by table and index; what had none is left out.
  std::vector<IndexUnits> by_index{};

  Cost& operator+=(const Cost& other);
  /// To `by_index` alone.
  void add_units(std::string_view table, std::string_view index, double read, double write);
};

/// What all calls of one kind have cost, over one client and its copies.
struct OperationCost {
  std::string operation;  ///< `PutItem`
  std::string entity;     ///< empty: none, or several
  std::string table;      ///< as the service knows it; empty: several
  std::string index;      ///< that was read, or written to; empty: the table itself
  std::uint64_t requests = 0;
  std::uint64_t retries = 0;   ///< how many of them repeated one that had failed
  std::uint64_t failures = 0;  ///< requests that failed in the end, after their retries
  std::uint64_t items_evaluated = 0;
  std::uint64_t items_returned = 0;
  double read_units = 0;
  double write_units = 0;
};

}  // namespace partita::inline epoch1
