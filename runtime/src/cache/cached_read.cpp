#include <partita/cached_call.hpp>

#include "cache/cache_transport.hpp"
#include "cache/item_cache.hpp"
#include "http/raw_json.hpp"
#include "repository/deadline.hpp"
#include "repository/place.hpp"

#include <partita/cache_options.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <utility>

namespace partita::inline epoch1::detail {
namespace {

using std::chrono::milliseconds;

// How long an item has to live that ends by its own attribute.
milliseconds time_left(std::string_view answer, const AttributeName& ttl, timestamp now) {
  const auto item = http::json_member(answer, "Item");
  const auto value = item ? http::json_member(*item, ttl.name) : std::nullopt;
  const auto number = value ? http::json_member(*value, "N") : std::nullopt;
  const auto text = number ? http::json_string(*number) : std::nullopt;
  double seconds = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), seconds).ec != std::errc()) {
    return milliseconds::max();
  }
  const double left = seconds * 1000 - static_cast<double>(now.milliseconds());
  return left > 1e15 ? milliseconds::max() : milliseconds(static_cast<std::int64_t>(std::max(left, 0.0)));
}

}  // namespace

struct CachedRead::Filling {
  cache::ItemCache::Fill fill;
};

CachedRead::CachedRead(const Client& client, const WriteRules& rules, const void* type, std::string_view table,
                       std::string_view key, const ReadOptions& options)
    : client_(client), rules_(rules), type_(type), options_(options) {
  cache::ItemCache* const cache = client_.cache();
  if (cache == nullptr || client_.recorder() != nullptr || !rules.tenant.name.empty()) return;
  const std::string text = cache::cache_key(table, rules.partition_key.name, rules.sort_key.name, key);
  if (text.empty()) return;  // a key that cannot be encoded, which the read itself will say
  // Nothing is known of a table before the first read of it begins, so a hit need not ask.
  const auto know_table = [&] { cache->know(table, rules.partition_key.name, rules.sort_key.name); };
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
  know_table();
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
  if (fill.consistent()) options_.consistent();
}

CachedRead::~CachedRead() = default;

void CachedRead::keep(std::shared_ptr<const void> item, const AttributeName& ttl, std::string_view answer) {
  if (filling_ == nullptr) return;
  milliseconds lifetime(rules_.cached_ms);
  if (item != nullptr && !ttl.name.empty()) lifetime = std::min(lifetime, time_left(answer, ttl, client_.now()));
  filling_->fill.keep({.value = std::move(item), .type = type_}, answer.size(), lifetime);
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
