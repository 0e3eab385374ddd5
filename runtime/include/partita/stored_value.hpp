// How what a caller passes is stored in a field: a value, or a whole list, map, set or structure.
#pragma once

#include <partita/comparable.hpp>
#include <partita/expression.hpp>
#include <partita/field_types.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::inline epoch1::detail {

/// Whole values, of the values in them; the first that can't be stored is what the whole becomes.
Value whole_list(const std::vector<Value>& elements);
Value whole_map(const std::vector<std::pair<std::string, Value>>& entries);
/// Absent if there are no elements. One that is there twice counts once.
Value whole_set(const std::vector<Value>& elements);
Value out_of_range();

template <class U>
using ElementOf = std::decay_t<decltype(*std::declval<const U&>().begin())>;

template <class U>
concept container =
    !std::is_convertible_v<const U&, std::string_view> && requires(const U& values) { values.begin() != values.end(); };
template <class U>
concept dictionary = container<U> && requires(const ElementOf<U>& entry) {
  std::string_view(entry.first);
  entry.second;
};

/// Of a field of `T`s, which are values: what it takes, what that becomes, and what a list in braces is.
template <class T>
struct Stored {
  using Listed = T;

  template <class U>
  static constexpr bool takes = has_values<T> && comparable<T, U>;

  template <class U>
  static Value of(EncodeOf<T> encode, const U& value) {
    return fits<T>(value) ? encoded<T>(encode, value) : out_of_range();
  }
};

/// A whole structure is written by its own field.
template <>
struct Stored<Document> {
  using Listed = void;

  template <class U>
  static constexpr bool takes = false;
};

template <class T>
struct StoredElements {
  using Listed = std::vector<typename Stored<T>::Listed>;

  template <class U>
  static constexpr bool takes_elements() {
    if constexpr (container<U>) {
      return Stored<T>::template takes<ElementOf<U>>;
    } else {
      return false;
    }
  }
  template <class U>
  static constexpr bool takes = takes_elements<U>();

  template <class U>
  static std::vector<Value> elements(EncodeOf<T> encode, const U& values) {
    std::vector<Value> list;
    for (const ElementOf<U>& each : values) list.push_back(Stored<T>::of(encode, each));
    return list;
  }
};

template <class T>
struct Stored<SetOf<T>> : StoredElements<T> {
  template <class U>
  static Value of(EncodeOf<T> encode, const U& values) {
    return whole_set(StoredElements<T>::elements(encode, values));
  }
};

template <class T>
struct Stored<ListOf<T>> : StoredElements<T> {
  template <class U>
  static Value of(EncodeOf<T> encode, const U& values) {
    return whole_list(StoredElements<T>::elements(encode, values));
  }
};

/// Its length is not known here.
template <class T>
struct Stored<ArrayOf<T>> {
  using Listed = std::vector<typename Stored<T>::Listed>;

  template <class U>
  static constexpr bool takes = false;
};

template <class T>
struct Stored<MapOf<T>> {
  using Listed = std::vector<std::pair<std::string_view, typename Stored<T>::Listed>>;

  template <class U>
  static constexpr bool takes_entries() {
    if constexpr (dictionary<U>) {
      return Stored<T>::template takes<std::decay_t<decltype(std::declval<const ElementOf<U>&>().second)>>;
    } else {
      return false;
    }
  }
  template <class U>
  static constexpr bool takes = takes_entries<U>();

  template <class U>
  static Value of(EncodeOf<T> encode, const U& values) {
    std::vector<std::pair<std::string, Value>> entries;
    for (const auto& each : values) {
      entries.emplace_back(std::string_view(each.first), Stored<T>::of(encode, each.second));
    }
    return whole_map(entries);
  }
};

template <template <Place> class Fields>
struct Stored<StructureOf<Fields>> {
  using Listed = typename Fields<place_inside>::Whole;

  template <class U>
  static constexpr bool takes = requires(const U& whole) { Fields<place_inside>::value_of(whole); };

  template <class U>
  static Value of(NoEncode /*none*/, const U& whole) {
    return Fields<place_inside>::value_of(whole);
  }
};

}  // namespace partita::inline epoch1::detail
