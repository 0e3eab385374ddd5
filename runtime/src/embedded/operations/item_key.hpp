// The keys of items: what requests must say of them, and the bytes by which they are stored.
#pragma once

#include "embedded/refusal.hpp"
#include "embedded/tables/table.hpp"
#include "embedded/values/item_members.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

/// The place of an item in its table, or of an entry in its index.
struct ItemKey {
  std::string partition;
  std::string sort;
  friend bool operator==(const ItemKey&, const ItemKey&) = default;
  friend auto operator<=>(const ItemKey&, const ItemKey&) = default;
};

/// The key of an item that is to be put. Refuses a missing, empty, too long or wrongly typed attribute.
Checked<ItemKey> key_of_item(const Table& table, const ItemMembers& item);

/// The key that `Key` gives: the key's attributes and no others.
Checked<ItemKey> key_of_request(const Table& table, const ItemMembers& key);

/// Whether those attributes of the key that are there have the types of the key.
bool has_types_of_key(const Table& table, const ItemMembers& item);

/// Names of the key's attributes, the partition's first.
std::vector<std::string_view> names_of(const KeySchema& key);

/// Appends `{"id":{"S":"x"}}`: of an item, the key of its table and, if there is one, of the index.
void append_key_text(const Table& table, const Index* index, const ItemMembers& item, std::string& out);

/// Why a value cannot be (part of) a partition or sort key for its length; nullopt if it can.
std::optional<Refusal> refuse_key_sizes(std::size_t partition, std::size_t sort);

/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys
inline constexpr std::size_t longest_partition = 2048;
inline constexpr std::size_t longest_sort = 1024;

}  // namespace partita::inline epoch1::embedded
