// What can be told of an item from its JSON alone.
#pragma once

#include <partita/error.hpp>
#include <partita/recorded_write.hpp>
#include <partita/timestamp.hpp>
#include <partita/write_rules.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

/// An attribute of an item, or of a key: its name, and its value as JSON.
struct ItemMember {
  std::string name;
  std::string json;
};

/// The attributes in their order; none of what is no item.
std::vector<ItemMember> item_members(std::string_view item);

/// A text that two items, or keys, share if their keys are the same, however their JSON is written. nullopt if one of
/// the key's attributes is missing.
std::optional<std::string> key_text(std::string_view item, std::string_view partition_key, std::string_view sort_key);
inline std::optional<std::string> key_text(std::string_view item, const WriteRules& rules) {
  return key_text(item, rules.partition_key.name, rules.sort_key.name);
}

/// The part of such a text that a value of a key is, such as `{"S":"x"}`.
std::string scalar_text(std::string_view json);

/// Whether the time of an item has come: DynamoDB deletes it some days later.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html
bool is_expired(std::string_view item, std::string_view ttl, timestamp now);

/// The size by which DynamoDB limits items, of an item or a key: that of names and values, without their JSON.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
std::size_t item_size(std::string_view item);

/// The object with another value for one of its members.
std::string with_member(std::string_view object, std::string_view name, std::string_view json);

/// Why DynamoDB would refuse to store the item: it is over 400 KB, names and values.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
std::optional<Error> too_large(std::string_view item);

/// The same of one value, such as `{"S":"x"}`.
std::size_t value_size(std::string_view json);

/// Leaves in the error's item what may be shown.
void show_item(Error::Details& details, const ShownItem& shown);

}  // namespace partita::inline epoch1::detail
