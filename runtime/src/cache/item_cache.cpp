#include "cache/item_cache.hpp"

#include "async/condition.hpp"
#include "cache/cache_key.hpp"
#include "cache/second_level.hpp"
#include "cache/spin_lock.hpp"
#include "waiting.hpp"

#include <time.h>  // NOLINT(modernize-deprecated-headers): clock_gettime is POSIX's

#include <algorithm>
#include <map>
#include <utility>

namespace partita::inline epoch1::cache {
namespace {

constexpr std::size_t most_shards = 64;
constexpr std::size_t least_bytes_of_shard = std::size_t{1} << 20;  // more than two of the largest items

// For who wants nothing that is older.
std::int64_t end_for(const Known& known, std::chrono::milliseconds max_age) {
  return std::min(known.fresh_until, known.read_at + ns(max_age));
}

}  // namespace

std::int64_t coarse_now() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

struct ItemCache::Trace {
  static constexpr std::int64_t never = INT64_MIN;

  std::atomic<std::uint32_t> changes{0};  // begins and ends of writes
  std::atomic<std::uint32_t> under_way{0};
  std::atomic<std::int64_t> last_end{never};
  std::atomic<std::int64_t> uncertain_until{never};  // of writes that have ended, and may be applied all the same
};

// A read that others wait for.
struct ItemCache::Flight {
  explicit Flight(std::uint32_t at) : changes(at) {}

  const std::uint32_t changes;  // as `Known` has them
  std::mutex mutex;
  async::Condition landed;
  bool done = false;
  std::optional<Known> outcome;
  std::optional<Error> failure;  // none either: whoever waits reads by itself

  void land(std::optional<Known> with, std::optional<Error> error) {
    const std::lock_guard lock(mutex);
    done = true;
    outcome = std::move(with);
    failure = std::move(error);
    landed.notify_all();
  }
};

struct alignas(64) ItemCache::Shard {  // not in one cache line with another, which another thread may be in
  SpinLock lock;
  std::optional<SieveStore> store;
  std::map<std::string, std::shared_ptr<Flight>, std::less<>> flights;

