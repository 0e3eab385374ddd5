// What programs write while everything goes wrong.
#pragma once

#include <partita/annotations.hpp>

#include <cstdint>
#include <string>

namespace ledger {

struct Note {
  using partita_entity = partita::entity<"faults-notes">;

  partita::partition_key<std::string> id{};
  std::string text{};
};

struct Counter {
  using partita_entity = partita::entity<"faults-counters">;

  partita::partition_key<std::string> id{};
  std::int64_t count{};
};

/// Changed by those alone who know the version.
struct Page {
  using partita_entity = partita::entity<"faults-pages">;

  partita::partition_key<std::string> id{};
  partita::version<std::int64_t> version{};
  std::int64_t edits{};
};

/// Served from the client's cache.
struct Setting {
  using partita_entity = partita::entity<"faults-settings", partita::cached<"1m">>;

  partita::partition_key<std::string> id{};
  std::int64_t value{};
};

/// Queried through the client's cache.
struct Choice {
  using partita_entity = partita::entity<"faults-choices", partita::cached<"1m">>;

  partita::partition_key<std::string> owner{};
  partita::sort_key<std::int32_t> number{};
  std::int64_t value{};
};

}  // namespace ledger
