// Reading and writing many items of one table by few requests.
//
//   auto found = contacts.get_many(keys);                      // std::optional<Contact> for each key, in their order
//   auto stored = notes.put_many(items);
//   if (!stored) retry_later(stored.left, *stored.error);      // nothing is dropped
#pragma once

#include <partita/batch_entries.hpp>
#include <partita/batch_options.hpp>
#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/entity_codec.hpp>
#include <partita/error.hpp>
#include <partita/result.hpp>
#include <partita/tenant.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>
#include <partita/write_rules.hpp>

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

struct Unconditionally {};
/// Allows a batch write of an entity whose single writes compare a version, a type or a tenant: a batch compares
/// nothing, and writes over whatever is there.
inline constexpr Unconditionally unconditionally{};

/// What a batch write did. `left` and `written` are all of what it was given.
struct [[nodiscard]] BatchResult {
  std::size_t written = 0;
  /// Positions, in rising order, of what DynamoDB did not confirm. If `error` says `maybe_applied`, some of it may be
  /// written all the same; to write it again does no harm.
  std::vector<std::size_t> left{};
  std::optional<Error> error{};  ///< why something is left
  Cost cost{};

  explicit operator bool() const { return !error.has_value(); }
};

/// False: what a batch write of a guarded entity says of itself.
template <class Items>
inline constexpr bool needs_no_conditions = false;

/// For generated code: a read of many items by their keys.
class BatchRead {
 public:
  BatchRead(const Client& client, const WriteRules& rules) : client_(client), rules_(rules) {}

  void of_tenant(const detail::AnyTenant& tenant) { tenant_ = tenant; }
  /// Where the next key goes.
  wire::Writer& key() { return keys_.next(); }
  /// As ItemRead::or_in, of the last key.
  void or_in(std::vector<std::string> older) { keys_.or_in(std::move(older)); }

  template <class T>
  Result<std::vector<std::optional<T>>> run(const BatchReadOptions& options, const EntityCodec<T>& codec) {
    struct Target {
      const EntityCodec<T>& codec;
      std::vector<std::optional<T>> items;
    } target{codec, std::vector<std::optional<T>>(keys_.size())};
    const auto read = [](wire::Reader& in, std::string_view /*item*/, std::span<const std::size_t> places, void* to) {
      auto* found = static_cast<Target*>(to);
      std::optional<T>& first = found->items[places.front()];
      found->codec.read_item(in, first.emplace());
      for (const std::size_t place : places.subspan(1)) found->items[place] = first;
    };
    Cost cost;
    if (auto error = fetch(options, read, &target, cost)) {
      return Result<std::vector<std::optional<T>>>(*std::move(error)).with_cost(cost);
    }
    return Result<std::vector<std::optional<T>>>(std::move(target.items)).with_cost(cost);
  }

  /// The items as they are stored, in the order of the keys; empty texts where there are none.
  std::optional<Error> run_raw(const BatchReadOptions& options, std::vector<std::string>& items, Cost& cost);

 protected:
  /// Is given each item, which the reader stands before, and the positions of its key.
  using Read = void (*)(wire::Reader& in, std::string_view item, std::span<const std::size_t> places, void* target);

  /// Asks the table for all keys.
  std::optional<Error> fetch(const BatchReadOptions& options, Read read, void* target, Cost& cost);
  const Client& client() const { return client_; }
  const WriteRules& rules() const { return rules_; }
  const detail::AnyTenant& tenant() const { return tenant_; }
  detail::BatchEntries& keys() { return keys_; }

 private:
  class Fetch;

  Client client_;
  const WriteRules& rules_;
  detail::AnyTenant tenant_;
  detail::BatchEntries keys_;
};

/// For generated code: puts of many items, or removes by many keys.
class BatchWrite {
 public:
  BatchWrite(const Client& client, WriteKind kind, const WriteRules& rules) : client_(client), part_{&rules, kind} {}

  /// Where the next item goes, or the next key.
  wire::Writer& next() { return part_.entries.next(); }
  /// Where else the last key may be. Removed in all places: an item lies in one, and a batch can't ask in which.
  void or_in(std::vector<std::string> older) { part_.entries.or_in(std::move(older)); }
  /// Sets the version of the next item to the one that is stored, one more than it has.
  template <class T>
  void count_up(T& version) {
    if (version == std::numeric_limits<T>::max()) {
      return part_.entries.refuse(
          Error(ErrorKind::invalid_argument, "version " + std::to_string(version) + " has no successor"));
    }
    ++version;
  }

  BatchResult run(const BatchOptions& options);

 private:
  Client client_;
  detail::BatchPart part_;
};

}  // namespace partita::inline epoch1