  // It lands all the same, for those that wait; whoever comes now reads anew.
  void forget(std::string_view key) {
    store->erase(key);
    if (const auto place = flights.find(key); place != flights.end()) flights.erase(place);
  }
  CacheCounts counts;
};

ItemCache::ItemCache(const CacheOptions& options, Clock clock)
    : options_(options),
      clock_(clock),
      shard_count_(std::clamp<std::size_t>(options.max_bytes / least_bytes_of_shard, 1, most_shards)),
      shards_(std::make_unique<Shard[]>(shard_count_)),  // NOLINT(modernize-avoid-c-arrays)
      traces_(std::make_unique<Trace[]>(trace_count)) {  // NOLINT(modernize-avoid-c-arrays)
  for (std::size_t i = 0; i < shard_count_; ++i) shards_[i].store.emplace(options.max_bytes / shard_count_);
  if (options.l2 != nullptr) {
    second_ = std::make_unique<SecondLevel>(options, [this](std::string_view key) { heard(key); }, clock);
  }
}

ItemCache::~ItemCache() = default;

// The low bits of the hash are the traces', and the map's within the shard.
ItemCache::Shard& ItemCache::shard_of(std::size_t hash) const {
  return shards_[(hash >> 48U) % shard_count_];
}

std::int64_t ItemCache::end_of(std::chrono::milliseconds lifetime, std::size_t hash) const {
  const std::int64_t now = clock_();
  const std::size_t mixed = (hash ^ static_cast<std::size_t>(now)) * 0x9E3779B97F4A7C15U;
  const double share = static_cast<double>(mixed >> 32U) / 4294967296.0;
  return now + static_cast<std::int64_t>(static_cast<double>(ns(lifetime)) * (1 - options_.jitter * share));
}

ItemCache::Trace& ItemCache::trace_of(std::size_t hash) const {
  return traces_[hash % trace_count];
}

ItemCache::Traces ItemCache::traces_of(std::string_view key) const {
  const Table* const in = table(table_of(key));
  const std::string_view partition = partition_of(key);
  return {&trace_of(SieveStore::hash_of(key)), partition.empty() ? nullptr : &trace_of(SieveStore::hash_of(partition)),
          in == nullptr ? nullptr : in->trace.get()};
}

const ItemCache::Trace* ItemCache::scope(std::string_view table, std::string_view partition) const {
  const Table* const in = this->table(table);
  if (in == nullptr || partition.empty()) return in == nullptr ? nullptr : in->trace.get();
  return &trace_of(SieveStore::hash_of(partition));
}

bool ItemCache::reads_consistently(const Trace& trace) const {
  const std::int64_t last_end = trace.last_end;
  return trace.under_way > 0 || (last_end != Trace::never && clock_() - last_end < ns(options_.consistent_after_write));
}

std::optional<Known> ItemCache::find(std::string_view key, const Trace* scope, std::chrono::milliseconds max_age) {
  const std::size_t hash = SieveStore::hash_of(key);
  const std::uint32_t changes = scope == nullptr ? 0 : scope->changes.load();
  Shard& shard = shard_of(hash);
  const std::int64_t now = clock_();
  const std::lock_guard lock(shard.lock);
  const Known* const known = shard.store->find(key, hash);
  if (known == nullptr || end_for(*known, max_age) <= now || known->changes != changes) {
    ++shard.counts.misses;
    return std::nullopt;
  }
  ++shard.counts.hits;
  if (known->value == nullptr) ++shard.counts.absent_hits;
  return *known;
}

ItemCache::Fill ItemCache::begin_fill(std::string_view key, const std::function<bool()>& give_up, const Trace* scope,
                                      std::chrono::milliseconds max_age) {
  Fill fill(*this, key, scope);
  Shard& shard = shard_of(fill.hash_);
  for (;;) {
    std::shared_ptr<Flight> flight;
    {
      const std::lock_guard lock(shard.lock);
      const std::int64_t now = clock_();
      fill.stale_.reset();
      fill.begin();
      const std::uint32_t changes = scope == nullptr ? 0 : fill.changes_;
      if (const Known* const known = shard.store->find(key, fill.hash_);
          known != nullptr && known->changes == changes) {
        const std::int64_t end = end_for(*known, max_age);
        if (end > now) {
          fill.found_ = *known;
          return fill;
        }
        if (end + ns(options_.stale_on_error) > now) fill.stale_ = *known;
      }
      std::shared_ptr<Flight>& place = shard.flights[fill.key_];
      if (place == nullptr || place->changes != changes) {
        place = std::make_shared<Flight>(changes);
        fill.flight_ = place;
        return fill;
      }
      flight = place;
      ++shard.counts.joined;
    }
    std::unique_lock waiting(flight->mutex);
    while (!flight->done) {
      if (give_up()) {
        fill.gave_up_ = true;
        return fill;
      }
      flight->landed.wait_until(waiting, std::chrono::steady_clock::now() + stop_poll);
    }
    fill.found_ = flight->outcome;
    fill.failed_ = flight->failure;
    if (fill.found_ || fill.failed_) return fill;
  }
}

ItemCache::Fill ItemCache::begin_alone(std::string_view key) {
  Fill fill(*this, key, nullptr);
  fill.begin();
  return fill;
}

ItemCache::Fill ItemCache::begin_refresh(std::string_view key, const Trace* scope) {
  Fill fill(*this, key, scope);
  fill.begin();
  fill.consistent_ = true;
  return fill;
}

ItemCache::Unseen::~Unseen() {
  if (was_seen_) return;
  // What has become known meanwhile was told of a write that would end soon.
  if (cache_->table_count_ != tables_) cache_->mark_all(true);
  cache_->last_unseen_ = cache_->clock_();
  --cache_->unseen_;
}

void ItemCache::know(std::string_view table, std::string_view partition_key, std::string_view sort_key,
                     std::string_view entity) {
  {
    const std::lock_guard lock(tables_mutex_);
    const auto known =
        std::find_if(tables_.begin(), tables_.end(), [&](const Table& each) { return each.name == table; });
    if (known != tables_.end()) {
      const bool is_new = std::find(known->entities.begin(), known->entities.end(), entity) == known->entities.end();
      if (is_new) known->entities.emplace_back(entity);
      return;
    }
    tables_.push_back({std::string(table),
                       std::string(partition_key),
                       std::string(sort_key),
                       std::make_unique<Trace>(),
                       {std::string(entity)}});
    table_count_ = tables_.size();
  }
  // In this order: a write that has not seen the table has been counted.
  const bool under_way = unseen_ > 0;
  const std::int64_t last_unseen = last_unseen_;
  const bool just_ended = last_unseen != Trace::never && clock_() - last_unseen < ns(options_.consistent_after_write);
  if (under_way || just_ended) mark_all(under_way);
}

void ItemCache::mark_all(bool uncertain) {
  const std::int64_t now = clock_();
  each_trace([&](Trace& each) {
    each.last_end = now;
    if (uncertain) each.uncertain_until = now + ns(options_.consistent_after_write);
    ++each.changes;
  });
}

bool ItemCache::caches(const Table& table, std::string_view entity) const {
  const std::lock_guard lock(tables_mutex_);
  return std::find(table.entities.begin(), table.entities.end(), entity) != table.entities.end();
}

template <class Visit>
void ItemCache::each_trace(Visit visit) {
  for (std::size_t i = 0; i < trace_count; ++i) visit(traces_[i]);
  const std::lock_guard lock(tables_mutex_);
  for (const Table& each : tables_) visit(*each.trace);
}

void ItemCache::forget_all() {
  each_trace([](Trace& each) { ++each.changes; });
  for (std::size_t i = 0; i < shard_count_; ++i) {
    const std::lock_guard lock(shards_[i].lock);
    shards_[i].store->clear();
    shards_[i].flights.clear();
  }
  if (second_ != nullptr) second_->distrust();
}

const ItemCache::Table* ItemCache::table(std::string_view name) const {
  const std::lock_guard lock(tables_mutex_);
  const auto found = std::find_if(tables_.begin(), tables_.end(), [&](const Table& each) { return each.name == name; });
  return found == tables_.end() ? nullptr : &*found;
}

void ItemCache::forget(std::string_view key) {
  Shard& shard = shard_of(SieveStore::hash_of(key));
  const std::lock_guard lock(shard.lock);
  shard.forget(key);
}

void ItemCache::heard(std::string_view key) {
  for (Trace* const each : traces_of(key)) {
    if (each != nullptr) ++each->changes;
  }
  forget(key);
}

CacheCounts ItemCache::counts() const {
  CacheCounts sum;
  for (std::size_t i = 0; i < shard_count_; ++i) {
    Shard& shard = shards_[i];
    const std::lock_guard lock(shard.lock);
    sum.hits += shard.counts.hits;
    sum.absent_hits += shard.counts.absent_hits;
    sum.misses += shard.counts.misses;
    sum.stale += shard.counts.stale;
    sum.joined += shard.counts.joined;
    sum.discarded += shard.counts.discarded;
    sum.evicted += shard.store->evicted();
    sum.entries += shard.store->size();
    sum.bytes += shard.store->bytes();
  }
  if (second_ != nullptr) second_->add_counts(sum);
  return sum;
}

ItemCache::Fill::Fill(ItemCache& cache, std::string_view key, const Trace* scope)
    : cache_(&cache),
      key_(key),
      hash_(SieveStore::hash_of(key)),
      trace_(scope == nullptr ? &cache.trace_of(hash_) : scope),
      is_page_(scope != nullptr) {}

ItemCache::Fill::Fill(Fill&& other) noexcept = default;

void ItemCache::Fill::begin() {
  changes_ = trace_->changes;  // before the rest: a write that ends from now on has counted up
  consistent_ = cache_->reads_consistently(*trace_);
  keeps_ = trace_->uncertain_until <= cache_->clock_();
}

ItemCache::Fill::~Fill() {
  if (flight_ != nullptr) end(std::nullopt, std::nullopt);
}

void ItemCache::Fill::fail(const Error& error) {
  if (flight_ != nullptr) end(std::nullopt, error);
}

void ItemCache::Fill::keep(Known read, std::size_t bytes, std::chrono::milliseconds lifetime) {
  const std::chrono::milliseconds most = read.value == nullptr ? cache_->options_.max_absent : lifetime;
  read.read_at = cache_->clock_();
  read.fresh_until = cache_->end_of(std::min(lifetime, most), hash_);
  read.changes = is_page_ ? changes_ : 0;
  {
    Shard& shard = cache_->shard_of(hash_);
    const std::lock_guard lock(shard.lock);
    // Under the lock, under which a write drops the key: one that begins now drops what is put here.
    if (keeps_ && trace_->changes == changes_ && trace_->under_way == 0) {
      shard.store->put(key_, read, bytes);
    } else {
      ++shard.counts.discarded;
    }
  }
  if (flight_ != nullptr) end(std::move(read), std::nullopt);
}

void ItemCache::Fill::serve_stale() {
  Shard& shard = cache_->shard_of(hash_);
  const std::lock_guard lock(shard.lock);
  ++shard.counts.stale;
}

void ItemCache::Fill::end(std::optional<Known> outcome, std::optional<Error> failure) {
  {
    Shard& shard = cache_->shard_of(hash_);
    const std::lock_guard lock(shard.lock);
    const auto place = shard.flights.find(key_);
    if (place != shard.flights.end() && place->second == flight_) shard.flights.erase(place);
  }
  std::exchange(flight_, nullptr)->land(std::move(outcome), std::move(failure));
}

ItemCache::Write::Write(ItemCache& cache, std::string key)
    : cache_(&cache), key_(std::move(key)), traces_(cache.traces_of(key_)) {
  for (Trace* const each : traces_) {
    if (each == nullptr) continue;
    ++each->under_way;
    ++each->changes;
  }
  cache_->forget(key_);
}

ItemCache::Write::Write(Write&& other) noexcept
    : cache_(std::exchange(other.cache_, nullptr)),
      key_(std::move(other.key_)),
      traces_(other.traces_),
      is_uncertain_(other.is_uncertain_) {}

void ItemCache::Write::end_uncertain() {
  is_uncertain_ = true;
  const std::int64_t until = cache_->clock_() + ns(cache_->options_.consistent_after_write);
  for (Trace* const each : traces_) {
    if (each != nullptr) each->uncertain_until = until;
  }
}

bool ItemCache::Write::may_change_yet() const {
  const Trace& of_item = *traces_.front();
  return is_uncertain_ || of_item.under_way > 1 || of_item.uncertain_until > cache_->clock_();
}

ItemCache::Write::~Write() {
  if (cache_ == nullptr) return;
  if (is_uncertain_) end_uncertain();  // the time counts from here
  for (Trace* const each : traces_) {
    if (each == nullptr) continue;
    each->last_end = cache_->clock_();
    ++each->changes;
    --each->under_way;
  }
  cache_->forget(key_);
}

}  // namespace partita::inline epoch1::cache
