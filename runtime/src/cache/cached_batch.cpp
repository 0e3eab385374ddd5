#include <partita/cached_batch.hpp>

#include "cache/cache_key.hpp"
#include "cache/cached_entity.hpp"
#include "cache/item_cache.hpp"
#include "cache/second_level.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <unordered_map>

namespace partita::inline epoch1 {

// What the keys of a batch are, and what is known of them.
class CachedBatchRead::Misses {
 public:
  Misses(CachedBatchRead& batch, const BatchReadOptions& options, const detail::SharedDecoder& decoder)
      : batch_(batch), options_(options), decoder_(decoder), report_(options.on_progress()) {
    options_.fix_deadline(batch_.client());
    if (report_) {
      options_.on_progress(
          [this](const BatchProgress& progress) { report_({done_ + progress.done, entries_.size()}); });
    }
  }

  /// False: a key is none, which the request will say.
  bool look_up(cache::ItemCache& cache) {
    const WriteRules& rules = batch_.rules();
    const std::string table = batch_.client().table_name(rules.table);
    detail::BatchEntries& keys = batch_.keys();
    keys.finish();
    if (keys.refused()) return false;
    std::unordered_map<std::string, std::size_t> by_key;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      std::string key = cache::cache_key(table, rules.partition_key.name, rules.sort_key.name, keys[i]);
      if (key.empty()) return false;
      const auto [known, is_new] = by_key.emplace(std::move(key), entries_.size());
      if (is_new) entries_.emplace_back();
      entries_[known->second].positions.push_back(i);
    }
    for (auto& [key, i] : by_key) {
      look_up(cache, key, entries_[i]);
      entries_[i].key = key;
    }
    second_ = cache.second();
    for (const bool believe : {true, false}) look_below(believe);
    return true;
  }

  /// Reads what is not known, what has to be consistent by requests of its own.
  std::optional<Error> read(Cost& cost) {
    for (const bool consistent : {true, false}) {
      if (auto error = read(consistent, cost)) return error;
    }
    return std::nullopt;
  }

  std::vector<std::shared_ptr<const void>> items() const {
    std::vector<std::shared_ptr<const void>> all(batch_.keys().size());
    for (const Entry& each : entries_) {
      for (const std::size_t position : each.positions) all[position] = each.item;
    }
    return all;
  }

 private:
  struct Entry {
    std::vector<std::size_t> positions;            // of one key
    std::optional<cache::ItemCache::Fill> fill{};  // none: known
    bool consistent = false;
    bool was_asked = false;  // of the cache below
    std::string key{};       // as the cache below has it, of which it is to be told
    std::string seen{};      // what that held before
    std::string json{};      // what it is to be told
    std::shared_ptr<const void> item{};
    std::size_t bytes = 0;
    std::chrono::milliseconds lifetime{};
  };
  // One fetch, of whose entries threads fill different ones.
  struct Target {
    Misses& misses;
    std::vector<Entry*> asked;
    timestamp now;
  };

  void look_up(cache::ItemCache& cache, const std::string& key, Entry& entry) {
    if (options_.is_consistent()) {
      entry.fill.emplace(cache.begin_refresh(key));
    } else if (const auto known = cache.find(key); known && known->type == decoder_.codec) {
      entry.item = known->value;
      ++done_;
    } else {
      entry.fill.emplace(cache.begin_alone(key));
    }
    entry.consistent = entry.fill && entry.fill->consistent();
  }

  // Asks the cache below for what is not known.
  void look_below(bool believe) {
    if (second_ == nullptr) return;
    std::vector<Entry*> asked;
    std::vector<std::string> keys;
    for (Entry& each : entries_) {
      if (!each.fill || each.was_asked || each.consistent == believe) continue;
      each.was_asked = true;
      asked.push_back(&each);
      keys.push_back(each.key);
    }
    auto found = second_->look(keys, batch_.rules().schema, believe);
    const timestamp now = batch_.client().now();
    for (std::size_t i = 0; i < asked.size(); ++i) take(*asked[i], found[i], now);
  }

