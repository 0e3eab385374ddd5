// The definitions of a store's tables, read once.
#pragma once

#include "embedded/refusal.hpp"
#include "embedded/tables/table.hpp"

#include <absl/container/flat_hash_map.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// Thread-safe.
class Catalog {
 public:
  /// The table as `reader` sees it; null if there is none.
  Checked<std::shared_ptr<const Table>> find(Reader& reader, std::string_view name);
  /// For operations on items, which say no more than that there is none.
  Checked<std::shared_ptr<const Table>> require(Reader& reader, std::string_view name);
  /// For operations on tables, which name it.
  Checked<std::shared_ptr<const Table>> require_named(Reader& reader, std::string_view name);
  /// For operations on tags, which name its ARN.
  Checked<std::shared_ptr<const Table>> require_resource(Reader& reader, std::string_view name);
  /// Whether a table with a time to live was ever found.
  bool has_expiring() const { return has_expiring_.load(std::memory_order_relaxed); }

 private:
  Checked<std::shared_ptr<const Table>> require_or(Reader& reader, std::string_view name, std::string_view message);

  std::shared_mutex mutex_;
  std::uint64_t version_ = 0;
  absl::flat_hash_map<std::string, std::shared_ptr<const Table>> tables_;
  std::atomic<bool> has_expiring_ = false;
};

}  // namespace partita::inline epoch1::embedded
