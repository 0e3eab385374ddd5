// `get_many` of entities that their schema caches.
#pragma once

#include <partita/batch.hpp>
#include <partita/cached_call.hpp>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

/// For generated code: takes from the client's cache what it holds, reads the rest, and gives it to the cache. A
/// consistent read asks nothing of the cache, and refreshes it. Waits for no read of another thread.
class CachedBatchRead : public BatchRead {
 public:
  using BatchRead::BatchRead;

  template <class T>
  Result<std::vector<std::optional<T>>> run(const BatchReadOptions& options, const EntityCodec<T>& codec) {
    using Found = Result<std::vector<std::optional<T>>>;
    std::vector<std::shared_ptr<const void>> shared;
    Cost cost;
    if (auto error = fetch_cached(options, detail::shared_decoder(codec), shared, cost)) {
      return Found(*std::move(error)).with_cost(cost);
    }
    std::vector<std::optional<T>> items(shared.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (shared[i] != nullptr) items[i] = *static_cast<const T*>(shared[i].get());
    }
    return Found(std::move(items)).with_cost(cost);
  }

 private:
  class Misses;

  /// The items in the order of the keys; null where there is none.
  std::optional<Error> fetch_cached(const BatchReadOptions& options, const detail::SharedDecoder& decoder,
                                    std::vector<std::shared_ptr<const void>>& items, Cost& cost);
};

}  // namespace partita::inline epoch1
