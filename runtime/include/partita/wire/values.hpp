// Reads and writes values of any C++ type that an attribute can have.
#pragma once

#include <partita/converter.hpp>
#include <partita/decimal.hpp>
#include <partita/timestamp.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/shapes.hpp>
#include <partita/wire/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

namespace partita::inline epoch1::wire {

template <class Codec, Form F, class T>
void write_tagged(Writer& out, const T& value);

template <class T, Form F>
void write_instant(Writer& out, const T& value) {
  const std::int64_t count = Instant<T>::count(value);
  if constexpr (tag_of<T, F>() == Tag::S) {
    out.iso_time(count);
  } else if constexpr (stored_in_seconds<T, F> && Instant<T>::resolution == 1) {
    out.integer(count / 1000 - (count % 1000 < 0 ? 1 : 0));
  } else {
    out.integer(count);
  }
}

/// Visits the elements in an order that follows from them alone. A hashed container's own order tells how it was
/// filled, and equal items would give different bodies.
template <class T, class Visit>
void visit_in_order(const T& container, Visit visit) {
  if constexpr (requires { typename T::hasher; }) {
    using Element = typename T::value_type;
    const auto key = [](const Element& element) -> const typename T::key_type& {
      if constexpr (MapShape<T>) {
        return element.first;
      } else {
        return element;
      }
    };
    const auto less = [&](const Element* a, const Element* b) { return key(*a) < key(*b); };
    std::set<const Element*, decltype(less)> sorted(less);
    for (const Element& element : container) sorted.insert(&element);
    for (const Element* element : sorted) visit(*element);
  } else {
    for (const auto& element : container) visit(element);
  }
}

/// The client's time as a point in time of another type, rounded down to its resolution.
template <class T>
T time_of(timestamp now) {
  return Instant<T>::make(Instant<T>::resolution == 1 ? now.milliseconds() : now.seconds());
}

/// What stands between the opening and the closing of a value.
template <class Codec, Form F, class T>
void write_payload(Writer& out, const T& value) {
  if constexpr (ConvertedShape<T>) {
    const StoredType<T>& stored = converter<T>::to_stored(value);
    write_payload<Codec, F>(out, stored);
  } else if constexpr (std::is_same_v<T, bool>) {
    out.boolean(value);
  } else if constexpr (std::is_enum_v<T> && F == Form::number) {
    write_payload<Codec, F>(out, static_cast<std::underlying_type_t<T>>(value));
  } else if constexpr (std::is_integral_v<T>) {
    if constexpr (std::is_signed_v<T>) {
      out.integer(static_cast<std::int64_t>(value));
    } else {
      out.integer(static_cast<std::uint64_t>(value));
    }
  } else if constexpr (std::is_floating_point_v<T> || std::is_same_v<T, decimal>) {
    out.number(value);
  } else if constexpr (InstantShape<T>) {
    write_instant<T, F>(out, value);
  } else if constexpr (StringShape<T>) {
    out.string(value);
  } else if constexpr (BytesShape<T>) {
    out.base64(value.data(), value.size());
  } else if constexpr (MapShape<T>) {
    ++out.elements;
    char separator = '{';
    visit_in_order(value, [&](const auto& member) {
      out.raw(separator);
      separator = ',';
      out.json_string(member.first);
      out.raw(':');
      write_tagged<Codec, F>(out, member.second);
    });
    if (separator == '{') out.raw('{');
    out.raw('}');
    --out.elements;
  } else if constexpr (SetShape<T>) {
    ++out.elements;
    char separator = '[';
    visit_in_order(value, [&](const auto& element) {
      out.raw(separator);
      separator = ',';
      out.raw('"');
      write_payload<Codec, F>(out, element);
      out.raw('"');
    });
    out.raw(']');
    --out.elements;
    if (separator == '[') out.fail_empty_set();
  } else if constexpr (ListShape<T> || ArrayShape<T>) {
    ++out.elements;
    char separator = '[';
    for (const typename T::value_type& element : value) {
      out.raw(separator);
      separator = ',';
      write_tagged<Codec, F>(out, element);
    }
    if (separator == '[') out.raw('[');
    out.raw(']');
    --out.elements;
  } else {
    Codec::write(out, value);
  }
}

template <class Codec, Form F, class T>
void write_tagged(Writer& out, const T& value) {
  out.raw(opening_of(tag_of<T, F>()));
  write_payload<Codec, F>(out, value);
  out.raw(closing_of(tag_of<T, F>()));
}

/// Writes a whole value: `{"S":"x"}`.
template <class Codec, class T>
void write_value(Writer& out, const T& value) {
  write_tagged<Codec, Form::plain>(out, value);
}
template <class Codec, class T, Form F>
void write_value(Writer& out, const As<T, F>& value) {
  write_tagged<Codec, F>(out, value.value);
}

/// A list may have had any number of elements; a hostile page must not make us reserve more than this for each.
inline constexpr std::uint32_t max_reserved = 64;

template <class Codec, Form F, class Orders, class T>
void read_payload(Reader& in, Orders& orders, T& value, std::uint32_t& count);

template <class T, Form F>
void read_instant(Reader& in, T& value) {
  using Limits = std::numeric_limits<std::int64_t>;
  if constexpr (tag_of<T, F>() == Tag::S) {
    value = Instant<T>::make(in.iso_time());
  } else if constexpr (stored_in_seconds<T, F>) {
    // So that its milliseconds fit too.
    const std::int64_t seconds = in.signed_integer(Limits::min() / 1000, Limits::max() / 1000);
    value = Instant<T>::make(seconds * (1000 / Instant<T>::resolution));
  } else {
    value = Instant<T>::make(in.signed_integer(Limits::min(), Limits::max()));
  }
}

/// False if the set has an equal element.
template <class T>
bool insert_unique(T& set, typename T::value_type element) {
  const std::size_t before = set.size();
  set.emplace_hint(set.end(), std::move(element));
  return set.size() != before;
}

template <class Codec, Form F, class Orders, class T>
void read_set(Reader& in, Orders& orders, T& value) {
  value.clear();
  std::uint32_t nested = 0;
  ++in.elements;
  for (bool first = true; in.next_element(first); first = false) {
    if (!in.quote()) break;
    typename T::value_type element{};
    read_payload<Codec, F>(in, orders, element, nested);
    if (!insert_unique(value, std::move(element))) in.fail_value("holds one value twice, which a set cannot");
  }
  --in.elements;
}

template <class Codec, Form F, class Orders, class T>
void read_list(Reader& in, Orders& orders, T& value, std::uint32_t& count) {
  using Element = typename T::value_type;
  std::uint32_t nested = 0;
  value.clear();
  in.enter();
  for (bool first = true; in.next_element(first); first = false) {
    if (first) value.reserve(count < max_reserved ? count : max_reserved);
    in.open(tag_of<Element, F>());
    if constexpr (std::is_same_v<Element, bool>) {
      bool element = false;
      in.boolean(element);
      value.push_back(element);
    } else {
      read_payload<Codec, F>(in, orders, value.emplace_back(), nested);
    }
    in.close();
  }
  in.leave();
  count = static_cast<std::uint32_t>(value.size());
}

template <class Codec, Form F, class Orders, class T>
void read_array(Reader& in, Orders& orders, T& value) {
  std::uint32_t nested = 0;
  std::size_t read = 0;
  bool more = false;
  in.enter();
  for (bool first = true; in.next_element(first); first = false) {
    more = read == value.size();
    if (more) break;
    in.open(tag_of<typename T::value_type, F>());
    read_payload<Codec, F>(in, orders, value[read++], nested);
    in.close();
  }
  in.leave();
  if (in.ok() && (more || read != value.size())) in.fail_length(read + (more ? 1 : 0), value.size());
}

template <class Codec, Form F, class Orders, class T>
void read_map(Reader& in, Orders& orders, T& value) {
  std::uint32_t nested = 0;
  std::string key;
  value.clear();
  in.enter();
  for (bool first = true; in.next_map_key(first, key); first = false) {
    using Element = typename T::mapped_type;
    in.open(tag_of<Element, F>());
    const auto [place, fresh] = value.try_emplace(std::move(key));
    if (!fresh) {
      in.fail_value("holds one key twice");
      break;
    }
    read_payload<Codec, F>(in, orders, place->second, nested);
    in.close();
  }
  in.leave();
}

template <class Codec, Form F, class Orders, class T>
void read_converted(Reader& in, Orders& orders, T& value, std::uint32_t& count) {
  StoredType<T> stored{};
  read_payload<Codec, F>(in, orders, stored, count);
  if (!in.ok()) return;
  auto converted = converter<T>::from_stored(std::move(stored));
  if (converted) {
    value = *std::move(converted);
  } else {
    in.fail_conversion(converted.error());
  }
}

/// Reads what stands between the opening and the closing of a value. `count` remembers how long a list was.
template <class Codec, Form F, class Orders, class T>
void read_payload(Reader& in, Orders& orders, T& value, std::uint32_t& count) {
  if constexpr (ConvertedShape<T>) {
    read_converted<Codec, F>(in, orders, value, count);
  } else if constexpr (std::is_same_v<T, bool>) {
    in.boolean(value);
  } else if constexpr (std::is_enum_v<T> && F == Form::number) {
    std::underlying_type_t<T> number{};
    read_payload<Codec, F>(in, orders, number, count);
    value = static_cast<T>(number);
  } else if constexpr (std::is_integral_v<T>) {
    in.integer(value);
  } else if constexpr (std::is_floating_point_v<T> || std::is_same_v<T, decimal>) {
    in.number(value);
  } else if constexpr (InstantShape<T>) {
    read_instant<T, F>(in, value);
  } else if constexpr (StringShape<T>) {
    in.string(value);
  } else if constexpr (BytesShape<T>) {
    value.clear();
    in.base64(value);
  } else if constexpr (MapShape<T>) {
    read_map<Codec, F>(in, orders, value);
  } else if constexpr (SetShape<T>) {
    read_set<Codec, F>(in, orders, value);
  } else if constexpr (ListShape<T>) {
    read_list<Codec, F>(in, orders, value, count);
  } else if constexpr (ArrayShape<T>) {
    read_array<Codec, F>(in, orders, value);
  } else {
    Codec::read(in, orders, value);
  }
}

}  // namespace partita::inline epoch1::wire
