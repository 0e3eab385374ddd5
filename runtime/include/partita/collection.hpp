// Reading an item collection: entities that share a partition key value, by one query into one structure.
//
//   auto part = team_reader.get("t-1", partita::CollectionOptions().max_items(100));
//   if (part && part.next()) store(part.next()->to_string());  // where a later call goes on
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/cursor.hpp>
#include <partita/entity_codec.hpp>
#include <partita/error.hpp>
#include <partita/expression.hpp>
#include <partita/query_state.hpp>
#include <partita/result.hpp>
#include <partita/tenant.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

/// Taken last by `get` of a reader: a collection is read whole, or part by part.
class CollectionOptions : public ReadOptions {
 public:
  CollectionOptions() = default;
  // NOLINTNEXTLINE(google-explicit-constructor)
  CollectionOptions(const CallOptions& options) { CallOptions::operator=(options); }
  CollectionOptions(const ReadOptions& options) : ReadOptions(options) {}  // NOLINT(google-explicit-constructor)

  /// Items that one request evaluates; default: as many as the service reads at once, 1 MB.
  CollectionOptions& page_size(std::uint32_t items) { return page_size_ = items, *this; }
  /// Ends after so many items of the partition, those of other entities and expired ones included.
  CollectionOptions& max_items(std::uint64_t items) { return max_items_ = items, *this; }
  /// Ends after so many pages.
  CollectionOptions& max_pages(std::uint64_t pages) { return max_pages_ = pages, *this; }
  /// Goes on where another part of the same collection ended. What was in that part is not in this one, also where it
  /// is the only item of its entity.
  CollectionOptions& after(const Cursor& cursor) { return after_ = cursor, *this; }

  const std::optional<std::uint32_t>& page_size() const { return page_size_; }
  const std::optional<std::uint64_t>& max_items() const { return max_items_; }
  const std::optional<std::uint64_t>& max_pages() const { return max_pages_; }
  const std::optional<Cursor>& after() const { return after_; }

  // As in ReadOptions, for chains.
  CollectionOptions& consistent(bool on = true) { return ReadOptions::consistent(on), *this; }
  template <class Duration>
  CollectionOptions& timeout(Duration limit) {
    return CallOptions::timeout(limit), *this;
  }
  template <class Token>
  CollectionOptions& stop(const Token& token) {
    return CallOptions::stop(token), *this;
  }
  template <class Token>
  CollectionOptions& stop(const Token&& token) = delete;  // the token would be gone before the call
  CollectionOptions& trace_parent(std::string_view parent) { return CallOptions::trace_parent(parent), *this; }
  using CallOptions::trace_parent;

 private:
  std::optional<std::uint32_t> page_size_;
  std::optional<std::uint64_t> max_items_;
  std::optional<std::uint64_t> max_pages_;
  std::optional<Cursor> after_;
};

/// A collection, or a part of one: then `next()` is where it goes on.
template <class Collection>
class [[nodiscard]] CollectionResult : public Result<Collection>, public detail::GoesOn {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor)
  CollectionResult(Result<Collection> result) : Result<Collection>(std::move(result)) {}
};

/// For generated readers: a query over one partition, whose items go to the members of a structure by what their
/// discriminator says. Runs once; the members must outlive it. Not thread-safe.
class CollectionCall {
 public:
  /// `discriminator` is the attribute that says what an item is; empty: the table holds one entity. `key` is that of
  /// the table.
  CollectionCall(const Client& client, std::string_view name, std::string_view table, std::string_view discriminator,
                 const std::array<AttributeName, 2>& key)
      : client_(client),
        scope_(" " + std::string(name)),
        key_(key),
        source_{.entity = scope_, .keys = key_},
        query_(client, "Query", table, source_),
        discriminator_(discriminator) {}
  CollectionCall(const CollectionCall&) = delete;
  CollectionCall& operator=(const CollectionCall&) = delete;

  void partition(Value value) { query_.equal(key_.front(), std::move(value)); }
  /// Has a filter leave out the items of lookups and unique constraints, where no discriminator tells them.
  void skip_companions() { source_.skips_companions = true; }
  void of_tenant(const detail::AnyTenant& tenant) { query_.of_tenant(tenant); }

  /// Items of `type` go to the member `name`: to a list all of them, to an optional the only one. Items past their time
  /// to live are skipped.
  template <class T>
  void member(std::string_view name, std::string_view type, const EntityCodec<T>& codec, std::vector<T>& items) {
    members_.push_back({name, type, codec.ttl, &codec, &items, [](wire::Reader& in, const Member& to) {
                          auto& list = *static_cast<std::vector<T>*>(to.target);
                          static_cast<const EntityCodec<T>*>(to.codec)->read_item(in, list.emplace_back());
                          return true;
                        }});
  }
  template <class T>
  void member(std::string_view name, std::string_view type, const EntityCodec<T>& codec, std::optional<T>& item) {
    members_.push_back({name, type, codec.ttl, &codec, &item, [](wire::Reader& in, const Member& to) {
                          auto& one = *static_cast<std::optional<T>*>(to.target);
                          if (one) return false;
                          static_cast<const EntityCodec<T>*>(to.codec)->read_item(in, one.emplace());
                          return true;
                        }});
  }

  /// Reads as many pages as the options allow, and returns the structure that the members are of. On an error nothing
  /// is returned but the error.
  template <class Collection>
  CollectionResult<Collection> run(Collection& found, const CollectionOptions& options) {
    std::optional<Cursor> next;
    if (auto error = read(options, next)) return Result<Collection>(*std::move(error)).with_cost(query_.total_cost());
    CollectionResult<Collection> result{Result<Collection>(std::move(found)).with_cost(query_.total_cost())};
    result.set_next(std::move(next));
    return result;
  }

 private:
  struct Member {
    std::string_view name;
    std::string_view type;
    AttributeName ttl;
    const void* codec;
    void* target;
    bool (*read)(wire::Reader& in, const Member& to);  // false, and nothing read: there is one already
  };

  std::optional<Error> read(const CollectionOptions& options, std::optional<Cursor>& next);
  void read_page(wire::Reader& in);
  void read_item(wire::Reader& in) const;
  /// Null: no member holds the item.
  const Member* member_of(wire::Reader& in) const;

  Client client_;
  std::string scope_;  // whose cursors these are, behind an entity, which there is none of
  std::array<AttributeName, 2> key_;
  QuerySource source_;
  detail::QueryState query_;
  std::string_view discriminator_;
  std::vector<Member> members_;
  std::size_t page_items_ = 0;
  std::uint64_t left_ = 0;  // of max_items, when the page begins
};

}  // namespace partita::inline epoch1
