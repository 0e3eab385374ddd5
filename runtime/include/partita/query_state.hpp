// What a query is made of, and its requests: what all query classes have behind them.
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/cursor.hpp>
#include <partita/error.hpp>
#include <partita/expression.hpp>
#include <partita/result.hpp>
#include <partita/sort_condition.hpp>
#include <partita/tenant.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace partita::inline epoch1 {

namespace wire {
class Reader;
}

/// What a query or scan reads. One constant each, in generated code; it must outlive the queries.
struct QuerySource {
  std::string_view entity{};
  std::string_view index{};                    ///< empty: the table
  std::span<const AttributeName> keys{};       ///< where an item stands: the key that is read, then others of the table
  std::size_t partition = 0;                   ///< of them, so many are the partition key that is read
  std::size_t sort = 0;                        ///< and so many behind those its sort key
  AttributeName ttl{};                         ///< by which expired items are left out; empty: they are not
  std::span<const std::string_view> hidden{};  ///< attributes that nothing must show
  bool skips_companions = false;               ///< lookup items and those of unique constraints lie among the items
  std::span<const AttributeName> held{};       ///< what entries have; empty: all of an item
};

struct WriteRules;  // <partita/write_rules.hpp>

namespace detail {

/// A value of a condition on the sort key `name`, of `size` bytes, or the reason why no item can have it; `fits` says
/// whether it survived its conversion to the key's type.
Value sort_value(const AttributeName& name, Value value, std::size_t size, bool fits);

/// A query under construction or under way, behind a pointer: what it is made of stays out of generated headers.
class QueryState {
 public:
  /// `operation` is Query or Scan.
  QueryState(const Client& client, std::string_view operation, std::string_view table, const QuerySource& source);
  QueryState(const QueryState& other);
  QueryState(QueryState&& other) noexcept;
  QueryState& operator=(const QueryState& other);
  QueryState& operator=(QueryState&& other) noexcept;
  ~QueryState();

  void equal(const AttributeName& name, Value value);
  /// The partition key of a query over write shards: its values, each of which is asked by itself.
  void shards(const AttributeName& name, std::vector<Value> values);
  void head(const AttributeName& name, std::string_view literal);
  void sort(const AttributeName& name, SortOperator op, Value first, std::optional<Value> second);
  void filter(const Expression& expression);
  /// Takes the conditions on keys out of the expression; what is left is a filter.
  void bind(Expression condition);
  void descending(bool on);
  void consistent(bool on);
  /// Serves pages from the client's cache, for so many seconds; the schema allows `most`.
  void cached(double seconds, std::int64_t most, bool may_be_consistent);
  void page_size(std::uint32_t items);
  void max_items(std::uint64_t items);
  void max_pages(std::uint64_t pages);
  /// No more than one item.
  void one_item();
  void after(const Cursor& cursor);
  void options(const CallOptions& options);
  /// Has the time limit run from now on for all pages together; without this each page has it for itself.
  void limit_all_pages();
  void of_tenant(const AnyTenant& tenant);
  /// Asks for these attributes and the keys alone.
  void project(std::span<const AttributeName> attributes);

  /// The items that are found are lookup items: reads those that they lead to instead.
  void follow_lookups(const WriteRules& rules);

  /// Whether there may be another page that was asked for.
  bool more() const;

  /// Sends one request and reads its items through `read` into `items`, of which `size` counts the elements. Afterwards
  /// the caller drops what lies beyond `keep()`.
  std::optional<Error> fetch(void* items, void (*read)(wire::Reader&, void*), std::size_t (*size)(const void*));
  std::size_t keep() const;

  /// Counts items, without reading any, until there are no more.
  std::optional<Error> count(std::uint64_t& items);

  /// Where to go on, when so many items of the last page were given out, and all of the pages before; nullopt if there
  /// is nothing more.
  Result<std::optional<Cursor>> next(std::size_t given_out) const;

  /// Of the last page, and of all pages so far.
  const Cost& page_cost() const;
  const Cost& total_cost() const;

 private:
  friend class SegmentScan;

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace detail

}  // namespace partita::inline epoch1
