// Encodes values outside of an item: what updates and conditions compare with and set.
#pragma once

#include <partita/expression.hpp>
#include <partita/wire/members.hpp>
#include <partita/wire/values.hpp>
#include <partita/wire/writer.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace partita::inline epoch1::wire {

/// What was written, or the error that it met.
inline Value to_value(const Writer& out) {
  if (out.failed()) return Value::refused(out.error());
  return Value::encoded(std::string(out.view()));
}

/// A value that is no member of anything, for a comparison.
template <class Codec, class T>
Value value(const T& plain) {
  Writer out;
  write_value<Codec>(out, plain);
  return to_value(out);
}

namespace detail {

template <class Codec, Form F, class T>
Value member_value(const Member& member, const T& plain) {
  if constexpr (ConvertedShape<T>) {
    const StoredType<T>& stored = converter<T>::to_stored(plain);
    return member_value<Codec, F>(member, stored);
  } else {
    if constexpr (SetShape<T>) {
      if (plain.empty()) return Value::absent();
    }
    Writer out;
    Frame frame{&member, nullptr, 0};
    out.frame = &frame;
    if constexpr (StringShape<T>) {
      if (member.need.key != KeyPart::none) out.check_key(member, std::string_view(plain).size());
    } else if constexpr (BytesShape<T>) {
      if (member.need.key != KeyPart::none) out.check_key(member, plain.size());
    }
    write_tagged<Codec, F>(out, plain);
    return to_value(out);
  }
}

}  // namespace detail

/// A value as it would stand in the item under `name`: the rules of keys hold, errors name the attribute, and an empty
/// set is absent.
template <class Codec, std::size_t N, class Name, class T>
Value member_value(const Members<N>& members, Name name, const T& plain) {
  return detail::member_value<Codec, Form::plain>(members.list[static_cast<std::size_t>(name)], plain);
}
template <class Codec, std::size_t N, class Name, class T, Form F>
Value member_value(const Members<N>& members, Name name, const As<T, F>& in_form) {
  return detail::member_value<Codec, F>(members.list[static_cast<std::size_t>(name)], in_form.value);
}

}  // namespace partita::inline epoch1::wire
