#include "cost_counter.hpp"

#include <algorithm>
#include <tuple>

namespace partita::inline epoch1 {
namespace {

template <class T>
void grow(std::atomic<T>& sum, T by) {
  if (by != T{}) sum.fetch_add(by, std::memory_order_relaxed);
}

}  // namespace

void CostCounter::add(const Key& key, const Counts& counts) {
  Sums& sums = sums_[{key.operation, key.entity, key.table, key.index}];
  grow(sums.requests, counts.requests);
  grow(sums.retries, counts.retries);
  grow(sums.failures, counts.failures);
  grow(sums.items_evaluated, counts.items_evaluated);
  grow(sums.items_returned, counts.items_returned);
  grow(sums.read_units, counts.read_units);
  grow(sums.write_units, counts.write_units);
}

std::vector<OperationCost> CostCounter::snapshot() const {
  std::vector<OperationCost> costs;
  sums_.visit([&](const auto& cell) {
    const Sums& sums = cell.counters;
    const auto& [operation, entity, table, index] = cell.labels;
    costs.push_back({.operation = operation,
                     .entity = entity,
                     .table = table,
                     .index = index,
                     .requests = sums.requests.load(std::memory_order_relaxed),
                     .retries = sums.retries.load(std::memory_order_relaxed),
                     .failures = sums.failures.load(std::memory_order_relaxed),
                     .items_evaluated = sums.items_evaluated.load(std::memory_order_relaxed),
                     .items_returned = sums.items_returned.load(std::memory_order_relaxed),
                     .read_units = sums.read_units.load(std::memory_order_relaxed),
                     .write_units = sums.write_units.load(std::memory_order_relaxed)});
  });
  std::sort(costs.begin(), costs.end(), [](const OperationCost& a, const OperationCost& b) {
    return std::tie(a.operation, a.entity, a.table, a.index) < std::tie(b.operation, b.entity, b.table, b.index);
  });
  return costs;
}

}  // namespace partita::inline epoch1
