// What the cached reads of an entity have in common.
#pragma once

#include "cache/item_cache.hpp"
#include "cache/second_level.hpp"

#include <partita/cached_call.hpp>
#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/error.hpp>
#include <partita/tracing.hpp>
#include <partita/write_rules.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::cache {

/// Null: nothing is cached. Of a client without a cache, of a call that is recorded, and of an item whose tenant its
/// key does not tell.
ItemCache* cache_for(const Client& client, const WriteRules& rules);

/// How long an item may be served: so long at most, and as it lives by the attribute `ttl`, if that has a name.
std::chrono::milliseconds lifetime_of(std::string_view item, std::string_view ttl, std::chrono::milliseconds most,
                                      timestamp now);
/// The same as its entity says.
std::chrono::milliseconds lifetime_of(std::string_view item, const WriteRules& rules, timestamp now);

/// Tells the client's tracer, if it has one, of a request that the cache saved.
void trace_hit(const Client& client, const SpanStart& saved);

/// What is out of date and to be served after such an error, as `type` says what it is; null: nothing. Counted as
/// served.
const Known* stale_for(ItemCache::Fill& fill, const Error& error, const void* type = nullptr);

/// How long a call waits for the read of another thread.
class Patience {
 public:
  Patience(const Client& client, const CallOptions& options);
  bool is_over() const { return is_late() || options_.stop_signal().requested(); }
  /// Why; `what` was being read.
  Error error(std::string_view what) const;
  /// Whether a failed read says something to others that wait for it: that no answer can be had now, and not that this
  /// call's own time was over, or too short for another attempt.
  bool is_shared(const Error& error) const;

 private:
  bool is_late() const { return deadline_ && std::chrono::steady_clock::now() >= *deadline_; }

  const CallOptions& options_;
  const std::optional<std::chrono::steady_clock::time_point> deadline_;
};

/// How items of an entity are read.
struct ItemReader {
  const detail::SharedDecoder& decoder;
  const WriteRules& rules;
  const detail::AnyTenant& tenant;
  timestamp now;
};

/// What the cache below has of a key, kept by `fill`: the item, or null as there is none. Nothing: it has to be read,
/// and is then to be put below where `seen` stands. An item there that has expired, cannot be read as one of the
/// entity, or has another key, is not believed: whatever is there was written by others.
std::optional<std::shared_ptr<const void>> take_from_below(ItemCache::Fill& fill, std::string_view key,
                                                           SecondLevel::Found& found, const ItemReader& how,
                                                           std::string& seen);

}  // namespace partita::inline epoch1::cache
