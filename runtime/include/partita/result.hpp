// The outcome of an operation: a value or an Error, and what it cost.
#pragma once

#include <partita/cost.hpp>
#include <partita/error.hpp>

#include <tl/expected.hpp>

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

class Cursor;  // <partita/cursor.hpp>
template <class T>
struct Page;

namespace detail {

/// What the results of queries have beside others: where to go on.
class GoesOn {
 public:
  /// The place behind the last item of this result; nullopt if there is nothing more, and for an error.
  template <class C = Cursor>
  std::optional<C> next() const {
    return next_ ? std::optional<C>(*next_) : std::nullopt;
  }
  template <class C>
  void set_next(std::optional<C> next) {
    next_ = next ? std::make_shared<const C>(*std::move(next)) : nullptr;
  }

 private:
  std::shared_ptr<const Cursor> next_;
};

struct Complete {};

template <class T>
struct Continuation {
  using type = Complete;
};
template <class T>
struct Continuation<std::vector<T>> {
  using type = GoesOn;
};
template <class T>
struct Continuation<Page<T>> {
  using type = GoesOn;
};

/// Prints the error and stops the program: `*result` was used without a test.
[[noreturn]] void stop_on_unchecked(const Error& error);
}  // namespace detail

/// A value or an Error. A forgotten one warns; reading the value of a failed one stops the program with the error's
/// text, in release builds too (after a test of the result the compiler removes the check). Nothing throws.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error>, public detail::Continuation<T>::type {
  using Base = tl::expected<T, Error>;

 public:
  using Base::Base;
  Result(Error error) : Base(tl::unexpect, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  constexpr const T& operator*() const& { return checked(), Base::operator*(); }
  constexpr T& operator*() & { return checked(), Base::operator*(); }
  constexpr T&& operator*() && { return checked(), std::move(*this).Base::operator*(); }
  constexpr const T* operator->() const { return checked(), Base::operator->(); }
  constexpr T* operator->() { return checked(), Base::operator->(); }
  constexpr const T& value() const& { return **this; }
  constexpr T& value() & { return **this; }
  constexpr T&& value() && { return *std::move(*this); }

  /// Requests, items and units of this call, also of a failed one.
  const Cost& cost() const { return cost_; }
  Result&& with_cost(const Cost& cost) && { return cost_ = cost, std::move(*this); }

 private:
  constexpr void checked() const {
    if (!this->has_value()) [[unlikely]]
      detail::stop_on_unchecked(this->error());
  }

  Cost cost_;
};

template <>
class [[nodiscard]] Result<void> : public tl::expected<void, Error> {
  using Base = tl::expected<void, Error>;

 public:
  using Base::Base;
  Result(Error error) : Base(tl::unexpect, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  const Cost& cost() const { return cost_; }
  Result&& with_cost(const Cost& cost) && { return cost_ = cost, std::move(*this); }

 private:
  Cost cost_;
};

}  // namespace partita::inline epoch1
