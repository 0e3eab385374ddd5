// Which companions an item has: one for each value that a lookup or unique constraint is about.
#pragma once

#include <partita/companions.hpp>
#include <partita/error.hpp>
#include <partita/write_rules.hpp>

#include "stored_item.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

struct Companion {
  const CompanionRule* rule = nullptr;
  std::string value;  ///< the one that it stands for, as text
  std::string key;    ///< as a request has it
  std::string item;   ///< the same and what else it holds
};

/// By `key`.
using Companions = std::map<std::string, Companion, std::less<>>;

/// The companions that the writes of `item` keep. What can have none is left out: a value that no key can hold was
/// stored by another program.
Companions companions_of(const WriteRules& rules, const StoredItem& item);

/// Why they can't be stored; nullopt: they can.
std::optional<Error> refused_companions(const WriteRules& rules, const StoredItem& item);

/// The key of an item, the same text for the same key.
std::string key_of(const WriteRules& rules, const StoredItem& item);

/// The key of the item that a companion stands for; empty: `item` is no companion, or says no key that its table could
/// have.
std::string owner_of(const WriteRules& rules, const StoredItem& item);

/// Whether what is stored under its key is the companion, with all that it should hold.
bool same_companion(const WriteRules& rules, const StoredItem& stored, const Companion& companion);

/// What the discriminator says of a companion, where the entity has one.
std::string companion_type(const WriteRules& rules, bool is_unique);

/// The attributes that decide which companions an item has, those of its key among them.
std::vector<std::string> companion_sources(const WriteRules& rules);

/// Whether the keys of companions hold what nothing must show.
bool has_sensitive_keys(const WriteRules& rules);

/// "unique constraint 'EMAIL#{email}'"
std::string shown(const CompanionRule& rule);

}  // namespace partita::inline epoch1::detail
