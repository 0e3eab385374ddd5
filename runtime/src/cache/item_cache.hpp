// The cache of a client: shared by all of its repositories.
#pragma once

#include "cache/sieve_store.hpp"
#include "waiting.hpp"

#include <partita/cache_options.hpp>
#include <partita/error.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::cache {

class SecondLevel;

/// Monotonic nanoseconds, in steps of some milliseconds: a hit must not pay for an exact clock.
std::int64_t coarse_now();

constexpr std::int64_t ns(std::chrono::milliseconds time) {
  return std::chrono::nanoseconds(std::clamp(time, -century, century)).count();
}

/// A read-through cache: of items, by keys that say all that an item depends on (table, tenant, schema, key), and of
/// pages of queries, by their requests. Thread-safe.
///
/// A read that misses is led by one thread; others that want the same key wait for it. Writes go around it: what they
/// touch is dropped before they are sent and again when they have ended, however they ended; a read that began before
/// is not kept; and reads that follow soon are consistent ones, which are not kept either if the write may still be
/// applied. A page is not dropped by its key, which a write does not know: it is good for as long as nothing was
/// written to its scope.
class ItemCache {
 public:
  using Clock = std::int64_t (*)();
  /// What writes say to reads.
  struct Trace;
  explicit ItemCache(const CacheOptions& options, Clock clock = &coarse_now);
  ItemCache(const ItemCache&) = delete;
  ItemCache& operator=(const ItemCache&) = delete;
  ~ItemCache();

  /// What a page depends on: a partition of a table, by its `partition_text`, or without one all of the table. Null:
  /// writes of the table are not looked at. Valid as long as the cache.
  const Trace* scope(std::string_view table, std::string_view partition) const;

  // Without a scope the key is that of an item.

  /// What is known and still fresh, and was read no longer ago than `max_age`.
  std::optional<Known> find(std::string_view key, const Trace* scope = nullptr,
                            std::chrono::milliseconds max_age = century);

  /// A read under way.
  class Fill;
  /// Leads the read of a key, or waits for the thread that does, until `give_up` says so (asked some times a second).
  Fill begin_fill(std::string_view key, const std::function<bool()>& give_up, const Trace* scope = nullptr,
                  std::chrono::milliseconds max_age = century);
  /// The same for a read that waits for none, and none for it.
  Fill begin_alone(std::string_view key);
  /// The same for one that nothing known can stand for.
  Fill begin_refresh(std::string_view key, const Trace* scope = nullptr);

  using Traces = std::array<Trace*, 3>;  ///< some may be null

  /// A write of an item under way, from before it is sent.
  class Write {
   public:
    Write(ItemCache& cache, std::string key);
    Write(Write&& other) noexcept;
    Write& operator=(Write&&) = delete;
    ~Write();

    /// That it may still be applied after it has ended: reads that begin soon are not kept.
    void end_uncertain();
    /// Whether the item may change without another write of it: by this one, or by one beside or shortly before it.
    bool may_change_yet() const;

   private:
    ItemCache* cache_;
    std::string key_;
    Traces traces_;
    bool is_uncertain_ = false;
  };

  /// A request that writes items, from before it is known of which tables.
  class Unseen {
   public:
    explicit Unseen(ItemCache& cache) : cache_(&cache), tables_(cache.table_count_) { ++cache_->unseen_; }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;
    ~Unseen();
    /// That each of its writes is looked at.
    void seen() {
      was_seen_ = true;
      --cache_->unseen_;
    }

   private:
    ItemCache* cache_;
    std::size_t tables_;  // that were known when it began
    bool was_seen_ = false;
  };

