// Reading the items of one partition key value, page by page.
//
// The query classes of a repository derive from `Query`; each serves one key or index, so that a query never scans.
//
//   for (auto& page : contacts.by_account("a-9").page_size(100).pages()) {
//     if (!page) return report(page.error());          // after an error the range ends
//     for (const crm::Contact& contact : *page) ...
//   }
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/condition.hpp>
#include <partita/cursor.hpp>
#include <partita/entity_codec.hpp>
#include <partita/field.hpp>
#include <partita/key_layout.hpp>
#include <partita/key_range.hpp>
#include <partita/pages.hpp>
#include <partita/query_state.hpp>
#include <partita/result.hpp>
#include <partita/sort_condition.hpp>
#include <partita/tenant.hpp>
#include <partita/view.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

/// The options of a query or scan: those of any call. Consistent reads are asked for by the query's own `consistent()`,
/// which exists where they do.
class QueryOptions : public CallOptions {
 public:
  QueryOptions() = default;
  QueryOptions(const CallOptions& options) : CallOptions(options) {}  // NOLINT(google-explicit-constructor)
  template <std::same_as<ReadOptions> Options>
  QueryOptions(const Options& options) : CallOptions(options) {  // NOLINT(google-explicit-constructor)
    static_assert(detail::never<Options>, "ReadOptions are for get(): a query is told by its own consistent()");
  }
};

namespace detail {

/// What a filter of the query may ask. A scan has no key, and reads whole items.
template <class Query, AttributeBits Mentioned>
constexpr bool names_no_key() {
  if constexpr (requires { Query::layout; }) {
    return (Mentioned & Query::layout.key()) == 0;
  } else {
    return true;
  }
}
template <class Query, AttributeBits Mentioned>
constexpr bool names_what_is_held() {
  if constexpr (requires { Query::layout; }) {
    return (Mentioned & ~Query::layout.held()) == 0;
  } else {
    return true;
  }
}

/// Whether the schema lets a client's cache serve what the query reads.
template <class Query>
constexpr bool is_cached() {
  return requires { Query::cached_seconds; };
}

/// False: what a reading says when it is asked for a view that it can't give.
template <class>
inline constexpr bool reads_view = false;

/// What queries and scans have in common. Setters change a named one in place and hand a temporary on, so both
/// `if (x) query.where(...)` and a chain work.
template <class Derived, class T, class Entity>
class Reading {
 public:
  /// Drops items that don't match, after they were read and paid for: what a key condition can say belongs there.
  /// Several filters must all hold.
  Derived& where(const Condition<Entity>& condition) & {
    return change([&] { state_.filter(condition.expression()); });
  }
  Derived where(const Condition<Entity>& condition) && { return std::move(where(condition)); }
  // The same for a condition whose type knows its attributes. Without, what it may not name shows when the query runs.
  template <AttributeBits Mentioned, AttributeBits Equal, AttributeBits Ranged>
  Derived& where(const ConditionOn<Entity, Mentioned, Equal, Ranged>& condition) & {
    static_assert(names_no_key<Derived, Mentioned>(),
                  "a filter cannot name an attribute of the key that is queried: the query has methods for it");
    static_assert(names_what_is_held<Derived, Mentioned>(),
                  "a filter cannot name an attribute that this index does not hold");
    return change([&] { state_.filter(condition.expression()); });
  }
  // Asserts for itself: compilers show every function between the call and the assertion.
  template <AttributeBits Mentioned, AttributeBits Equal, AttributeBits Ranged>
  Derived where(const ConditionOn<Entity, Mentioned, Equal, Ranged>& condition) && {
    static_assert(names_no_key<Derived, Mentioned>(),
                  "a filter cannot name an attribute of the key that is queried: the query has methods for it");
    static_assert(names_what_is_held<Derived, Mentioned>(),
                  "a filter cannot name an attribute that this index does not hold");
    return std::move(change([&] { state_.filter(condition.expression()); }));
  }

  /// Items that the service evaluates for one page (its Limit), before a filter. A page ends at 1 MB in any case.
  Derived& page_size(std::uint32_t items) & {
    return change([&] { state_.page_size(items); });
  }
  Derived page_size(std::uint32_t items) && { return std::move(page_size(items)); }

