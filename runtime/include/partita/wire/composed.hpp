// Writes, checks and reads composed keys with parts of any type. Generated code includes it where an entity has some.
#pragma once

#include <partita/expression.hpp>
#include <partita/key_range.hpp>
#include <partita/sort_condition.hpp>
#include <partita/wire/key_template.hpp>
#include <partita/wire/object.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace partita::inline epoch1::wire {

/// A part of a key that need not be read from it: the entry holds the attribute itself. With what the extent of the
/// part follows from.
template <class T>
struct Held {};
template <class T>
inline constexpr Held<T> held{};

/// A composed key as an item brought it. Lives as long as the reader.
class StoredKey {
 public:
  bool is_there() const { return is_there_; }
  std::string_view text() const { return is_copy_ ? std::string_view(copy_) : view_; }
  /// `stays`: the text is good as long as the reader; else it is copied.
  void set(std::string_view text, bool stays) {
    is_there_ = true;
    is_copy_ = !stays;
    if (stays) {
      view_ = text;
    } else {
      copy_ = text;
    }
  }

 private:
  bool is_there_ = false;
  bool is_copy_ = false;
  std::string_view view_;
  std::string copy_;
};

namespace detail {

template <class T>
bool is_present(const T& value) {
  if constexpr (OptionalShape<T>) {
    return value.has_value();
  } else {
    return true;
  }
}

template <class T>
std::int64_t milliseconds_of(const T& time) {
  constexpr std::int64_t resolution = Instant<T>::resolution;
  constexpr std::int64_t limit = std::numeric_limits<std::int64_t>::max() / resolution;
  const std::int64_t count = Instant<T>::count(time);
  // What is too much for milliseconds is too much for a key: it stays so.
  return (count > limit ? limit : count < -limit ? -limit : count) * resolution;
}

/// The codec knows the names of enumerations.
template <class Codec, class T>
PartValue part_value(const T& value) {
  if constexpr (OptionalShape<T>) {
    return part_value<Codec>(*value);  // NOLINT(bugprone-unchecked-optional-access): is_present() was asked
  } else if constexpr (std::is_enum_v<T>) {
    const std::string_view name = Codec::name(value);
    return name.empty() ? PartValue::no_enumerator() : PartValue::of(name);
  } else if constexpr (InstantShape<T>) {
    return PartValue::of_time(milliseconds_of(value));
  } else if constexpr (std::is_integral_v<T>) {
    static_assert(!std::is_same_v<T, bool>, "a truth value is no part of a key");
    if constexpr (std::is_signed_v<T>) {
      return PartValue::of_signed(value);
    } else {
      return PartValue::of_unsigned(value);
    }
  } else {
    static_assert(StringShape<T>, "a part of a key is text, an integer, an enumeration or a point in time");
    return PartValue::of(value);
  }
}

template <class T>
inline constexpr bool is_held = false;
template <class T>
inline constexpr bool is_held<const Held<T>> = true;
template <class T>
struct HeldType {
  using type = T;
};
template <class T>
struct HeldType<const Held<T>> {
  using type = T;
};

template <class Part>
constexpr PartKind part_kind() {
  using T = typename HeldType<Part>::type;
  if constexpr (OptionalShape<T>) {
    return part_kind<typename T::value_type>();
  } else if constexpr (InstantShape<T>) {
    return PartKind::time;
  } else if constexpr (std::is_integral_v<T>) {
    return PartKind::number;
  } else {
    return PartKind::text;
  }
}

template <class Codec, class T>
bool read_part(const TemplateView& key, const TemplatePart& part, std::string_view text, T& value) {
  if constexpr (is_held<T>) {
    return true;  // what it holds is compared by check()
  } else if constexpr (OptionalShape<T>) {
    return read_part<Codec>(key, part, text, value.emplace());
  } else if constexpr (std::is_enum_v<T>) {
    std::string name;
    return read_text(key, part, text, name) && Codec::named(name, value);
  } else if constexpr (InstantShape<T>) {
    const auto milliseconds = read_time(text);
    if (!milliseconds || *milliseconds % Instant<T>::resolution != 0) return false;
    value = Instant<T>::make(*milliseconds / Instant<T>::resolution);
    return true;
  } else if constexpr (std::is_integral_v<T>) {
    using Limits = std::numeric_limits<T>;
    if constexpr (std::is_signed_v<T>) {
      const auto number = read_signed(part, text, Limits::min(), Limits::max());
      if (number) value = static_cast<T>(*number);
      return number.has_value();
    } else {
      const auto number = read_unsigned(part, text, Limits::max());
      if (number) value = static_cast<T>(*number);
      return number.has_value();
    }
  } else {
    return read_text(key, part, text, value);
  }
}

// Not templates: they exist once for all entities.
void expect_text(Reader& in, std::string_view expected, bool is_type);
void write_composed(Writer& out, const TemplateView& key, std::span<const PartValue> values);
Value composed_value(const Member& member, const TemplateView& key, std::span<const PartValue> values);
std::vector<Value> shard_values(const Member& member, const TemplateView& key, std::span<const PartValue> values);
std::vector<std::string> older_keys(const TemplateView& key, std::span<const PartValue> values);
bool is_composed_of(const StoredKey& stored, const TemplateView& key, std::span<const PartValue> values);
std::string not_composed(const TemplateView& key);
std::string not_decomposed(const TemplateView& key);
KeyRange key_range(const Member& member, const TemplateView& key, std::span<const PartValue> values, SortOperator op,
                   const PartValue& second, bool fits);

}  // namespace detail

