// A key without sort key, no index, an entity that is nothing but its key, and a type called like a part of the runtime.
#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <string>

namespace golden::simple_key {

enum class State { on, off };

struct Setting {
  using partita_entity = partita::entity<"settings">;

  partita::partition_key<std::int64_t> number{};
  std::string text{};
  State state = State::on;
};

struct Marker {
  using partita_entity = partita::entity<"markers">;

  partita::partition_key<std::string> name{};
};

}  // namespace golden::simple_key
