#include "cache/cached_entity.hpp"

#include "http/raw_json.hpp"
#include "repository/deadline.hpp"
#include "repository/item_text.hpp"

#include <partita/wire/reader.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

namespace partita::inline epoch1::cache {

using std::chrono::milliseconds;

ItemCache* cache_for(const Client& client, const WriteRules& rules) {
  return client.recorder() == nullptr && rules.tenant.name.empty() ? client.cache() : nullptr;
}

milliseconds lifetime_of(std::string_view item, std::string_view ttl, milliseconds most, timestamp now) {
  if (ttl.empty()) return most;
  const auto value = http::json_member(item, ttl);
  const auto number = value ? http::json_member(*value, "N") : std::nullopt;
  const auto text = number ? http::json_string(*number) : std::nullopt;
  double seconds = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), seconds).ec != std::errc()) return most;
  const double left = seconds * 1000 - static_cast<double>(now.milliseconds());
  if (left >= static_cast<double>(most.count())) return most;
  return milliseconds(static_cast<std::int64_t>(std::max(left, 0.0)));
}

milliseconds lifetime_of(std::string_view item, const WriteRules& rules, timestamp now) {
  return lifetime_of(item, rules.ttl.name, milliseconds(rules.cached_ms), now);
}

void trace_hit(const Client& client, const SpanStart& saved) {
  Tracer* const tracer = client.tracer();
  if (tracer == nullptr) return;
  if (const auto span = tracer->start(saved); span != nullptr) span->end({.cache_hit = true});
}

namespace {

// Of an error that says nothing of the request, but that no answer can be had now.
bool may_be_stale(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::transport:
    case ErrorKind::deadline:
    case ErrorKind::server:
    case ErrorKind::throttled:
    case ErrorKind::circuit_open:
    case ErrorKind::overloaded:
    case ErrorKind::pool_exhausted:
      return true;
    default:
      return false;
  }
}

}  // namespace

const Known* stale_for(ItemCache::Fill& fill, const Error& error, const void* type) {
  if (!may_be_stale(error.kind()) || !fill.stale() || fill.stale()->type != type) return nullptr;
  fill.serve_stale();
  return &*fill.stale();
}

Patience::Patience(const Client& client, const CallOptions& options)
    : options_(options), deadline_(detail::deadline_of(client, options)) {}

Error Patience::error(std::string_view what) const {
  if (!is_late()) return {ErrorKind::cancelled, "cancelled by the caller's stop token"};
  return {ErrorKind::deadline, "the call's deadline passed while another thread read the " + std::string(what)};
}

bool Patience::is_shared(const Error& error) const {
  if (deadline_ && (error.kind() == ErrorKind::deadline || error.details().cut_short)) return false;
  return may_be_stale(error.kind());
}

namespace {

// Null if it has expired, cannot be read as one of the entity, or has another key than `key` says.
std::shared_ptr<const void> read_item(std::string_view key, std::string_view item, const ItemReader& how,
                                      timestamp now) {
  const WriteRules& rules = how.rules;
  if (!rules.ttl.name.empty() && detail::is_expired(item, rules.ttl.name, now)) return nullptr;
  // Whatever is there was written by others: one item must never pass for another.
  const auto own_key = detail::key_text(item, rules);
  if (!own_key || key.substr(key.find('\n') + 1) != *own_key) return nullptr;
  wire::TextReader text{item};
  text.reader().tenant = how.tenant.get();
  auto read = how.decoder.read(text.reader(), how.decoder.codec);
  text.reader().end();
  return text.reader().ok() ? read : nullptr;
}

}  // namespace

std::optional<std::shared_ptr<const void>> take_from_below(ItemCache::Fill& fill, std::string_view key,
                                                           SecondLevel::Found& found, const ItemReader& how,
                                                           std::string& seen) {
  if (found.under_way) fill.keep_nothing();
  if (fill.keeps()) seen = std::move(found.seen);
  if (found.what == SecondLevel::What::unknown) return std::nullopt;
  std::shared_ptr<const void> item;
  if (found.what == SecondLevel::What::item) {
    item = read_item(key, found.item, how, how.now);
    if (item == nullptr) return std::nullopt;
  }
  const auto lifetime = std::min(found.left, lifetime_of(found.item, how.rules, how.now));
  fill.keep({.value = item, .type = how.decoder.codec}, found.item.size(), lifetime);
  return item;
}

}  // namespace partita::inline epoch1::cache
