// The comparisons of fields with values and with each other; comes with <partita/field.hpp>.
#pragma once

#include <partita/field_types.hpp>

namespace partita::inline epoch1 {

// Each asserts for itself: compilers show every function between the call and the assertion.
template <detail::any_field F, class U>
auto operator==(const F& field, const U& value) {
  constexpr bool compares = F::template compares<U>;
  static_assert(compares, "this attribute cannot be compared with a value of this type");
  if constexpr (compares) {
    return field.template ask<key_bit_of(F::place), 0>("@ = ?", value);
  } else {
    return field.exists();
  }
}
template <detail::any_field F, class U>
auto operator!=(const F& field, const U& value) {
  constexpr bool compares = F::template compares<U>;
  static_assert(compares, "this attribute cannot be compared with a value of this type");
  if constexpr (compares) {
    return field.template ask<0, 0>("@ <> ?", value);
  } else {
    return field.exists();
  }
}
template <detail::any_field F, class U>
auto operator<(const F& field, const U& value) {
  constexpr bool compares = F::template compares<U>;
  static_assert(detail::has_order<F>, "truth values have no order: compare them by == and !=");
  static_assert(compares, "this attribute cannot be compared with a value of this type");
  if constexpr (compares) {
    return field.template ask<0, key_bit_of(F::place)>("@ < ?", value);
  } else {
    return field.exists();
  }
}
template <detail::any_field F, class U>
auto operator<=(const F& field, const U& value) {
  constexpr bool compares = F::template compares<U>;
  static_assert(detail::has_order<F>, "truth values have no order: compare them by == and !=");
  static_assert(compares, "this attribute cannot be compared with a value of this type");
  if constexpr (compares) {
    return field.template ask<0, key_bit_of(F::place)>("@ <= ?", value);
  } else {
    return field.exists();
  }
}
template <detail::any_field F, class U>
auto operator>(const F& field, const U& value) {
  constexpr bool compares = F::template compares<U>;
  static_assert(detail::has_order<F>, "truth values have no order: compare them by == and !=");
  static_assert(compares, "this attribute cannot be compared with a value of this type");
  if constexpr (compares) {
    return field.template ask<0, key_bit_of(F::place)>("@ > ?", value);
  } else {
    return field.exists();
  }
}
template <detail::any_field F, class U>
auto operator>=(const F& field, const U& value) {
  constexpr bool compares = F::template compares<U>;
  static_assert(detail::has_order<F>, "truth values have no order: compare them by == and !=");
  static_assert(compares, "this attribute cannot be compared with a value of this type");
  if constexpr (compares) {
    return field.template ask<0, key_bit_of(F::place)>("@ >= ?", value);
  } else {
    return field.exists();
  }
}

// C++20 would try these for `value == field`, and complain about the result's type.
template <class U, detail::any_field F>
  requires(!detail::any_field<U>)
auto operator==(const U&, const F&) {
  static_assert(detail::never<U>, "write the attribute on the left: field == value");
}
template <class U, detail::any_field F>
  requires(!detail::any_field<U>)
auto operator!=(const U&, const F&) {
  static_assert(detail::never<U>, "write the attribute on the left: field != value");
}
template <class U, detail::any_field F>
  requires(!detail::any_field<U>)
auto operator<(const U&, const F&) {
  static_assert(detail::never<U>, "write the attribute on the left: field < value");
}
template <class U, detail::any_field F>
  requires(!detail::any_field<U>)
auto operator<=(const U&, const F&) {
  static_assert(detail::never<U>, "write the attribute on the left: field <= value");
}
template <class U, detail::any_field F>
  requires(!detail::any_field<U>)
auto operator>(const U&, const F&) {
  static_assert(detail::never<U>, "write the attribute on the left: field > value");
}
template <class U, detail::any_field F>
  requires(!detail::any_field<U>)
auto operator>=(const U&, const F&) {
  static_assert(detail::never<U>, "write the attribute on the left: field >= value");
}

}  // namespace partita::inline epoch1
