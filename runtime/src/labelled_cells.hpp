// Counters by labels that many threads grow at once.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace partita::inline epoch1 {

/// One `Counters` for each set of `size` labels that was ever asked for; none goes away. Thread-safe without locks;
/// what was asked for before is found without an allocation.
template <class Counters, std::size_t size>
class LabelledCells {
 public:
  using Labels = std::array<std::string_view, size>;

  struct Cell {
    explicit Cell(const Labels& of) {
      for (std::size_t i = 0; i < size; ++i) labels[i] = of[i];
    }
    bool is(const Labels& other) const {
      for (std::size_t i = size; i-- > 0;) {  // the last ones differ the most
        if (labels[i] != other[i]) return false;
      }
      return true;
    }

    std::array<std::string, size> labels;
    Counters counters;
    Cell* next = nullptr;  // fixed once the cell is in its list
  };

  LabelledCells() = default;
  LabelledCells(const LabelledCells&) = delete;
  LabelledCells& operator=(const LabelledCells&) = delete;
  ~LabelledCells() {
    for (std::atomic<Cell*>& list : lists_) {
      for (Cell* each = list.load(std::memory_order_acquire); each != nullptr;) {
        const std::unique_ptr<Cell> gone(each);
        each = gone->next;
      }
    }
  }

  Counters& operator[](const Labels& labels) {
    std::size_t hash = 0;
    for (const std::string_view label : labels) hash = hash * 31 + std::hash<std::string_view>()(label);
    std::atomic<Cell*>& list = lists_[hash % lists_.size()];
    std::unique_ptr<Cell> made;
    Cell* head = list.load(std::memory_order_acquire);
    for (;;) {
      for (Cell* each = head; each != nullptr; each = each->next) {
        if (each->is(labels)) return each->counters;
      }
      if (!made) made = std::make_unique<Cell>(labels);
      made->next = head;
      // Another thread may have been first, maybe with the same labels: then all is looked through again.
      if (list.compare_exchange_weak(head, made.get(), std::memory_order_acq_rel, std::memory_order_acquire)) {
        return made.release()->counters;
      }
    }
  }

  /// In no order.
  template <class Visit>
  void visit(Visit each_cell) const {
    for (const std::atomic<Cell*>& list : lists_) {
      for (const Cell* each = list.load(std::memory_order_acquire); each != nullptr; each = each->next) {
        each_cell(*each);
      }
    }
  }

 private:
  std::array<std::atomic<Cell*>, 256> lists_{};  // each grows at its head and never shrinks
};

}  // namespace partita::inline epoch1
