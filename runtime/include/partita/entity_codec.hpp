// How the runtime reads items of an entity: function pointers that generated code fills in.
#pragma once

#include <partita/expression.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace partita::inline epoch1 {

namespace wire {
class Reader;
class Writer;
}  // namespace wire

/// One static constant an entity; never built by hand.
template <class T>
struct EntityCodec {
  std::string_view table;
  void (*read_item)(wire::Reader& in, T& item);
  void (*read_items)(wire::Reader& in, void* items);  ///< a std::vector<T>
  AttributeName ttl{};                                ///< seconds; an item past its time does not exist, deleted or not
  std::size_t (*count_items)(const void* items) = [](const void* items) {
    return static_cast<const std::vector<T>*>(items)->size();
  };
};

template <class T>
struct StreamCodec;  // <partita/stream.hpp>

}  // namespace partita::inline epoch1
