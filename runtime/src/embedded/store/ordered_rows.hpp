// The rows of one space in memory, by placement, sort bytes and partition.
#pragma once

#include "embedded/store/store.hpp"

#include <absl/container/btree_set.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// A row's bytes and their lengths in one piece of memory.
class StoredRow {
 public:
  struct Free {
    void operator()(StoredRow* row) const;
  };
  using Pointer = std::unique_ptr<StoredRow, Free>;
  static Pointer make(const Row& row);

  std::string_view partition() const { return {bytes(), partition_}; }
  std::string_view sort() const { return {bytes() + partition_, sort_}; }
  Row row() const { return {partition(), sort(), {bytes() + partition_ + sort_, text_}, size_}; }
  std::uint32_t size() const { return size_; }

 private:
  explicit StoredRow(const Row& row);
  const char* bytes() const { return reinterpret_cast<const char*>(this + 1); }

  std::size_t text_;
  std::uint32_t partition_;
  std::uint32_t sort_;
  std::uint32_t size_;
};

/// What rows are ordered by. Its head, the placement and the first bytes to sort by, decides nearly all comparisons
/// without a look at the row. Partitions come last: two of one placement are rare, and who wants one skips the other.
struct RowKey {
  RowKey(std::uint32_t at, std::string_view sort_bytes, std::string_view partition_bytes);
  RowKey(std::string_view partition_bytes, std::string_view sort_bytes)
      : RowKey(placement(partition_bytes), sort_bytes, partition_bytes) {}

  std::uint64_t high;
  std::uint64_t low;
  std::string_view sort;
  std::string_view partition;
};

struct RowEntry {
  RowEntry(const RowKey& key, StoredRow::Pointer stored) : high(key.high), low(key.low), row(std::move(stored)) {}

  std::uint64_t high;
  std::uint64_t low;
  mutable StoredRow::Pointer row;  // may be replaced by another one of the same key
};

struct RowOrder {
  using is_transparent = void;
  static std::strong_ordering compare(const RowEntry& entry, const RowKey& key) {
    if (entry.high != key.high) return entry.high <=> key.high;
    if (entry.low != key.low) return entry.low <=> key.low;
    if (const auto order = entry.row->sort() <=> key.sort; order != 0) return order;
    return entry.row->partition() <=> key.partition;
  }
  bool operator()(const RowEntry& a, const RowKey& b) const { return compare(a, b) < 0; }
  bool operator()(const RowKey& a, const RowEntry& b) const { return compare(b, a) > 0; }
  bool operator()(const RowEntry& a, const RowEntry& b) const {
    if (a.high != b.high) return a.high < b.high;
    if (a.low != b.low) return a.low < b.low;
    if (const auto order = a.row->sort() <=> b.row->sort(); order != 0) return order < 0;
    return a.row->partition() < b.row->partition();
  }
};

struct OrderedRows {
  absl::btree_set<RowEntry, RowOrder> rows;
  std::uint64_t size = 0;
};

}  // namespace partita::inline epoch1::embedded
