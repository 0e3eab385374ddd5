// Reading an item collection: entities that share a partition key value, by one query into one structure.
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/entity_codec.hpp>
#include <partita/error.hpp>
#include <partita/expression.hpp>
#include <partita/query_state.hpp>
#include <partita/result.hpp>
#include <partita/tenant.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

/// For generated readers: a query over one partition, whose items go to the members of a structure by what their
/// discriminator says. Runs once; the members must outlive it. Not thread-safe.
class CollectionCall {
 public:
  /// `discriminator` is the attribute that says what an item is; empty: the table holds one entity.
  CollectionCall(const Client& client, std::string_view table, std::string_view discriminator)
      : client_(client),
        query_(client, "Query", table, discriminator.empty() ? without_companions : whole_partition),
        discriminator_(discriminator) {}

  void partition(const AttributeName& name, Value value) { query_.equal(name, std::move(value)); }
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

  /// Reads every page, in as many requests as it takes, and returns the structure that the members are of. On an error
  /// nothing is returned but the error.
  template <class Collection>
  Result<Collection> run(Collection& found, const ReadOptions& options) {
    if (auto error = read(options)) return Result<Collection>(*std::move(error)).with_cost(query_.total_cost());
    return Result<Collection>(std::move(found)).with_cost(query_.total_cost());
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

  std::optional<Error> read(const ReadOptions& options);
  void read_page(wire::Reader& in);
  void read_item(wire::Reader& in) const;
  /// Null: no member holds the item.
  const Member* member_of(wire::Reader& in) const;

  static constexpr QuerySource whole_partition{};
  /// What tells the items of the one entity from its companions.
  static constexpr QuerySource without_companions{.skips_companions = true};

  Client client_;
  detail::QueryState query_;
  std::string_view discriminator_;
  std::vector<Member> members_;
  std::size_t page_items_ = 0;
};

}  // namespace partita::inline epoch1
