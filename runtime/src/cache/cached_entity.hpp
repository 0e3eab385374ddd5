// What the cached reads of an entity have in common.
#pragma once

#include "cache/item_cache.hpp"

#include <partita/client.hpp>
#include <partita/write_rules.hpp>

#include <chrono>
#include <string_view>

namespace partita::inline epoch1::cache {

/// Null: nothing is cached. Of a client without a cache, of a call that is recorded, and of an item whose tenant its
/// key does not tell.
ItemCache* cache_for(const Client& client, const WriteRules& rules);

/// How long an item may be served: as long as its entity says, and as it lives by its own attribute.
std::chrono::milliseconds lifetime_of(std::string_view item, const WriteRules& rules, timestamp now);

}  // namespace partita::inline epoch1::cache
