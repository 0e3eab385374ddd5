// A measurement: keys that are bytes and numbers, and a local index.
#pragma once

#include <partita/annotations.hpp>
#include <partita/decimal.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace lab {

struct Measurement {
  using partita_entity =
      partita::entity<"measurements", partita::suppress<"unbounded-item-collection", "a device stores few">>;

  partita::partition_key<std::vector<std::byte>> device{};
  partita::sort_key<std::int64_t> sequence{};
  partita::attribute<double, partita::lsi_sort<"by_value">> value{};
  partita::attribute<std::uint32_t, partita::gsi_partition<"by_day">> day{};
  partita::attribute<partita::decimal, partita::gsi_sort<"by_day">> amount{};
  std::string note{};

  bool operator==(const Measurement&) const = default;
};

}  // namespace lab
