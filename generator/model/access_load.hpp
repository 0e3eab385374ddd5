// What is expected of an access pattern, for its price and its rank.
#pragma once

#include <cstdint>

namespace partita::model {

enum class Criticality : std::uint8_t { low, normal, high };

/// Numbers that are 0 were not said.
struct AccessLoad {
  double per_second = 0;         ///< how often it is asked
  std::uint64_t items = 0;       ///< how many items answer it
  std::uint64_t item_bytes = 0;  ///< how large one of them is
  Criticality criticality = Criticality::normal;
};

}  // namespace partita::model