  /// Ends the query after so many items. Without it, all items are read.
  Derived& max_items(std::uint64_t items) & {
    return change([&] { state_.max_items(items); });
  }
  Derived max_items(std::uint64_t items) && { return std::move(max_items(items)); }

  /// Ends the query after so many pages, whatever they held; `next()` of the result says where it goes on.
  Derived& max_pages(std::uint64_t pages) & {
    return change([&] { state_.max_pages(pages); });
  }
  Derived max_pages(std::uint64_t pages) && { return std::move(max_pages(pages)); }

  /// Goes on behind the last item that another run of this query gave out. A cursor that was changed, or is of another
  /// entity, index, tenant, condition, filter or order, or signed by a key that the client does not have, is refused
  /// with `invalid_argument`; page_size, max_items, max_pages, view and consistency may differ.
  Derived& after(const Cursor& cursor) & {
    return change([&] { state_.after(cursor); });
  }
  Derived after(const Cursor& cursor) && { return std::move(after(cursor)); }

  /// Reads lazily: one request a page.
  Pages<T> pages(const QueryOptions& options = {}) const& { return run(state_, options, *codec_); }
  Pages<T> pages(const QueryOptions& options = {}) && { return run(std::move(state_), options, *codec_); }

  /// The same, item by item.
  Items<T> items(const QueryOptions& options = {}) const& { return run_items(state_, options); }
  Items<T> items(const QueryOptions& options = {}) && { return run_items(std::move(state_), options); }

  /// Reads every page now, in as many requests as it takes. On an error nothing is returned but the error. `next()` of
  /// the result says where to go on behind max_items or max_pages.
  Result<std::vector<T>> all(const QueryOptions& options = {}) const { return collect(pages(options)); }

  /// The first item, or nullopt. Reads no further than that: one item where there is no filter, with one as many pages
  /// as it takes to find a match.
  Result<std::optional<T>> first(const QueryOptions& options = {}) const { return first_of(state_, options, *codec_); }

  /// Whether there is an item. Reads as far as `first`, and decodes nothing.
  Result<bool> exists(const QueryOptions& options = {}) const {
    QueryState state = state_;
    state.one_item();
    const auto found = counted(std::move(state), options);
    if (!found) return Result<bool>(found.error()).with_cost(found.cost());
    return Result<bool>(*found != 0).with_cost(found.cost());
  }

  /// How many items `all` would return, over all pages. The service still reads every one of them: it costs what `all`
  /// costs, only the items are not sent and decoded.
  /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Other.html#Query.Count
  Result<std::uint64_t> count(const QueryOptions& options = {}) const { return counted(state_, options); }

  /// The same for a view of the entity: only its attributes are sent. Not on an index that holds parts of items.
  template <view_of<Entity> View>
    requires std::is_same_v<T, Entity>
  Pages<View> pages_as(const QueryOptions& options = {}) const {
    const ViewCodec<View>& view = find_view<Entity, View>();
    QueryState state = state_;
    state.project(view.attributes);
    return run(std::move(state), options, view.codec);
  }
  template <view_of<Entity> View>
    requires std::is_same_v<T, Entity>
  Result<std::vector<View>> all_as(const QueryOptions& options = {}) const {
    return collect(pages_as<View>(options));
  }

  /// The first item as a view, or nullopt; reads as far as `first`.
  template <view_of<Entity> View>
    requires std::is_same_v<T, Entity>
  Result<std::optional<View>> first_as(const QueryOptions& options = {}) const {
    const ViewCodec<View>& view = find_view<Entity, View>();
    QueryState state = state_;
    state.project(view.attributes);
    return first_of(std::move(state), options, view.codec);
  }

