// Makes the constant by which the runtime reads items of an entity.
#pragma once

#include <partita/entity_codec.hpp>
#include <partita/wire/object.hpp>
#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include <string_view>
#include <vector>

namespace partita::inline epoch1::wire {

template <class T, class Codec, class Orders>
constexpr EntityCodec<T> entity_codec(std::string_view table, AttributeName ttl = {}) {
  return {table,
          [](Reader& in, T& item) {
            in.entity = Codec::entity;
            read_item<Codec, Orders>(in, item);
          },
          [](Reader& in, void* items) {
            in.entity = Codec::entity;
            read_items<Codec, Orders>(in, *static_cast<std::vector<T>*>(items));
          },
          ttl};
}

/// Decodes the stored item, encodes it again and compares it with what was sent: attribute order does not matter.
template <class T, class Codec, class Orders>
bool same_item(std::string_view stored, std::string_view sent, const void* tenant) {
  TextReader in{stored};
  in.reader().tenant = tenant;
  T item{};
  read_item<Codec, Orders>(in.reader(), item);
  if (!in.reader().ok()) return false;
  Writer again;
  Codec::write(again, item);
  return sent == again.view();
}

}  // namespace partita::inline epoch1::wire
