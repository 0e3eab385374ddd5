// Makes the constant by which the runtime reads items of an entity.
#pragma once

#include <partita/entity_codec.hpp>
#include <partita/wire/object.hpp>

#include <string_view>
#include <vector>

namespace partita::inline epoch1::wire {

template <class T, class Codec, class Orders>
constexpr EntityCodec<T> entity_codec(std::string_view table) {
  return {table, [](Reader& in, T& item) { read_item<Codec, Orders>(in, item); },
          [](Reader& in, void* items) { read_items<Codec, Orders>(in, *static_cast<std::vector<T>*>(items)); }};
}

}  // namespace partita::inline epoch1::wire
