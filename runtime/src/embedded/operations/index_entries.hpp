// What an index holds of an item.
#pragma once

#include "embedded/operations/item_key.hpp"
#include "embedded/refusal.hpp"
#include "embedded/tables/table.hpp"
#include "embedded/values/item_members.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// An item with what is needed to find its way into indexes; all views are of the caller's.
struct IndexedItem {
  const ItemKey& key;
  const ItemMembers& members;
  std::string_view text;
  std::size_t size;
};

/// Sorted by the index's sort attributes, then by the item's key, as two items may have the same ones.
struct IndexEntry {
  ItemKey key;
  std::string text;
  std::size_t size = 0;
  friend bool operator==(const IndexEntry&, const IndexEntry&) = default;
};

/// nullopt: the item lacks an attribute of the index's key, so it has no entry.
std::optional<IndexEntry> entry_of(const Table& table, const Index& index, const IndexedItem& item);

/// The place that an item with these attributes has in the index; nullopt if an attribute of either key is missing, or
/// cannot be a key, as that of an item that was there before the index.
std::optional<ItemKey> entry_key_of(const Index& index, const ItemKey& item, const ItemMembers& members);

/// What brings the item, as messages have it.
enum class WrittenBy : std::uint8_t { put, update };

/// Refuses an item with a value that cannot be a key of an index, even one that was there before the index:
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.ViolationDetection.html
std::optional<Refusal> refuse_index_keys(const Table& table, const ItemMembers& item, WrittenBy by);

}  // namespace partita::inline epoch1::embedded
