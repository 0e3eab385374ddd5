// Reads of entities that their schema caches: `cached<"5m">`.
#pragma once

#include <partita/call.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace partita::inline epoch1 {

namespace detail {

/// Reads items of one type, without naming it.
struct SharedDecoder {
  const void* codec;  ///< tells whose items these are
  std::shared_ptr<const void> (*read)(wire::Reader& in, const void* codec);
};

template <class T>
SharedDecoder shared_decoder(const EntityCodec<T>& codec) {
  return {&codec, [](wire::Reader& in, const void* how) -> std::shared_ptr<const void> {
            auto item = std::make_shared<T>();
            static_cast<const EntityCodec<T>*>(how)->read_item(in, *item);
            return item;
          }};
}

/// Between a read and the client's cache. A consistent read asks nothing of the cache, and refreshes it.
class CachedRead {
 public:
  /// Of a client without a cache, of a call that is recorded, and of an item whose tenant its key does not tell,
  /// nothing is cached.
  CachedRead(const Client& client, const WriteRules& rules, const SharedDecoder& decoder, const AnyTenant& tenant,
             std::string_view table, std::string_view key, const ReadOptions& options);
  ~CachedRead();
  CachedRead(const CachedRead&) = delete;
  CachedRead& operator=(const CachedRead&) = delete;

  /// Whether nothing has to be read: `item()` is it, or null if there is none.
  bool is_known() const { return known_; }
  const std::shared_ptr<const void>& item() const { return item_; }
  /// The error of a call that ended while it waited for the read of another thread.
  const std::optional<Error>& error() const { return error_; }

  /// What the read is to be done with.
  const ReadOptions& options() const { return options_; }
  /// What it brought; null: there is no item. `answer` is the service's.
  void keep(std::shared_ptr<const void> item, std::string_view answer);
  /// Tells those that wait for the read that it failed.
  void fail(const Error& error);
  /// Whether an item that is out of date is to be served after such an error: `item()` is it.
  bool serves_stale(const Error& error);

 private:
  struct Filling;

  void look_up(const AnyTenant& tenant, std::string_view table, std::string_view key);
  void look_below(const AnyTenant& tenant, bool believe);

  const Client client_;
  const WriteRules& rules_;
  const SharedDecoder decoder_;
  ReadOptions options_;
  bool known_ = false;
  std::shared_ptr<const void> item_;
  std::optional<Error> error_;
  std::unique_ptr<Filling> filling_;
};

}  // namespace detail

/// For generated code: the client, whose cache looks at writes of the entity's table from now on.
Client caching(Client client, const WriteRules& rules);

/// `get` of a cached entity.
template <class T>
class CachedCall : public Call<std::optional<T>> {
 public:
  using Call<std::optional<T>>::Call;

  /// The cached item itself, which others share; null if there is none.
  Result<std::shared_ptr<const T>> run_shared(const ReadOptions& options, const EntityCodec<T>& codec) {
    using Shared = Result<std::shared_ptr<const T>>;
    const auto typed = [](const std::shared_ptr<const void>& item) { return std::static_pointer_cast<const T>(item); };
    detail::CachedRead cached(this->client(), this->rules(), detail::shared_decoder(codec), this->tenant(),
                              this->table(), this->key_text(), options);
    if (cached.error()) return Shared(*cached.error());
    if (cached.is_known()) return Shared(typed(cached.item()));
    Result<std::optional<T>> found = this->run(cached.options(), codec);
    if (!found) {
      cached.fail(found.error());
      if (cached.serves_stale(found.error())) return Shared(typed(cached.item())).with_cost(found.cost());
      return Shared(found.error()).with_cost(found.cost());
    }
    std::shared_ptr<const T> item;
    if (*found) item = std::make_shared<const T>(*std::move(*found));
    cached.keep(item, this->answer());
    return Shared(std::move(item)).with_cost(found.cost());
  }
};

/// The item by itself, which nobody shares.
template <class T>
Result<std::optional<T>> copied(const Result<std::shared_ptr<const T>>& shared) {
  if (!shared) return Result<std::optional<T>>(shared.error()).with_cost(shared.cost());
  std::optional<T> item;
  if (*shared != nullptr) item = **shared;
  return Result<std::optional<T>>(std::move(item)).with_cost(shared.cost());
}

}  // namespace partita::inline epoch1
