#include "cost_counter.hpp"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <tuple>

namespace partita::inline epoch1 {

struct CostCounter::Cell {
  explicit Cell(const Key& key) : operation(key.operation), entity(key.entity), table(key.table), index(key.index) {}

  bool is(const Key& key) const {
    return index == key.index && entity == key.entity && operation == key.operation && table == key.table;
  }

  const std::string operation;
  const std::string entity;
  const std::string table;
  const std::string index;
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> retries{0};
  std::atomic<std::uint64_t> failures{0};
  std::atomic<std::uint64_t> items_evaluated{0};
  std::atomic<std::uint64_t> items_returned{0};
  std::atomic<double> read_units{0};
  std::atomic<double> write_units{0};
  Cell* next = nullptr;  // fixed once the cell is in its list
};

namespace {

template <class T>
void grow(std::atomic<T>& sum, T by) {
  if (by != T{}) sum.fetch_add(by, std::memory_order_relaxed);
}

}  // namespace

CostCounter::~CostCounter() {
  for (std::atomic<Cell*>& list : lists_) {
    for (Cell* each = list.load(std::memory_order_acquire); each != nullptr;) {
      const std::unique_ptr<Cell> gone(each);
      each = gone->next;
    }
  }
}

CostCounter::Cell& CostCounter::cell(const Key& key) {
  std::size_t hash = 0;
  for (const std::string_view part : {key.operation, key.entity, key.table, key.index}) {
    hash = hash * 31 + std::hash<std::string_view>()(part);
  }
  std::atomic<Cell*>& list = lists_[hash % lists_.size()];
  std::unique_ptr<Cell> made;
  Cell* head = list.load(std::memory_order_acquire);
  for (;;) {
    for (Cell* each = head; each != nullptr; each = each->next) {
      if (each->is(key)) return *each;
    }
    if (!made) made = std::make_unique<Cell>(key);
    made->next = head;
    // Another thread may have been first, maybe with the same key: then all is looked through again.
    if (list.compare_exchange_weak(head, made.get(), std::memory_order_acq_rel, std::memory_order_acquire)) {
      return *made.release();
    }
  }
}

void CostCounter::add(const Key& key, const Counts& counts) {
  Cell& sums = cell(key);
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
  for (const std::atomic<Cell*>& list : lists_) {
    for (const Cell* each = list.load(std::memory_order_acquire); each != nullptr; each = each->next) {
      costs.push_back(
          {each->operation, each->entity, each->table, each->index, each->requests.load(std::memory_order_relaxed),
           each->retries.load(std::memory_order_relaxed), each->failures.load(std::memory_order_relaxed),
           each->items_evaluated.load(std::memory_order_relaxed), each->items_returned.load(std::memory_order_relaxed),
           each->read_units.load(std::memory_order_relaxed), each->write_units.load(std::memory_order_relaxed)});
    }
  }
  std::sort(costs.begin(), costs.end(), [](const OperationCost& a, const OperationCost& b) {
    return std::tie(a.operation, a.entity, a.table, a.index) < std::tie(b.operation, b.entity, b.table, b.index);
  });
  return costs;
}

}  // namespace partita::inline epoch1
