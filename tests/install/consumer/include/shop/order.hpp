#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <string>

namespace shop {

struct Order {
  using partita_entity = partita::entity<"orders">;

  partita::partition_key<std::string> customer{};
  partita::sort_key<std::int64_t> number{};
  partita::attribute<std::string, partita::gsi_partition<"by_state">> state{};
};

}  // namespace shop
