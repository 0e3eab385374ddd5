// The extra items that the writes of an entity keep beside its own: lookup items, by which it is found, and those of
// unique constraints. Together they are its companions.
//
// For generated code: a constant an entity says what companions its items have.
#pragma once

#include <partita/attribute_path.hpp>
#include <partita/wire/key_template.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace partita::inline epoch1 {

/// The attribute of every companion that says whose it is: a map with the key of that item. Nothing else has it.
inline constexpr std::string_view companion_owner = "partita:owner";

/// How the stored value of an attribute is meant where a key has it as a part.
enum class StoredPart : std::uint8_t { plain, milliseconds, seconds, iso_time };

/// The lookup or unique constraint of one attribute: an item for each of its values.
struct CompanionRule {
  AttributeName attribute;
  wire::TemplateView key;               ///< the sort key of lookup items; of constraints both keys
  std::span<const StoredPart> parts{};  ///< of `key`; empty: all are plain
  std::uint64_t max = 1;                ///< values at most
  bool is_unique = false;               ///< a constraint; else a lookup
  bool is_sensitive = false;            ///< no error shows the value
};

struct CompanionRules {
  std::span<const CompanionRule> list;
  /// What else than the table's key decides which companions an item has, and what they hold. A write that changes none
  /// of these leaves them alone.
  std::span<const AttributeName> sources;
  AttributeName tenant{};  ///< copied to companions, unless it is the table's key itself
};

}  // namespace partita::inline epoch1
