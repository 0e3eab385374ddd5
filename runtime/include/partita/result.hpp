// The outcome of an operation: a value or an Error, and what it cost.
#pragma once

#include <partita/cost.hpp>
#include <partita/error.hpp>

#include <tl/expected.hpp>

#include <string>
#include <type_traits>
#include <utility>

namespace partita::inline epoch1 {

namespace detail {
/// Prints the error and stops the program: `*result` was used without a test.
[[noreturn]] void stop_on_unchecked(const Error& error);
}  // namespace detail

/// A value or an Error. A forgotten one warns; reading the value of a failed one stops the program with the error's
/// text, in release builds too (after a test of the result the compiler removes the check). Nothing throws.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
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
