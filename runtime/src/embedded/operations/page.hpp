// What Query and Scan have in common: rows of a table or an index, read until a page is full.
#pragma once

#include "embedded/engine.hpp"
#include "embedded/operations/consumed_capacity.hpp"
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
struct PageRead {
  const ItemRequest* request = nullptr;
  std::optional<Expression> key_condition{};
  std::optional<Expression> filter{};
  std::optional<Expression> projection{};
  // Known once the table is.
  std::shared_ptr<const Table> table{};
  const Index* index = nullptr;  ///< null: the table itself
  bool fetches = false;          ///< entries lack what is asked for: items are read from the table, too

  Space space() const { return index != nullptr ? index->entries : table->items; }
  const KeySchema& key() const { return index != nullptr ? index->key : table->key; }
};

/// What can be refused before the table is known.
Checked<PageRead> read_page(ItemRequest& request, bool is_query);
/// Finds the table and the index, and refuses what does not go with them.
std::optional<Refusal> locate(PageRead& page, Engine& engine, Reader& reader);

/// Of a query: what a filter names, an index of either kind must project, as it is not fetched.
std::optional<Refusal> refuse_filter_of_unprojected(const PageRead& page);

/// Where ExclusiveStartKey says to go on, in the order of the space that is read.
Checked<ItemKey> start_of(const PageRead& page);

/// Reads one page from `rows` and writes the answer.
Checked<void> answer_page(const PageRead& page, Reader& reader, Cursor& rows, std::string& answer);

}  // namespace partita::inline epoch1::embedded