  /// Writes of a table are looked at from the time when its keys are known. If others were under way, or had just
  /// ended, everything counts as just written.
  void know(std::string_view table, std::string_view partition_key, std::string_view sort_key, std::string_view entity);
  /// Drops all there is; a read that began before is not kept.
  void forget_all();
  struct Table {
    std::string name;
    std::string partition_key;
    std::string sort_key;
    std::unique_ptr<Trace> trace;
    std::vector<std::string> entities;  // that are cached
  };
  /// Null: not known. Valid as long as the cache.
  const Table* table(std::string_view name) const;
  bool knows_tables() const { return table_count_ > 0; }
  /// Whether what is read of the entity may be kept: another one of its table may have made that known.
  bool caches(const Table& table, std::string_view entity) const;

  /// Drops what another process has written; a read that began before is not kept.
  void heard(std::string_view key);
  /// What lies below it; null: nothing does.
  SecondLevel* second() const { return second_.get(); }

  CacheCounts counts() const;

 private:
  struct Flight;
  struct Shard;
  static constexpr std::size_t trace_count = 16'384;

  Shard& shard_of(std::size_t hash) const;
  // By the hash of a key, or of a partition: others that share it are read consistently without need, or not kept,
  // which costs little and is never wrong.
  Trace& trace_of(std::size_t hash) const;
  /// Those of all that a write of the item changes.
  Traces traces_of(std::string_view key) const;
  bool reads_consistently(const Trace& trace) const;
  void forget(std::string_view key);
  template <class Visit>
  void each_trace(Visit visit);
  /// Everything counts as just written.
  void mark_all(bool uncertain);
  std::int64_t end_of(std::chrono::milliseconds lifetime, std::size_t hash) const;

  const CacheOptions options_;
  const Clock clock_;
  const std::size_t shard_count_;
  const std::unique_ptr<Shard[]> shards_;  // NOLINT(modernize-avoid-c-arrays): a shard can't be moved
  const std::unique_ptr<Trace[]> traces_;  // NOLINT(modernize-avoid-c-arrays): likewise
  mutable std::mutex tables_mutex_;
  std::deque<Table> tables_;
  std::atomic<std::size_t> table_count_{0};
  std::atomic<std::uint32_t> unseen_{0};
  std::atomic<std::int64_t> last_unseen_{INT64_MIN};
  std::unique_ptr<SecondLevel> second_;  // the last: it tells the others what it hears
};

class ItemCache::Fill {
 public:
  Fill(Fill&& other) noexcept;
  Fill& operator=(Fill&&) = delete;
  /// Gives the lead up, if nothing was kept and it did not fail: whoever waits reads by itself.
  ~Fill();

  /// Whether another thread has read it meanwhile: then that is what it found, and there is nothing to do.
  const std::optional<Known>& found() const { return found_; }
  /// The error of the thread that was to read it, if that failed.
  const std::optional<Error>& failed() const { return failed_; }
  /// Whether waiting was given up.
  bool gave_up() const { return gave_up_; }
  /// Whether the read has to be a consistent one.
  bool consistent() const { return consistent_; }
  /// What is out of date, but may be served if the read fails.
  const std::optional<Known>& stale() const { return stale_; }

  /// Keeps what was read, for so long, unless a write of the key came between; those that wait get it either way.
  void keep(Known read, std::size_t bytes, std::chrono::milliseconds lifetime);
  /// Hands an error to those that wait.
  void fail(const Error& error);
  /// Has `keep` hand over what was read to those that wait, and keep nothing.
  void keep_nothing() { keeps_ = false; }
  bool keeps() const { return keeps_; }
  /// Counts that `stale` was served.
  void serve_stale();

 private:
  friend class ItemCache;
  Fill(ItemCache& cache, std::string_view key, const Trace* scope);
  void begin();
  void end(std::optional<Known> outcome, std::optional<Error> failure);

  ItemCache* cache_;
  std::string key_;
  std::size_t hash_;
  const Trace* trace_;
  bool is_page_;
  std::shared_ptr<Flight> flight_;  // null: does not lead
  std::uint32_t changes_ = 0;
  bool consistent_ = false;
  bool keeps_ = true;
  bool gave_up_ = false;
  std::optional<Known> found_;
  std::optional<Error> failed_;
  std::optional<Known> stale_;
};

}  // namespace partita::inline epoch1::cache
