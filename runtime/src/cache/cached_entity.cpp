#include "cache/cached_entity.hpp"

#include "http/raw_json.hpp"
#include "repository/item_text.hpp"

#include <partita/wire/reader.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace partita::inline epoch1::cache {

using std::chrono::milliseconds;

ItemCache* cache_for(const Client& client, const WriteRules& rules) {
  return client.recorder() == nullptr && rules.tenant.name.empty() ? client.cache() : nullptr;
}

milliseconds lifetime_of(std::string_view item, const WriteRules& rules, timestamp now) {
  const milliseconds lifetime(rules.cached_ms);
  if (rules.ttl.name.empty()) return lifetime;
  const auto value = http::json_member(item, rules.ttl.name);
  const auto number = value ? http::json_member(*value, "N") : std::nullopt;
  const auto text = number ? http::json_string(*number) : std::nullopt;
  double seconds = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), seconds).ec != std::errc()) return lifetime;
  const double left = seconds * 1000 - static_cast<double>(now.milliseconds());
  if (left >= static_cast<double>(rules.cached_ms)) return lifetime;
  return milliseconds(static_cast<std::int64_t>(std::max(left, 0.0)));
}

std::shared_ptr<const void> read_from_below(std::string_view key, std::string_view item,
                                            const detail::SharedDecoder& decoder, const WriteRules& rules,
                                            const detail::AnyTenant& tenant, timestamp now) {
  if (!rules.ttl.name.empty() && detail::is_expired(item, rules.ttl.name, now)) return nullptr;
  // Whatever is there was written by others: one item must never pass for another.
  const auto own_key = detail::key_text(item, rules);
  if (!own_key || key.substr(key.find('\n') + 1) != *own_key) return nullptr;
  wire::TextReader text{item};
  text.reader().tenant = tenant.get();
  auto read = decoder.read(text.reader(), decoder.codec);
  text.reader().end();
  return text.reader().ok() ? read : nullptr;
}

}  // namespace partita::inline epoch1::cache
