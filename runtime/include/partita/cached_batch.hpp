// `get_many` of entities that their schema caches.
#pragma once

#include <partita/batch.hpp>

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
    const auto read = [](wire::Reader& in, const void* how) -> std::shared_ptr<const void> {
      auto item = std::make_shared<T>();
      static_cast<const EntityCodec<T>*>(how)->read_item(in, *item);
      return item;
    };
    std::vector<std::shared_ptr<const void>> shared;
    Cost cost;
    if (auto error = fetch_cached(options, {&codec, read}, shared, cost)) {
      return Found(*std::move(error)).with_cost(cost);
    }
    std::vector<std::optional<T>> items(shared.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (shared[i] != nullptr) items[i] = *static_cast<const T*>(shared[i].get());
    }
    return Found(std::move(items)).with_cost(cost);
  }

 private:
  /// Reads an item of the type that `codec` stands for.
  struct Decoder {
    const void* codec;
    std::shared_ptr<const void> (*read)(wire::Reader& in, const void* codec);
  };
  class Misses;

  /// The items in the order of the keys; null where there is none.
  std::optional<Error> fetch_cached(const BatchReadOptions& options, const Decoder& decoder,
                                    std::vector<std::shared_ptr<const void>>& items, Cost& cost);
};

}  // namespace partita::inline epoch1
