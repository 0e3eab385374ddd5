// Short ways to write and read in tests.
#pragma once

#include "every_type_codec.hpp"

#include <optional>
#include <string>
#include <string_view>

/// What came of reading: the value, or the error's text.
template <class T>
struct Decoded {
  T value{};
  std::string error;  ///< empty: none
};

/// Reads `text` as the object of a struct of every_type.
template <class T>
Decoded<T> decode(std::string_view text) {
  Decoded<T> result;
  partita::wire::TextReader in{text};
  every_type::Orders orders;
  every_type::Codec::read(in.reader(), orders, result.value);
  in.reader().end();
  if (!in.reader().ok()) result.error = in.reader().error().message();
  return result;
}

/// The text of a value, or its error after `error: `.
template <class T>
std::string encode(const T& value) {
  partita::wire::Writer out;
  partita::wire::write_value<every_type::Codec>(out, value);
  return out.failed() ? "error: " + out.error().message() : std::string(out.view());
}

/// One value of any type as the only attribute `a` of an item.
template <class T, partita::wire::Form F = partita::wire::Form::plain>
struct Single {
  T a{};

  struct Orders : every_type::Orders {
    partita::wire::Order<1> single;
  };
  static constexpr partita::wire::Members<1> members{{{"a", partita::wire::tag_of<T, F>(), partita::wire::required}}};
};

/// Reads `{"a": <value>}`; as a member that must be there.
template <class T, partita::wire::Form F = partita::wire::Form::plain>
Decoded<T> decode_value(std::string_view value) {
  using Item = Single<T, F>;
  Decoded<T> result;
  partita::wire::TextReader in{"{\"a\":" + std::string(value) + "}"};
  typename Item::Orders orders;
  {
    partita::wire::ObjectReader<every_type::Codec, typename Item::Orders> members{in.reader(), Item::members, orders,
                                                                                  orders.single};
    while (members.next()) members.read(partita::wire::As<T, F>{result.value});
  }
  in.reader().end();
  if (!in.reader().ok()) result.error = in.reader().error().message();
  return result;
}
