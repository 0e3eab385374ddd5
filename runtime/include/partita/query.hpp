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
#include <partita/entity_codec.hpp>
#include <partita/key_range.hpp>
#include <partita/result.hpp>
#include <partita/sort_condition.hpp>
#include <partita/tenant.hpp>
#include <partita/view.hpp>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

/// The items of one request. Iterates as a range.
template <class T>
struct Page {
  std::vector<T> items;

  auto begin() const { return items.begin(); }
  auto end() const { return items.end(); }
  std::size_t size() const { return items.size(); }
  bool empty() const { return items.empty(); }
};

namespace detail {

/// A value of a condition on the sort key `name`, of `size` bytes, or the reason why no item can have it; `fits` says
/// whether it survived its conversion to the key's type.
Value sort_value(const AttributeName& name, Value value, std::size_t size, bool fits);

/// A query under construction or under way, behind a pointer: what it is made of stays out of generated headers.
class QueryState {
 public:
  /// `operation` is Query or Scan.
  QueryState(const Client& client, std::string_view operation, std::string_view table, std::string_view index);
  QueryState(const QueryState& other);
  QueryState(QueryState&& other) noexcept;
  QueryState& operator=(const QueryState& other);
  QueryState& operator=(QueryState&& other) noexcept;
  ~QueryState();

  void equal(const AttributeName& name, Value value);
  void head(const AttributeName& name, std::string_view literal);
  void sort(const AttributeName& name, SortOperator op, Value first, std::optional<Value> second);
  void filter(const Expression& expression);
  void descending(bool on);
  void consistent(bool on);
  void page_size(std::uint32_t items);
  void max_items(std::uint64_t items);
  void options(const CallOptions& options);
  void of_tenant(const AnyTenant& tenant);
  /// Asks for these attributes alone.
  void project(std::span<const AttributeName> attributes);

  /// Whether there may be another page.
  bool more() const;

  /// Sends one request and reads its items through `read` into `items`, of which `size` counts the elements. Afterwards
  /// the caller drops what lies beyond `keep()`.
  std::optional<Error> fetch(void* items, void (*read)(wire::Reader&, void*), std::size_t (*size)(const void*));
  std::size_t keep() const;

  /// Of the last page, and of all pages so far.
  const Cost& page_cost() const;
  const Cost& total_cost() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace detail

/// The pages of a query, read one request at a time as the loop asks for them. An input range of `Result<Page<T>>`.
/// Owns all it needs but the stop token of its options, which must outlive it. Not thread-safe. Movable as long as it
/// is not iterated, not copyable: a copy would read the query again. `begin()` sends the first request; call it once.
template <class T>
class Pages {
 public:
  class iterator {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = Result<Page<T>>;
    using iterator_concept = std::input_iterator_tag;

    iterator() = default;
    explicit iterator(Pages* pages) : pages_(pages) {}
    Result<Page<T>>& operator*() const { return *pages_->current_; }
    iterator& operator++() { return pages_->advance(), *this; }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t /*end*/) const { return !pages_->current_; }

   private:
    Pages* pages_ = nullptr;
  };

  Pages(detail::QueryState state, const EntityCodec<T>& codec) : state_(std::move(state)), codec_(&codec) {}
  Pages(Pages&&) noexcept = default;
  Pages& operator=(Pages&&) noexcept = default;
  Pages(const Pages&) = delete;
  Pages& operator=(const Pages&) = delete;
  ~Pages() = default;

  iterator begin() {
    advance();
    return iterator(this);
  }
  std::default_sentinel_t end() const { return {}; }

  /// The next page; nullopt after the last one, and after an error.
  std::optional<Result<Page<T>>> next() {
    advance();
    return std::move(current_);
  }

  /// What all pages so far have cost.
  const Cost& cost() const { return state_.total_cost(); }

 private:
  void advance() {
    current_.reset();
    if (failed_ || !state_.more()) return;
    Page<T> page;
    std::optional<Error> error = state_.fetch(&page.items, codec_->read_items, codec_->count_items);
    failed_ = error.has_value();
    if (!failed_) page.items.resize(state_.keep());
    Result<Page<T>> result = failed_ ? Result<Page<T>>(*std::move(error)) : Result<Page<T>>(std::move(page));
    current_.emplace(std::move(result).with_cost(state_.page_cost()));
  }

  detail::QueryState state_;
  const EntityCodec<T>* codec_;
  std::optional<Result<Page<T>>> current_;
  bool failed_ = false;
};

namespace detail {

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

  /// Reads lazily: one request a page.
  Pages<T> pages(const CallOptions& options = {}) const& { return run(state_, options, *codec_); }
  Pages<T> pages(const CallOptions& options = {}) && { return run(std::move(state_), options, *codec_); }

  /// Reads every page now, in as many requests as it takes. On an error nothing is returned but the error.
  Result<std::vector<T>> all(const CallOptions& options = {}) const { return collect(pages(options)); }

  /// The same for a view of the entity: only its attributes are sent. Not on an index that holds parts of items.
  template <view_of<Entity> View>
    requires std::is_same_v<T, Entity>
  Pages<View> pages_as(const CallOptions& options = {}) const {
    const ViewCodec<View>& view = find_view<Entity, View>();
    QueryState state = state_;
    state.project(view.attributes);
    return run(std::move(state), options, view.codec);
  }
  template <view_of<Entity> View>
    requires std::is_same_v<T, Entity>
  Result<std::vector<View>> all_as(const CallOptions& options = {}) const {
    return collect(pages_as<View>(options));
  }

  // What is no view of the entity, or not here, does not compile.
  template <class Other>
  Pages<Other> pages_as(const CallOptions& /*options*/ = {}) const {
    static_assert(reads_view<Other>, "pages_as takes a view of this entity, and only where whole items are read");
    return Pages<Other>(state_, EntityCodec<Other>{});
  }
  template <class Other>
  Result<std::vector<Other>> all_as(const CallOptions& /*options*/ = {}) const {
    static_assert(reads_view<Other>, "all_as takes a view of this entity, and only where whole items are read");
    return std::vector<Other>();
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
  static Pages<U> run(QueryState state, const CallOptions& options, const EntityCodec<U>& codec) {
    state.options(options);
    return Pages<U>(std::move(state), codec);
  }

  template <class U>
  static Result<std::vector<U>> collect(Pages<U> pages) {
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
    return Result<std::vector<U>>(std::move(items)).with_cost(pages.cost());
  }

  const EntityCodec<T>* codec_;
};

}  // namespace detail

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

 protected:
  Query(const Client& client, const EntityCodec<T>& codec, std::string_view index)
      : detail::Reading<Derived, T, Entity>(detail::QueryState(client, "Query", codec.table, index), codec) {}

  Derived& partition(const AttributeName& name, Value value) {
    return this->change([&] { this->state_.equal(name, std::move(value)); });
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

  template <class V>
  Derived& sort(const Field<Entity, V>& field, const SortCondition<V>& condition) {
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
};

/// A query on the table or a local index, which may be read consistently. Global indexes can't be.
template <class Derived, class T, class Entity = T>
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
