// String literals and numbers as arguments of annotations, and what can be required of them.
#pragma once

#include <cstddef>
#include <utility>

namespace partita {

/// The parts that users of the annotations never name, except to admit a key type of their own (`is_scalar_key`).
namespace detail {

/// A string literal as a template argument.
template <std::size_t N>
struct text {
  char characters[N]{};

  // NOLINTNEXTLINE(google-explicit-constructor): the point is that a literal converts
  constexpr text(const char (&literal)[N]) : text(literal, std::make_index_sequence<N>{}) {}

 private:
  template <std::size_t... I>
  constexpr text(const char (&literal)[N], std::index_sequence<I...> /*positions*/) : characters{literal[I]...} {}
};

template <std::size_t N>
text(const char (&)[N]) -> text<N>;

template <std::size_t N>
constexpr bool is_empty(const text<N>& /*value*/) {
  return N <= 1;
}

template <text How>
inline constexpr bool is_storage = false;
template <>
inline constexpr bool is_storage<"name"> = true;
template <>
inline constexpr bool is_storage<"number"> = true;

template <text Word>
inline constexpr bool is_criticality = false;
template <>
inline constexpr bool is_criticality<"low"> = true;
template <>
inline constexpr bool is_criticality<"normal"> = true;
template <>
inline constexpr bool is_criticality<"high"> = true;

template <text Word>
inline constexpr bool is_data_class = false;
template <>
inline constexpr bool is_data_class<"session"> = true;
template <>
inline constexpr bool is_data_class<"financial"> = true;

}  // namespace detail

/// The two ways to store an enumeration.
template <detail::text How>
concept name_or_number = detail::is_storage<How>;

/// How much it matters when an access pattern is slow.
template <detail::text Word>
concept low_normal_or_high = detail::is_criticality<Word>;

/// Data of which an old copy can do harm.
template <detail::text Word>
concept session_or_financial = detail::is_data_class<Word>;

/// A text that people will read: not empty.
template <detail::text Reason>
concept written_reason = !detail::is_empty(Reason);

/// Counts begin with 1.
template <std::size_t Count>
concept at_least_one = Count >= 1;

/// One number of shards or more, each of them 1 or more.
template <std::size_t... Counts>
concept shard_counts = sizeof...(Counts) >= 1 && (true && ... && (Counts >= 1));

/// Nothing, or one position; positions count from 1.
template <unsigned... Position>
concept one_position_from_1 = sizeof...(Position) <= 1 && (true && ... && (Position >= 1));

}  // namespace partita