  // What is no view of the entity, or not here, does not compile.
  template <class Other>
  Pages<Other> pages_as(const QueryOptions& /*options*/ = {}) const {
    static_assert(reads_view<Other>, "pages_as takes a view of this entity, and only where whole items are read");
    return Pages<Other>(state_, EntityCodec<Other>{});
  }
  template <class Other>
  Result<std::vector<Other>> all_as(const QueryOptions& /*options*/ = {}) const {
    static_assert(reads_view<Other>, "all_as takes a view of this entity, and only where whole items are read");
    return std::vector<Other>();
  }
  template <class Other>
  Result<std::optional<Other>> first_as(const QueryOptions& /*options*/ = {}) const {
    static_assert(reads_view<Other>, "first_as takes a view of this entity, and only where whole items are read");
    return std::optional<Other>();
  }

 protected:
  Reading(QueryState state, const EntityCodec<T>& codec) : state_(std::move(state)), codec_(&codec) {}

  void set_consistent(bool on) { state_.consistent(on); }
  void of_tenant(const AnyTenant& tenant) { state_.of_tenant(tenant); }

  template <class Change>
  Derived& change(Change apply) {
    apply();
    return static_cast<Derived&>(*this);
  }

  QueryState state_;

 private:
  template <class U>
  static Result<std::optional<U>> first_of(QueryState state, const CallOptions& options, const EntityCodec<U>& codec) {
    state.one_item();
    auto found = collect(run(std::move(state), options, codec));
    if (!found) return Result<std::optional<U>>(found.error()).with_cost(found.cost());
    std::optional<U> item;
    if (!found->empty()) item = std::move(found->front());
    return Result<std::optional<U>>(std::move(item)).with_cost(found.cost());
  }

  static Result<std::uint64_t> counted(QueryState state, const CallOptions& options) {
    state.options(options);
    std::uint64_t items = 0;
    if (auto error = state.count(items)) {
      return Result<std::uint64_t>(*std::move(error)).with_cost(state.total_cost());
    }
    return Result<std::uint64_t>(items).with_cost(state.total_cost());
  }

  Items<T> run_items(QueryState state, const CallOptions& options) const {
    state.options(options);
    return Items<T>(std::move(state), *codec_);
  }

  template <class U>
  static Pages<U> run(QueryState state, const CallOptions& options, const EntityCodec<U>& codec) {
    state.options(options);
    return Pages<U>(std::move(state), codec);
  }

  template <class U>
  static Result<std::vector<U>> collect(Pages<U> pages) {
    pages.limit_all();
    std::vector<U> items;
    while (auto page = pages.next()) {
      if (!*page) return Result<std::vector<U>>(page->error()).with_cost(pages.cost());
      if (items.empty()) {
        items = std::move((*page)->items);
      } else {
        items.insert(items.end(), std::make_move_iterator((*page)->items.begin()),
                     std::make_move_iterator((*page)->items.end()));
      }
    }
    auto next = pages.cursor();
    if (!next) return Result<std::vector<U>>(next.error()).with_cost(pages.cost());
    Result<std::vector<U>> result(std::move(items));
    result.set_next(*std::move(next));
    return std::move(result).with_cost(pages.cost());
  }

  const EntityCodec<T>* codec_;
};

}  // namespace detail

template <class Derived, class T, class Entity = T>
class ConsistentQuery;

/// A query on one key or index. `Derived` is the generated class; it adds the condition on the sort key. `T` is what it
/// returns: the entity, or what a narrower index projects of it.
template <class Derived, class T, class Entity = T>
class [[nodiscard]] Query : public detail::Reading<Derived, T, Entity> {
 public:
  /// Order of the sort key; ascending is the default.
  Derived& ascending() & {
    return this->change([&] { this->state_.descending(false); });
  }
  Derived ascending() && { return std::move(ascending()); }
  Derived& descending() & {
    return this->change([&] { this->state_.descending(true); });
  }
  Derived descending() && { return std::move(descending()); }

