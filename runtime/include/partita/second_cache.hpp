// A cache that several processes share, below each client's own: `CacheOptions::l2`.
//
// <partita/redis_cache.hpp> has one on Redis. For another store, implement SecondCache; what is stored, and when it is
// believed, is the runtime's business.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1 {

/// Keys and values are bytes of any kind. Each call is one round trip for all of its keys, and gives up after some
/// milliseconds; what it does to one key is atomic. Called from every thread that uses a client, several at once. A
/// call that fails may have been done in part; after some in a row nothing is called for a second.
class SecondCache {
 public:
  SecondCache() = default;
  SecondCache(const SecondCache&) = delete;
  SecondCache& operator=(const SecondCache&) = delete;
  virtual ~SecondCache() = default;

  struct Stored {
    std::string value;
    std::chrono::milliseconds left{};  ///< until it is gone; 0: it does not say
  };
  /// What is stored under the keys, in their order. Where nothing is, stores `otherwise` for so long, and returns that.
  /// nullopt: failed.
  virtual std::optional<std::vector<Stored>> look(std::span<const std::string> keys, std::string_view otherwise,
                                                  std::chrono::milliseconds lifetime) noexcept = 0;

  struct Replacement {
    std::string_view key;
    std::string_view seen;
    std::string value;
    std::chrono::milliseconds lifetime{};
  };
  /// Stores the values where what is stored begins with what was seen. False: failed.
  virtual bool replace(std::span<const Replacement> replacements) noexcept = 0;

  /// Stores a mark for so long under all keys, whatever is there, and tells all listeners of all processes. False:
  /// failed.
  virtual bool drop(std::span<const std::string> keys, std::string_view mark,
                    std::chrono::milliseconds lifetime) noexcept = 0;

  /// Is told of what was dropped, by a thread of the cache, as long as it is there; it is quick. Messages may be lost.
  using Listener = std::function<void(std::string_view key, std::string_view mark)>;
  virtual void listen(std::weak_ptr<const Listener> listener) noexcept = 0;
};

}  // namespace partita::inline epoch1
