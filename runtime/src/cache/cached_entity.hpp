// What the cached reads of an entity have in common.
#pragma once

#include "cache/item_cache.hpp"

#include <partita/cached_call.hpp>
#include <partita/client.hpp>
#include <partita/write_rules.hpp>

#include <chrono>
#include <memory>
#include <string_view>

namespace partita::inline epoch1::cache {

/// Null: nothing is cached. Of a client without a cache, of a call that is recorded, and of an item whose tenant its
/// key does not tell.
ItemCache* cache_for(const Client& client, const WriteRules& rules);

/// How long an item may be served: as long as its entity says, and as it lives by its own attribute.
std::chrono::milliseconds lifetime_of(std::string_view item, const WriteRules& rules, timestamp now);

/// An item from the cache below; null if it has expired, cannot be read as one of the entity, or has another key than
/// `cache_key` says.
std::shared_ptr<const void> read_from_below(std::string_view key, std::string_view item,
                                            const detail::SharedDecoder& decoder, const WriteRules& rules,
                                            const detail::AnyTenant& tenant, timestamp now);

}  // namespace partita::inline epoch1::cache