  /// Serves each page of the query from the client's cache for so long, a std::chrono::duration: as often as it is
  /// asked for with the same key, conditions, filter, order and options. At most as long as the schema lets items be
  /// cached; 0: asks the table. This client's own writes are seen at once, those of others after that time, and
  /// nothing is served longer than it lives. `consistent()` asks the table, and refreshes.
  template <class Duration>
    requires requires(Duration d) { d.count(), Duration::period::num, Duration::period::den; }
  Derived& cached(Duration lifetime) & {
    static_assert(detail::is_cached<Derived>(), "nothing of this entity is cached: its schema does not say cached");
    return set_cached(lifetime);
  }
  // Asserts for itself: compilers show every function between the call and the assertion.
  template <class Duration>
    requires requires(Duration d) { d.count(), Duration::period::num, Duration::period::den; }
  Derived cached(Duration lifetime) && {
    static_assert(detail::is_cached<Derived>(), "nothing of this entity is cached: its schema does not say cached");
    return std::move(set_cached(lifetime));
  }

  /// Not on a global index.
  template <class Refused = Derived>
  Refused consistent(bool /*on*/ = true) const {
    static_assert(detail::never<Refused>,
                  "a global index cannot be read consistently: its entries follow the table's items some time later");
    return static_cast<const Refused&>(*this);
  }

 protected:
  Query(const Client& client, const EntityCodec<T>& codec, const QuerySource& source)
      : detail::Reading<Derived, T, Entity>(detail::QueryState(client, "Query", codec.table, source), codec) {}

  Derived& partition(const AttributeName& name, Value value) {
    return this->change([&] { this->state_.equal(name, std::move(value)); });
  }

  /// The same of a key with write shards: a value for each of them.
  Derived& shards(const AttributeName& name, std::vector<Value> values) {
    return this->change([&] { this->state_.shards(name, std::move(values)); });
  }

  /// Takes the key condition out of a condition that the key serves; the rest is a filter.
  Derived& bind(const Expression& condition) {
    return this->change([&] { this->state_.bind(condition); });
  }

  /// Binds a sort attribute before the one that `sort` is about.
  Derived& sort_equals(const AttributeName& name, Value value) {
    return this->change([&] { this->state_.equal(name, std::move(value)); });
  }

  /// What the composed sort keys of this entity begin with: holds as long as nothing is asked of the sort key.
  Derived& sort_begins_with(const AttributeName& name, std::string_view literal) {
    return this->change([&] { this->state_.head(name, literal); });
  }

  Derived& sort(const AttributeName& name, KeyRange range) {
    return this->change([&] { this->state_.sort(name, range.op, std::move(range.first), std::move(range.second)); });
  }

  template <class V, Place At>
  Derived& sort(const Field<Entity, V, At>& field, const SortCondition<V>& condition) {
    const auto checked = [&](const V& value) {
      std::size_t size = 1;
      if constexpr (requires { value.size_bytes(); }) {
        size = value.size_bytes();
      } else if constexpr (std::is_same_v<V, std::string_view>) {
        size = value.size();
      }
      return detail::sort_value(field, field.value(value), size, condition.fits);
    };
    std::optional<Value> second;
    if (condition.op == SortOperator::between) second = checked(condition.second);
    return this->change([&] { this->state_.sort(field, condition.op, checked(condition.first), std::move(second)); });
  }

 private:
  template <class Duration>
  Derived& set_cached(Duration lifetime) {
    if constexpr (detail::is_cached<Derived>()) {
      constexpr bool is_consistent = std::is_base_of_v<ConsistentQuery<Derived, T, Entity>, Derived>;
      const double seconds = static_cast<double>(lifetime.count()) * static_cast<double>(Duration::period::num) /
                             static_cast<double>(Duration::period::den);
      return this->change([&] { this->state_.cached(seconds, Derived::cached_seconds, is_consistent); });
    }
    return static_cast<Derived&>(*this);
  }
};

/// A query on the table or a local index, which may be read consistently. Global indexes can't be.
template <class Derived, class T, class Entity>
class [[nodiscard]] ConsistentQuery : public Query<Derived, T, Entity> {
 public:
  /// Reads what was written last, at twice the read units.
  Derived& consistent(bool on = true) & {
    this->set_consistent(on);
    return static_cast<Derived&>(*this);
  }
  Derived consistent(bool on = true) && { return std::move(consistent(on)); }

 protected:
  using Query<Derived, T, Entity>::Query;
};

}  // namespace partita::inline epoch1
