#include <partita/cached_call.hpp>

#include "cache/cache_key.hpp"
#include "cache/cached_entity.hpp"
#include "cache/item_cache.hpp"
#include "cache/second_level.hpp"
#include "http/raw_json.hpp"
#include "repository/place.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1::detail {

struct CachedRead::Filling {
  cache::ItemCache::Fill fill;
  cache::SecondLevel* second;
  std::vector<std::string> key;  // one
  std::string seen{};
};

CachedRead::CachedRead(const Client& client, const WriteRules& rules, const SharedDecoder& decoder,
                       const AnyTenant& tenant, std::string_view table, std::string_view key,
                       const ReadOptions& options)
    : client_(client), rules_(rules), decoder_(decoder), options_(options) {
  look_up(tenant, table, key);
  if (known_) cache::trace_hit(client_, {"GetItem", rules_.entity, {}, table, options_.trace_parent()});
}

CachedRead::~CachedRead() = default;

void CachedRead::look_up(const AnyTenant& tenant, std::string_view table, std::string_view key) {
  cache::ItemCache* const cache = cache::cache_for(client_, rules_);
  if (cache == nullptr) return;
  const std::string text = cache::cache_key(table, rules_.partition_key.name, rules_.sort_key.name, key);
  if (text.empty()) return;  // a key that cannot be encoded, which the read itself will say
  const auto begin = [&](cache::ItemCache::Fill fill) {
    filling_ = std::make_unique<Filling>(Filling{std::move(fill), cache->second(), {text}});
  };
  if (options_.is_consistent()) {
    begin(cache->begin_refresh(text));
    look_below(tenant, false);
    return;
  }
  const auto take = [&](const std::optional<cache::Known>& known) {
    if (!known || known->type != decoder_.codec) return false;
    item_ = known->value;
    return known_ = true;
  };
  if (take(cache->find(text))) return;
  options_.fix_deadline(client_);
  const cache::Patience patience(client_, options_);
  begin(cache->begin_fill(text, [&] { return patience.is_over(); }));
  const cache::ItemCache::Fill& fill = filling_->fill;
  if (fill.gave_up() || fill.failed()) {
    error_ = fill.failed();
    if (!error_) error_ = with_place(patience.error("item"), "GetItem", std::string(table));
    known_ = serves_stale(*error_);
    if (known_) error_.reset();
    return;
  }
  if (take(fill.found())) return;
  if (fill.consistent()) options_.consistent();
  look_below(tenant, !fill.consistent());
}

void CachedRead::look_below(const AnyTenant& tenant, bool believe) {
  if (filling_->second == nullptr) return;
  auto found = std::move(filling_->second->look(filling_->key, rules_.schema, believe).front());
  if (found.consistent) options_.consistent();
  auto item = cache::take_from_below(filling_->fill, filling_->key.front(), found,
                                     {decoder_, rules_, tenant, client_.now()}, filling_->seen);
  if (!item) return;
  item_ = *std::move(item);
  known_ = true;
}

void CachedRead::keep(std::shared_ptr<const void> item, std::string_view answer) {
  if (filling_ == nullptr) return;
  const std::string_view json = item == nullptr ? "" : http::json_member(answer, "Item").value_or("");
  const auto lifetime = cache::lifetime_of(json, rules_, client_.now());
  filling_->fill.keep({.value = std::move(item), .type = decoder_.codec}, json.size(), lifetime);
  if (filling_->second == nullptr) return;
  const cache::SecondLevel::Read read{filling_->key.front(), filling_->seen, json, lifetime};
  filling_->second->keep({&read, 1}, rules_.schema);
}

void CachedRead::fail(const Error& error) {
  if (filling_ != nullptr && cache::Patience(client_, options_).is_shared(error)) filling_->fill.fail(error);
}

bool CachedRead::serves_stale(const Error& error) {
  const cache::Known* const stale =
      filling_ == nullptr ? nullptr : cache::stale_for(filling_->fill, error, decoder_.codec);
  if (stale != nullptr) item_ = stale->value;
  return stale != nullptr;
}

}  // namespace partita::inline epoch1::detail

namespace partita::inline epoch1 {

Client caching(Client client, const WriteRules& rules) {
  if (client.cache() != nullptr && rules.tenant.name.empty()) {
    client.cache()->know(client.table_name(rules.table), rules.partition_key.name, rules.sort_key.name, rules.entity);
  }
  return client;
}

}  // namespace partita::inline epoch1
