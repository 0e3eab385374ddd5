// Global indexes that show a write only some time after it, as those of the service do.
#pragma once

#include "embedded/refusal.hpp"
#include "embedded/store/store.hpp"
#include "embedded/tables/table.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// All changes of entries of indexes by writes of items go through this. Those that are to wait are rows of a space of
/// their own, so that they come and go with the transaction that makes them; each is made before those that came later.
/// Without a delay changes are made at once. Thread-safe, as far as the store is.
class IndexDelay {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  IndexDelay(Store& store, std::chrono::milliseconds delay, Clock clock);

  void put(Writer& writer, const Index& index, const Row& entry);
  void erase(Writer& writer, const Index& index, std::string_view partition, std::string_view sort);
  /// With its entries, and all that waits to be one.
  void drop(Writer& writer, const Index& index);

  /// To be called before an index is read, and before a Reader for that begins.
  Checked<void> show_due(Store& store);

 private:
  bool delays(const Index& index) const { return delay_.count() > 0 && !index.local; }
  void wait(Writer& writer, std::string_view change);
  void show_due(Writer& writer);
  bool is_due(const Row& waiting) const;

  const std::chrono::milliseconds delay_;
  const Clock clock_;
  Space waiting_{};
  std::uint64_t next_ = 0;  // used by the one writer that there is
};

}  // namespace partita::inline epoch1::embedded