/// The name of an enumeration's value; empty if it has none.
template <class E, std::size_t N>
std::string_view name_of(const EnumNames<E, N>& names, E value) {
  for (const EnumName<E>& each : names.list) {
    if (each.value == value) return each.name;
  }
  return {};
}

/// Finds the value of that name.
template <class E, std::size_t N>
bool find_named(const EnumNames<E, N>& names, std::string_view name, E& value) {
  for (const EnumName<E>& each : names.list) {
    if (each.name != name) continue;
    value = each.value;
    return true;
  }
  return false;
}

/// An ObjectWriter for structs with composed keys.
template <class Codec>
class ComposedWriter : public ObjectWriter<Codec> {
 public:
  using ObjectWriter<Codec>::ObjectWriter;

  /// Writes the key that the parts make. With a part absent it is absent too: the item is not in that index.
  template <class Name, std::size_t N, class... Parts>
  void compose(Name name, const KeyTemplate<N>& key, const Parts&... parts) {
    static_assert(sizeof...(Parts) == N, "a value for each part");
    if (!(detail::is_present(parts) && ...)) return;
    const std::array<PartValue, N> values{detail::part_value<Codec>(parts)...};
    Writer& out = this->begin(this->member(name));
    detail::write_composed(out, key.view(), values);
    out.raw(closing_of(Tag::S));
  }
};

/// An ObjectReader for structs with composed keys.
template <class Codec, class Orders>
class ComposedReader : public ObjectReader<Codec, Orders> {
 public:
  using ObjectReader<Codec, Orders>::ObjectReader;
  using ObjectReader<Codec, Orders>::read;

  /// Keeps the current member for when its parts are there.
  void read(StoredKey& key) {
    Reader& in = this->in();
    if (this->is_null()) return this->fail_null();
    const std::string_view text = in.text();
    key.set(text, in.keeps(text));
    in.close();
  }

  /// Reads what is the same in all items of this key: `PROFILE`.
  void read_constant(std::string_view expected) { expect(expected, false); }
  /// Reads the attribute that says what an item is.
  void read_type(std::string_view expected) { expect(expected, true); }

  /// Reads parts that the entry of an index holds nowhere else; `held` for one that it does.
  template <class Name, std::size_t N, class... Parts>
  void decompose(Name name, const StoredKey& stored, const KeyTemplate<N>& key, Parts&... parts) {
    static_assert(sizeof...(Parts) == N, "a target for each part");
    if (!stored.is_there() || !this->in().ok()) return;
    std::array<PartText, N> texts{PartText{detail::part_kind<Parts>(), {}}...};
    bool good = wire::decompose(key.view(), stored.text(), texts);
    std::size_t i = 0;
    ((good = good && detail::read_part<Codec>(key.view(), key.parts[i], texts[i].text, parts), ++i), ...);
    if (!good) this->fail_member(name, detail::not_decomposed(key.view()));
  }

