#include "diagnostics/ids.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace partita::diagnostics {

namespace {

constexpr std::array table{
#define PARTITA_ID(name, text, level, summary) IdInfo{Id::name, text, Level::level, summary},
    PARTITA_DIAGNOSTIC_IDS(PARTITA_ID)
#undef PARTITA_ID
};

/// Errors that code can be generated for all the same.
constexpr std::array suppressible_errors{Id::key_prefix_collision, Id::tenant_not_in_key, Id::cache_needs_reason,
                                         Id::missing_index, Id::partition_rate_exceeded};

}  // namespace

std::span<const IdInfo> all_ids() {
  return table;
}

const IdInfo& info(Id id) {
  return table[static_cast<std::size_t>(id)];
}

std::optional<Id> find_id(std::string_view name) {
  for (const IdInfo& candidate : table) {
    if (candidate.name == name) return candidate.id;
  }
  return std::nullopt;
}

bool is_suppressible(Id id) {
  return info(id).level == Level::warning ||
         std::find(suppressible_errors.begin(), suppressible_errors.end(), id) != suppressible_errors.end();
}

}  // namespace partita::diagnostics
