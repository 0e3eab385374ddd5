// One action on one item, alone or in a transaction: a put, an update, a removal, or the check of a condition.
#pragma once

#include "embedded/engine.hpp"
#include "embedded/operations/consumed_capacity.hpp"
#include "embedded/operations/item_key.hpp"
#include "embedded/operations/item_request.hpp"
#include "embedded/refusal.hpp"
#include "embedded/store/store.hpp"
#include "embedded/tables/table.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace partita::inline epoch1::embedded {

enum class ActionKind : std::uint8_t { put, update, remove, check };

/// Refers to the request that it was read from.
struct ItemAction {
  ActionKind kind = ActionKind::put;
  const ItemRequest* request = nullptr;
  std::optional<Expression> condition{};
  std::optional<Expression> update{};
  // Known once the table is.
  std::shared_ptr<const Table> table{};
  ItemKey key{};

  /// The item to put, or the key.
  const GivenItem& given() const { return kind == ActionKind::put ? request->item : request->key; }
};

/// What can be refused before the table is known.
Checked<ItemAction> read_action(ActionKind kind, ItemRequest& request);
/// How the wrong type of an attribute of the key is refused: by itself, or, in a batch, like a missing one.
enum class KeyTypes : std::uint8_t { told_apart, told_together };

/// Finds the table, and the item's place in it.
std::optional<Refusal> locate(ItemAction& action, Engine& engine, Reader& reader,
                              KeyTypes types = KeyTypes::told_apart);

struct ActionOutcome {
  std::optional<std::string> before{};  ///< the item that was there
  std::string after{};                  ///< of an update
  std::size_t size = 0;                 ///< of the item that was written
  Units units{};
};

/// `before` is wanted by the answer; a put needs it for nothing else.
enum class Before : std::uint8_t { unwanted, wanted };

/// Refused with `ConditionalCheckFailedException` if the condition does not hold.
Checked<ActionOutcome> run(const ItemAction& action, Engine& engine, Writer& writer, Before wanted);

}  // namespace partita::inline epoch1::embedded
