// The pages of a query, and the items of its pages, as ranges.
#pragma once

#include <partita/cost.hpp>
#include <partita/cursor.hpp>
#include <partita/entity_codec.hpp>
#include <partita/query_state.hpp>
#include <partita/result.hpp>

#include <cstddef>
#include <iterator>
#include <optional>
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

  /// Has the time limit of the options run from now on, for all pages together.
  void limit_all() { state_.limit_all_pages(); }

  /// The next page; nullopt after the last one, and after an error.
  std::optional<Result<Page<T>>> next() {
    advance();
    return std::move(current_);
  }

  /// What all pages so far have cost.
  const Cost& cost() const { return state_.total_cost(); }

  /// Where to go on behind the pages so far, as each page's `next()`; after an error, behind those before it.
  Result<std::optional<Cursor>> cursor() const { return state_.next(state_.keep()); }

 private:
  void advance() {
    current_.reset();
    if (failed_ || !state_.more()) return;
    Page<T> page;
    std::optional<Error> error = state_.fetch(&page.items, codec_->read_items, codec_->count_items);
    std::optional<Cursor> next;
    if (!error) {
      page.items.resize(state_.keep());
      auto made = cursor();
      if (made) next = *std::move(made);
      if (!made) error = made.error();
    }
    failed_ = error.has_value();
    Result<Page<T>> result = failed_ ? Result<Page<T>>(*std::move(error)) : Result<Page<T>>(std::move(page));
    result.set_next(std::move(next));
    current_.emplace(std::move(result).with_cost(state_.page_cost()));
  }

  detail::QueryState state_;
  const EntityCodec<T>* codec_;
  std::optional<Result<Page<T>>> current_;
  bool failed_ = false;
};

/// The items of a query one by one, page after page, each page read when the loop comes to it. An input range of
/// `Result<T>`: an error is one element, the last. Otherwise as `Pages`.
///
///   for (auto& contact : contacts.by_account("a-9").items()) {
///     if (!contact) return report(contact.error());
///     use(*contact);
///   }
template <class T>
class Items {
 public:
  class iterator {
   public:
    using difference_type = std::ptrdiff_t;
    using value_type = Result<T>;
    using iterator_concept = std::input_iterator_tag;

    iterator() = default;
    explicit iterator(Items* items) : items_(items) {}
    Result<T>& operator*() const { return *items_->current_; }
    iterator& operator++() { return items_->advance(), *this; }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t /*end*/) const { return !items_->current_; }

   private:
    Items* items_ = nullptr;
  };

  Items(detail::QueryState state, const EntityCodec<T>& codec) : state_(std::move(state)), codec_(&codec) {}
  Items(Items&&) noexcept = default;
  Items& operator=(Items&&) noexcept = default;
  Items(const Items&) = delete;
  Items& operator=(const Items&) = delete;
  ~Items() = default;

  iterator begin() {
    advance();
    return iterator(this);
  }
  std::default_sentinel_t end() const { return {}; }

  /// What all pages so far have cost.
  const Cost& cost() const { return state_.total_cost(); }

  /// Where to go on behind the item that the loop was last given; nullopt behind the last one.
  Result<std::optional<Cursor>> cursor() const { return state_.next(given_out_); }

 private:
  void advance() {
    current_.reset();
    while (!failed_ && given_out_ == page_.size() && state_.more()) {
      page_.clear();
      given_out_ = 0;
      std::optional<Error> error = state_.fetch(&page_, codec_->read_items, codec_->count_items);
      failed_ = error.has_value();
      page_.resize(failed_ ? 0 : state_.keep());
      if (failed_) current_.emplace(*std::move(error));
    }
    if (given_out_ < page_.size()) current_.emplace(std::move(page_[given_out_++]));
  }

  detail::QueryState state_;
  const EntityCodec<T>* codec_;
  std::vector<T> page_;
  std::size_t given_out_ = 0;  // of the page
  std::optional<Result<T>> current_;
  bool failed_ = false;
};

}  // namespace partita::inline epoch1
