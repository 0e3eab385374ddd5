#pragma once

#include <partita/annotations.hpp>

struct Event {
  using partita_entity = partita::entity<
      "events",
      partita::access_pattern<"nothing", "">,
      partita::access_pattern<"gap", "day,, hour">,
      partita::access_pattern<"open", "day, ">,
      partita::access_pattern<"misspelt", "day, hour dsc">,
      partita::access_pattern<"early", "day desc, hour">,
      partita::access_pattern<"both", "day, hour range sorted">,
      partita::access_pattern<"no_reads", "day ->">,
      partita::access_pattern<"two_arrows", "day -> hour -> day">>;

  partita::partition_key<int> day{};
  partita::sort_key<int> hour{};
};
