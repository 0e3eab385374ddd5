#include <partita/cached_call.hpp>

#include "cache/cache_transport.hpp"
#include "cache/cached_entity.hpp"
#include "cache/item_cache.hpp"
#include "http/raw_json.hpp"
#include "repository/deadline.hpp"
#include "repository/place.hpp"

#include <chrono>
#include <memory>
#include <utility>

namespace partita::inline epoch1::detail {

struct CachedRead::Filling {
  cache::ItemCache::Fill fill;
};

CachedRead::CachedRead(const Client& client, const WriteRules& rules, const void* type, std::string_view table,
                       std::string_view key, const ReadOptions& options)
    : client_(client), rules_(rules), type_(type), options_(options) {
  cache::ItemCache* const cache = cache::cache_for(client_, rules);
  if (cache == nullptr) return;
  const std::string text = cache::cache_key(table, rules.partition_key.name, rules.sort_key.name, key);
  if (text.empty()) return;  // a key that cannot be encoded, which the read itself will say
  // Nothing is known of a table before the first read of it begins, so a hit need not ask.
  const auto know_table = [&] { return cache->know(table, rules.partition_key.name, rules.sort_key.name); };
  if (options.is_consistent()) {
    know_table();
    filling_ = std::make_unique<Filling>(cache->begin_refresh(text));
    return;
  }
  const auto take = [&](const std::optional<cache::Known>& known) {
    if (!known || known->type != type) return false;
    item_ = known->value;
    return known_ = true;
  };
  if (take(cache->find(text))) return;
  const bool was_written = know_table();
  options_.fix_deadline();
  const auto deadline = deadline_of(options_);
  const auto late = [&] { return deadline && std::chrono::steady_clock::now() >= *deadline; };
  filling_ =
      std::make_unique<Filling>(cache->begin_fill(text, [&] { return late() || options_.stop_signal().requested(); }));
  const cache::ItemCache::Fill& fill = filling_->fill;
  if (fill.gave_up()) {
    error_ =
        with_place(late() ? Error(ErrorKind::deadline, "the call's deadline passed while another thread read the item")
                          : Error(ErrorKind::cancelled, "cancelled by the caller's stop token"),
                   "GetItem", std::string(table));
    return;
  }
  if (take(fill.found())) return;
  if (was_written || fill.consistent()) options_.consistent();
}

CachedRead::~CachedRead() = default;

void CachedRead::keep(std::shared_ptr<const void> item, std::string_view answer) {
  if (filling_ == nullptr) return;
  const std::string_view json = http::json_member(answer, "Item").value_or("");
  const auto lifetime = cache::lifetime_of(item == nullptr ? "" : json, rules_, client_.now());
  filling_->fill.keep({.value = std::move(item), .type = type_}, json.size(), lifetime);
}

bool CachedRead::serves_stale(const Error& error) {
  switch (error.kind()) {
    case ErrorKind::transport:
    case ErrorKind::deadline:
    case ErrorKind::server:
    case ErrorKind::throttled:
    case ErrorKind::circuit_open:
    case ErrorKind::pool_exhausted:
      break;
    default:
      return false;
  }
  if (filling_ == nullptr) return false;
  const auto& stale = filling_->fill.stale();
  if (!stale || stale->type != type_) return false;
  item_ = stale->value;
  filling_->fill.serve_stale();
  return true;
}

}  // namespace partita::inline epoch1::detail
