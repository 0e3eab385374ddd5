// Keeps a cache from being older than what its client writes.
#pragma once

#include "cache/item_cache.hpp"

#include <partita/transport.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::cache {

/// Decorates a transport, above all others: tells the cache of every write before it is sent and when it has ended,
/// whatever sends it (a repository, a batch, a transaction, a lookup's companion) and however it ends. Thread-safe.
class CacheTransport final : public Transport {
 public:
  CacheTransport(std::shared_ptr<Transport> next, std::shared_ptr<ItemCache> cache);

  void send(const Request& request, Reply& reply) noexcept override;

 private:
  void delete_table(const Request& request, Reply& reply) noexcept;

  const std::shared_ptr<Transport> next_;
  const std::shared_ptr<ItemCache> cache_;
};

}  // namespace partita::inline epoch1::cache
