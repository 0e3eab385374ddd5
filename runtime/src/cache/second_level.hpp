// What a client's cache makes of one that it shares with others.
#pragma once

#include <partita/cache_options.hpp>
#include <partita/second_cache.hpp>

#include <sys/types.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace partita::inline epoch1::cache {

/// Holds items as the service sent them. What is stored under a key begins with a tag that nothing else has:
///
/// - a lease: there was nothing; whoever reads the item may put it in its place;
/// - a mark of a write under way: read consistently, and keep nothing;
/// - a mark of one that has ended: read consistently, and put the item in its place;
/// - an item, or that there is none, with a hash of its entity's schema.
///
/// What is read is put only where the tag that was seen before the read still stands, so that nothing comes back that a
/// write of any process has dropped meanwhile. A write that could not be marked is owed: its keys are taken for missing
/// until they were, with the same mark, and that comes before all else when the store is back. Thread-safe; no lock is
/// held during a call of the store.
class SecondLevel {
 public:
  using Heard = std::function<void(std::string_view key)>;
  using Clock = std::int64_t (*)();

  /// `heard` is called with what other clients write.
  SecondLevel(const CacheOptions& options, Heard heard, Clock clock);
  SecondLevel(const SecondLevel&) = delete;
  SecondLevel& operator=(const SecondLevel&) = delete;
  ~SecondLevel();

  enum class What : std::uint8_t { unknown, item, absent };
  struct Found {
    What what = What::unknown;
    std::string item{};
    std::chrono::milliseconds left{};
    bool consistent = false;  // the read has to be
    bool under_way = false;   // a write is: what is read is to be kept nowhere
    std::string seen{};       // for `keep`; empty: what is read is not to be kept
  };
  /// In the order of the keys. `believe`: false: only to keep what is read.
  std::vector<Found> look(std::span<const std::string> keys, std::uint64_t schema, bool believe);

  struct Read {
    std::string_view key;
    std::string_view seen;
    std::string_view item;  // empty: there is none
    std::chrono::milliseconds lifetime{};
  };
  void keep(std::span<const Read> reads, std::uint64_t schema);

  void begin_writes(std::span<const std::string> keys);
  void end_writes(std::span<const std::string> keys);
  /// Believes nothing until all that is old has ended.
  void distrust();

  void add_counts(CacheCounts& counts) const;

 private:
  // What calls the listener for as long as there is a cache to tell.
  struct Ear;
  struct Owed {
    std::uint64_t number = 0;
    std::int64_t until = 0;
    char kind = 0;  // of the mark
  };

  std::string tag();
  bool may_call();
  bool learn(bool succeeded);
  bool ready();
  bool pay();
  void drop(std::span<const std::string> keys, char kind);
  void settle(std::span<const std::string> keys, std::uint64_t up_to);
  void owe(std::span<const std::string> keys, char kind);
  std::int64_t end_of_old() const;

  const std::shared_ptr<SecondCache> store_;
  const std::chrono::milliseconds max_lifetime_;
  const std::chrono::milliseconds max_absent_;
  const std::chrono::milliseconds mark_lifetime_;
  const Clock clock_;
  std::atomic<std::uint64_t> tags_{0};
  const std::shared_ptr<Ear> ear_;
  std::shared_ptr<const SecondCache::Listener> listener_;
  std::atomic<std::uint64_t> hits_{0};
  std::atomic<std::uint64_t> misses_{0};
  std::atomic<std::uint64_t> failures_{0};

  std::mutex mutex_;
  // All below is guarded by the mutex.
  pid_t owner_;
  std::uint32_t failed_in_a_row_ = 0;
  std::int64_t closed_until_ = 0;
  bool probing_ = false;
  bool settling_ = false;
  std::unordered_map<std::string, Owed> owed_;
  std::uint64_t last_owed_ = 0;
  std::int64_t distrusted_until_ = INT64_MIN;
};

}  // namespace partita::inline epoch1::cache
