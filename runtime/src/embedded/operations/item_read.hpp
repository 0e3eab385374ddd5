// The read of one item by its key, alone, in a batch or in a transaction.
#pragma once

#include "embedded/engine.hpp"
#include "embedded/operations/item_key.hpp"
#include "embedded/operations/item_request.hpp"
#include "embedded/refusal.hpp"
#include "embedded/store/store.hpp"
#include "embedded/tables/table.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// Refers to the request that it was read from.
struct ItemRead {
  const ItemRequest* request = nullptr;
  std::optional<Expression> projection{};
  // Known once the table is.
  std::shared_ptr<const Table> table{};
  ItemKey key{};
};

/// What can be refused before the table is known.
Checked<ItemRead> read_get(ItemRequest& request);
/// Finds the table, and the item's place in it.
std::optional<Refusal> locate(ItemRead& read, Engine& engine, Reader& reader);

/// A stored item, or the parts of it that are asked for.
void append_projected(const std::optional<Expression>& projection, std::string_view item, std::string& out);

}  // namespace partita::inline epoch1::embedded