  void take(Entry& entry, cache::SecondLevel::Found& found, timestamp now) {
    entry.consistent = entry.consistent || found.consistent;
    auto item = cache::take_from_below(*entry.fill, entry.key, found, {decoder_, batch_.rules(), batch_.tenant(), now},
                                       entry.seen);
    if (!item) return;
    entry.item = *std::move(item);
    entry.fill.reset();
    ++done_;
  }

  std::optional<Error> read(bool consistent, Cost& cost) {
    CachedBatchRead part{batch_.client(), batch_.rules()};
    part.of_tenant(batch_.tenant());
    Target target{*this, {}, batch_.client().now()};
    for (Entry& each : entries_) {
      if (!each.fill || each.consistent != consistent) continue;
      const std::size_t position = each.positions.front();
      part.key().raw(batch_.keys()[position]);
      const auto older = batch_.keys().older(position);
      if (!older.empty()) part.or_in({older.begin(), older.end()});
      target.asked.push_back(&each);
    }
    if (target.asked.empty()) return std::nullopt;
    const auto read = [](wire::Reader& in, std::string_view item, std::span<const std::size_t> places, void* to) {
      const Target& found = *static_cast<Target*>(to);
      const Misses& misses = found.misses;
      Entry& entry = *found.asked[places.front()];
      entry.item = misses.decoder_.read(in, misses.decoder_.codec);
      entry.bytes = item.size();
      if (!entry.seen.empty()) entry.json = item;
      entry.lifetime = cache::lifetime_of(item, misses.batch_.rules(), found.now);
    };
    options_.consistent(consistent);
    Cost cost_of_part;
    auto error = part.fetch(options_, read, &target, cost_of_part);
    cost += cost_of_part;
    if (error) return error;
    done_ += target.asked.size();
    for (Entry* each : target.asked) {
      if (each->item == nullptr) each->lifetime = std::chrono::milliseconds(batch_.rules().cached_ms);
      each->fill->keep({.value = each->item, .type = decoder_.codec}, each->bytes, each->lifetime);
    }
    if (second_ == nullptr) return std::nullopt;
    std::vector<cache::SecondLevel::Read> reads;
    for (const Entry* each : target.asked) reads.push_back({each->key, each->seen, each->json, each->lifetime});
    second_->keep(reads, batch_.rules().schema);
    return std::nullopt;
  }

  CachedBatchRead& batch_;
  BatchReadOptions options_;
  const detail::SharedDecoder decoder_;
  const std::function<void(const BatchProgress&)> report_;
  std::vector<Entry> entries_;
  cache::SecondLevel* second_ = nullptr;  // null: there is none
  std::size_t done_ = 0;                  // entries that need no request any more
};

std::optional<Error> CachedBatchRead::fetch_cached(const BatchReadOptions& options,
                                                   const detail::SharedDecoder& decoder,
                                                   std::vector<std::shared_ptr<const void>>& items, Cost& cost) {
  if (cache::ItemCache* const cache = cache::cache_for(client(), rules()); cache != nullptr) {
    Misses misses{*this, options, decoder};
    if (misses.look_up(*cache)) {
      auto error = misses.read(cost);
      if (!error) items = misses.items();
      if (!error && cost.requests == 0) {
        cache::trace_hit(
            client(), {"BatchGetItem", rules().entity, {}, client().table_name(rules().table), options.trace_parent()});
      }
      return error;
    }
  }
  items.assign(keys().size(), nullptr);
  struct Target {
    const detail::SharedDecoder& decoder;
    std::vector<std::shared_ptr<const void>>& items;
  } target{decoder, items};
  const auto read = [](wire::Reader& in, std::string_view, std::span<const std::size_t> places, void* to) {
    const auto* found = static_cast<Target*>(to);
    const auto item = found->decoder.read(in, found->decoder.codec);
    for (const std::size_t place : places) found->items[place] = item;
  };
  return fetch(options, read, &target, cost);
}

}  // namespace partita::inline epoch1
