// Entities whose partition keys are spread over shards.
#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <string>

namespace lab {

struct Event {
  using partita_entity =
      partita::entity<"events", partita::composed_partition_key<"pk", "DAY#{day}#{shard}">,
                      partita::composed_sort_key<"sk", "{event_id}">, partita::write_shards<"event_id", 4, 16>,
                      partita::index<"by_device", partita::keys_only>>;
  std::string day{};
  std::string event_id{};
  partita::attribute<std::string, partita::gsi_partition<"by_device">> device{};
};

struct Tick {
  using partita_entity = partita::entity<"ticks", partita::composed_partition_key<"pk", "{series}#{shard:3}">,
                                         partita::write_shards<"number", 100>>;
  std::string series{};
  partita::sort_key<std::int64_t> number{};
};

}  // namespace lab
