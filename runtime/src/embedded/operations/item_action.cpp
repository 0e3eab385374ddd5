#include "embedded/operations/item_action.hpp"

#include "embedded/expressions/condition.hpp"
#include "embedded/expressions/key_use.hpp"
#include "embedded/expressions/update.hpp"
#include "embedded/operations/index_entries.hpp"
#include "embedded/tables/catalog.hpp"
#include "embedded/tables/description.hpp"
#include "embedded/values/value_text.hpp"

#include <algorithm>
#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
constexpr std::size_t largest_item = 400 * 1024;

// An item in the table, before or after the action. The members are of the text, so neither goes anywhere.
struct Version {
  Version() = default;
  Version(const Version&) = delete;
  Version& operator=(const Version&) = delete;

  std::string text{};
  std::size_t size = 0;
  ItemMembers members{};
};

// Brings the indexes from one version of the item to the other; null: there is none.
void write_entries(const ItemAction& action, Engine& engine, Writer& writer, const IndexedItem* before,
                   const IndexedItem* after, Units& units) {
  const Table& table = *action.table;
  IndexDelay& indexes = engine.index_delay();
  for (const Index& index : table.indexes) {
    const auto old = before != nullptr ? entry_of(table, index, *before) : std::nullopt;
    const auto fresh = after != nullptr ? entry_of(table, index, *after) : std::nullopt;
    if (old == fresh) continue;
    const bool moved = !old || !fresh || old->key != fresh->key;
    if (old && moved) {
      indexes.erase(writer, index, old->key.partition, old->key.sort);
      units.add(table, index, write_units(old->size));
    }
    if (!fresh) continue;
    indexes.put(writer, index,
                {fresh->key.partition, fresh->key.sort, fresh->text, static_cast<std::uint32_t>(fresh->size)});
    units.add(table, index, write_units(moved ? fresh->size : std::max(old->size, fresh->size)));
  }
}

// Whether anything depends on what is there.
bool needs_before(const ItemAction& action, Before wanted) {
  return wanted == Before::wanted || action.kind != ActionKind::put || action.condition ||
         !action.table->indexes.empty();
}

Refusal refuse_condition(const ItemAction& action, const std::optional<Version>& before) {
  Refusal refusal{"ConditionalCheckFailedException", "The conditional request failed"};
  if (before && action.request->is(action.request->return_on_failure, "ALL_OLD")) {
    refusal.members = "\"Item\":" + before->text;
  }
  return refusal;
}

Checked<void> update(const ItemAction& action, const std::optional<Version>& before, const Map& old, Version& after) {
  if (action.update) {
    auto map = apply_update(*action.update, before ? old : parse_item(action.request->key.text));
    if (!map) return tl::unexpected(std::move(map.error()));
    if (has_too_deep_value(*map)) return invalid(std::string(too_deep));
    append_text(*map, after.text);
    after.size = size_of(*map);
  } else if (before) {
    after.text = before->text;
    after.size = before->size;
  } else {
    after.text = action.request->key.text;
    after.size = action.request->key.size;
  }
  if (after.size > largest_item) return invalid("Item size to update has exceeded the maximum allowed size");
  after.members = ItemMembers(after.text);
  if (auto refusal = refuse_index_keys(*action.table, after.members, WrittenBy::update)) {
    return tl::unexpected(*std::move(refusal));
  }
  return {};
}

Checked<void> refuse_for_table(const ItemAction& action) {
  const KeySchema& key = action.table->key;
  if (action.update) {
    if (auto refusal = refuse_update_of_key(*action.update, key)) return tl::unexpected(*std::move(refusal));
  }
  for (const auto* const expression : {&action.update, &action.condition}) {
    if (!*expression) continue;
    if (auto refusal = refuse_path_into_key(**expression, key, "Key")) return tl::unexpected(*std::move(refusal));
  }
  return {};
}

}  // namespace