  /// Compares the stored key with the one that the item's attributes make.
  template <class Name, std::size_t N, class... Parts>
  void check(Name name, const StoredKey& stored, const KeyTemplate<N>& key, const Parts&... parts) {
    static_assert(sizeof...(Parts) == N, "a value for each part");
    if (!stored.is_there() || !this->in().ok()) return;
    bool good = (detail::is_present(parts) && ...);
    if (good) {
      const std::array<PartValue, N> values{detail::part_value<Codec>(parts)...};
      good = detail::is_composed_of(stored, key.view(), values);
    }
    if (!good) this->fail_member(name, detail::not_composed(key.view()));
  }

 private:
  void expect(std::string_view expected, bool is_type) {
    if (this->is_null()) return this->fail_null();
    detail::expect_text(this->in(), expected, is_type);
    this->in().close();
  }
};

/// The key that the parts make, as it stands in an item.
template <class Codec, std::size_t M, class Name, std::size_t N, class... Parts>
Value composed_value(const Members<M>& members, Name name, const KeyTemplate<N>& key, const Parts&... parts) {
  static_assert(sizeof...(Parts) == N, "a value for each part");
  const std::array<PartValue, N> values{detail::part_value<Codec>(parts)...};
  return detail::composed_value(members.list[static_cast<std::size_t>(name)], key.view(), values);
}

/// The key of each write shard, as it stands in an item, from the parts that are no shard.
template <class Codec, std::size_t M, class Name, std::size_t N, class... Parts>
std::vector<Value> shard_values(const Members<M>& members, Name name, const KeyTemplate<N>& key,
                                const Parts&... parts) {
  static_assert(sizeof...(Parts) + 1 == N, "a value for each part but the shard");
  const std::array<PartValue, sizeof...(Parts)> values{detail::part_value<Codec>(parts)...};
  return detail::shard_values(members.list[static_cast<std::size_t>(name)], key.view(), values);
}

/// The keys, as JSON, that the parts made with other numbers of write shards than the one in force.
template <class Codec, std::size_t N, class... Parts>
std::vector<std::string> older_keys(const KeyTemplate<N>& key, const Parts&... parts) {
  static_assert(sizeof...(Parts) == N, "a value for each part");
  const std::array<PartValue, N> values{detail::part_value<Codec>(parts)...};
  return detail::older_keys(key.view(), values);
}

/// The keys whose first parts have these values.
template <class Codec, std::size_t M, class Name, std::size_t N, class... Parts>
KeyRange keys_with(const Members<M>& members, Name name, const KeyTemplate<N>& key, const Parts&... parts) {
  static_assert(sizeof...(Parts) > 0 && sizeof...(Parts) <= N, "values for the first parts");
  const std::array<PartValue, sizeof...(Parts)> values{detail::part_value<Codec>(parts)...};
  return detail::key_range(members.list[static_cast<std::size_t>(name)], key.view(), values, SortOperator::equal, {},
                           true);
}

/// The keys whose first parts have these values, and whose next part satisfies the condition.
template <class Codec, std::size_t M, class Name, std::size_t N, class T, class... Parts>
KeyRange keys_where(const SortCondition<T>& condition, const Members<M>& members, Name name, const KeyTemplate<N>& key,
                    const Parts&... before) {
  static_assert(sizeof...(Parts) < N, "a part is left for the condition");
  const std::array<PartValue, sizeof...(Parts) + 1> values{detail::part_value<Codec>(before)...,
                                                           detail::part_value<Codec>(condition.first)};
  PartValue second;
  if (condition.op == SortOperator::between) second = detail::part_value<Codec>(condition.second);
  return detail::key_range(members.list[static_cast<std::size_t>(name)], key.view(), values, condition.op, second,
                           condition.fits);
}

}  // namespace partita::inline epoch1::wire
