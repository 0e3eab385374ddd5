// The one table of diagnostic ids. An id is public API: scripts, suppressions and docs/diagnostics/<id>.md name it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace partita::diagnostics {

enum class Level : std::uint8_t { note, warning, error };

// id, default level, what it is about in one sentence (for `partita explain` and the index of the docs)
#define PARTITA_DIAGNOSTIC_IDS(X)                                                                                    \
  X(missing_partition_key, "missing-partition-key", error, "an entity has no partition key")                        \
  X(duplicate_key, "duplicate-key", error, "an entity or index has more than one partition key or sort key")

enum class Id : std::uint8_t {
#define PARTITA_ID(name, text, level, summary) name,
  PARTITA_DIAGNOSTIC_IDS(PARTITA_ID)
#undef PARTITA_ID
};

struct IdInfo {
  Id id;
  std::string_view name;
  Level level;
  std::string_view summary;
};

/// Every declared id, in the order of the table.
std::span<const IdInfo> all_ids();

const IdInfo& info(Id id);
std::optional<Id> find_id(std::string_view name);

}  // namespace partita::diagnostics