Checked<ItemAction> read_action(ActionKind kind, ItemRequest& request) {
  ItemAction action{kind, &request};
  if (!action.given().given) return tl::unexpected(missing_parameter(kind == ActionKind::put ? "item" : "key"));
  auto refusal = kind == ActionKind::update ? request.refuse_placeholders({{"UpdateExpression", request.update},
                                                                           {"ConditionExpression", request.condition}})
                                            : request.refuse_placeholders({{"ConditionExpression", request.condition}});
  if (refusal) return tl::unexpected(*std::move(refusal));
  if (kind == ActionKind::update) {
    auto update = read_given(ExpressionKind::update, request.update, request.placeholders);
    if (!update) return tl::unexpected(std::move(update.error()));
    action.update = *std::move(update);
  }
  auto condition = read_given(ExpressionKind::condition, request.condition, request.placeholders);
  if (!condition) return tl::unexpected(std::move(condition.error()));
  action.condition = *std::move(condition);
  if (auto unused = request.placeholders.refuse_unused()) return tl::unexpected(*std::move(unused));
  if (kind == ActionKind::put && request.item.size > largest_item) {
    return invalid("Item size has exceeded the maximum allowed size");
  }
  return action;
}

std::optional<Refusal> locate(ItemAction& action, Engine& engine, Reader& reader, KeyTypes types) {
  auto table = engine.catalog().require(reader, table_of_arn(*action.request->table));
  if (!table) return std::move(table.error());
  action.table = *std::move(table);
  const GivenItem& item = action.given();
  if (types == KeyTypes::told_together && !has_types_of_key(*action.table, item.members)) {
    return Refusal{"ValidationException", "The provided key element does not match the schema"};
  }
  auto key = action.kind == ActionKind::put ? key_of_item(*action.table, item.members)
                                            : key_of_request(*action.table, item.members);
  if (!key) return std::move(key.error());
  action.key = *std::move(key);
  if (action.kind == ActionKind::put) {
    if (auto refusal = refuse_index_keys(*action.table, item.members, WrittenBy::put)) return refusal;
  }
  if (auto checked = refuse_for_table(action); !checked) return std::move(checked.error());
  return std::nullopt;
}

Checked<ActionOutcome> run(const ItemAction& action, Engine& engine, Writer& writer, Before wanted) {
  const Table& table = *action.table;
  const ItemKey& key = action.key;
  ActionOutcome outcome;
  std::optional<Version> before;
  if (needs_before(action, wanted)) {
    if (const auto row = writer.get(table.items, key.partition, key.sort)) {
      before.emplace();
      before->text = row->text;
      before->size = row->size;
      before->members = ItemMembers(before->text);
    }
    // An item that cannot be read is not one that is not there.
    if (writer.failure()) return tl::unexpected(*writer.failure());
  }
  Map old;
  if (before && (action.condition || action.update)) old = parse_item(before->text);
  if (action.condition && !holds(*action.condition, old)) return tl::unexpected(refuse_condition(action, before));

  std::optional<Version> made;
  if (action.kind == ActionKind::update) {
    if (auto updated = update(action, before, old, made.emplace()); !updated) return tl::unexpected(updated.error());
  }
  const GivenItem& item = action.request->item;
  std::optional<IndexedItem> from;
  std::optional<IndexedItem> to;
  if (before) from.emplace(IndexedItem{key, before->members, before->text, before->size});
  if (made) to.emplace(IndexedItem{key, made->members, made->text, made->size});
  if (action.kind == ActionKind::put) to.emplace(IndexedItem{key, item.members, item.text, item.size});

  outcome.size = to ? to->size : 0;
  outcome.units.table = write_units(std::max(before ? before->size : 0, to ? to->size : 0));
  if (action.kind != ActionKind::check) {
    if (to) {
      writer.put(table.items, {key.partition, key.sort, to->text, static_cast<std::uint32_t>(to->size)});
    } else if (before) {
      writer.erase(table.items, key.partition, key.sort);
    }
    write_entries(action, engine, writer, from ? &*from : nullptr, to ? &*to : nullptr, outcome.units);
  }
  if (before && wanted == Before::wanted) outcome.before = std::move(before->text);
  if (made) outcome.after = std::move(made->text);
  return outcome;
}

}  // namespace partita::inline epoch1::embedded
