#pragma once

#include <partita/annotations.hpp>

#include <string>

namespace depot {

struct Parcel {
  using partita_entity = partita::entity<"traced_parcels", partita::access_pattern<"of_street", "street">>;

  partita::partition_key<std::string> id{};
  partita::attribute<std::string, partita::gsi_partition<"by_street">> street{};
};

}  // namespace depot
