// What a query or scan asks for, and the body of its requests.
#pragma once

#include <partita/call.hpp>
#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cursor.hpp>
#include <partita/error.hpp>
#include <partita/expression.hpp>
#include <partita/query_state.hpp>
#include <partita/sort_condition.hpp>
#include <partita/tenant.hpp>
#include <partita/write_rules.hpp>

#include "key_condition.hpp"

#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

/// A partition key whose items are spread over write shards: its values.
struct KeyShards {
  AttributeName name;
  std::vector<Value> values;
};

/// Where one request begins, and what else differs from request to request.
struct PageStart {
  std::string_view start_key{};  ///< empty: at the beginning
  std::uint64_t left = 0;        ///< items that are still wanted
  std::int64_t now = 0;          ///< seconds
  bool consistent = false;
  const Value* shard = nullptr;  ///< one of the values of `shards`
};

/// What the caller asked for: copied when a query is.
struct QueryRequest {
  static constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

  Client client;
  std::string_view operation;
  std::string_view table;
  const QuerySource* source;
  std::optional<KeyShards> shards{};
  std::vector<KeyCondition> equalities{};  // on the partition key, and on sort attributes before the last one asked for
  std::optional<KeyCondition> sort{};
  std::optional<KeyCondition> unless_sorted{};  // what holds for the sort key while nothing is asked of it
  std::optional<Expression> filter{};
  bool descending = false;
  bool consistent = false;
  std::chrono::milliseconds cached{};  // how long pages may be served; 0: they are not
  bool may_be_consistent = false;      // of what is cached
  std::optional<std::uint32_t> page_size{};
  std::uint64_t max_items = no_limit;
  std::uint64_t max_pages = no_limit;
  std::uint32_t segment = 0;
  std::uint32_t segments = 0;            // of a scan; 0: it has none
  bool counts = false;                   // what there is, instead of returning it
  const WriteRules* followed = nullptr;  // of the items that lookup items lead to; null: what is found is the items
  std::optional<Cursor> after{};
  CallOptions options{};
  AnyTenant tenant{};
  std::span<const AttributeName> projected{};  // empty: all
  std::optional<Error> error{};                // the first value that cannot be sent

  void refuse(const std::optional<Error>& reason) {
    if (reason && !error) error = reason;
  }

  void equal(const AttributeName& name, Value value);
  void compare_sort_key(const AttributeName& name, SortOperator op, Value first, std::optional<Value> second);
  void add_filter(const Expression& expression);
  /// Takes the conditions on keys out of the expression; what is left is a filter.
  void bind(Expression condition);

  /// All that a cursor is bound to, each part with its length: no two queries have the same text.
  std::string scope() const;
  /// The value of an attribute by which all items of one request lie in one partition; null: there is none.
  const Value* bound(std::string_view name, const PageStart& page) const;
  /// The body of one request.
  void write(Exchange& exchange, const PageStart& page);

 private:
  bool is_bound(std::string_view name) const;
  bool skips_expired() const { return !source->ttl.name.empty(); }
  const std::optional<KeyCondition>& sort_condition() const { return sort ? sort : unless_sorted; }
  std::string filter_text(ExpressionParts& parts, std::int64_t now) const;
};

/// These attributes of an item, as JSON; nullopt if it lacks one.
std::optional<std::string> key_of(std::string_view item, std::span<const AttributeName> names);

}  // namespace partita::inline epoch1::detail
