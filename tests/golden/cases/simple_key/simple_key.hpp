// A key without sort key, no index, and an entity that is nothing but its key.
#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <string>

namespace golden::simple_key {

struct Setting {
  using partita_entity = partita::entity<"settings">;

  partita::partition_key<std::int64_t> number{};
  std::string text{};
};

struct Marker {
  using partita_entity = partita::entity<"markers">;

  partita::partition_key<std::string> name{};
};

}  // namespace golden::simple_key
