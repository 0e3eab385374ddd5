#include "plan/cost.hpp"

#include "model/limits.hpp"
#include "plan/composed_keys.hpp"
#include "plan/keys.hpp"

#include <algorithm>

namespace partita::plan {
namespace {

// A lookup item holds keys alone.
constexpr std::uint64_t lookup_item_bytes = model::limits::kilobyte / 4;

std::uint64_t rounded_up(std::uint64_t bytes, std::uint64_t unit) {
  return std::max<std::uint64_t>(1, bytes / unit + (bytes % unit == 0 ? 0 : 1));
}

std::uint64_t pieces(std::uint64_t total, std::uint64_t each) {
  return rounded_up(total, std::max<std::uint64_t>(1, each));
}

std::vector<model::AttributeRef> key_of(const model::Index& index) {
  std::vector<model::AttributeRef> key = index.partition;
  key.insert(key.end(), index.sort.begin(), index.sort.end());
  return key;
}

bool can_be_absent(const model::Entity& entity, const model::Index& index) {
  const auto parts = parts_of(entity, key_of(index));
  return std::any_of(parts.begin(), parts.end(),
                     [&](model::AttributeRef part) { return entity.attributes[part].member.optional; });
}

/// Whether another item has to be written for other values: they are all of the table's key.
bool are_fixed(const model::Entity& entity, const std::vector<model::AttributeRef>& attributes) {
  const auto parts = parts_of(entity, attributes);
  return std::all_of(parts.begin(), parts.end(),
                     [&](model::AttributeRef part) { return is_part_of_table_key(entity, part); });
}

EntryChange most_of_update(const model::Entity& entity, const model::Index& index) {
  if (!are_fixed(entity, key_of(index))) return EntryChange::moved;
  return are_fixed(entity, held_attributes(entity, index)) ? EntryChange::none : EntryChange::changed;
}

std::optional<std::vector<model::AttributeRef>> same_attributes(const model::Entity& entity, const model::Entity& other,
                                                                const std::vector<model::AttributeRef>& attributes) {
  std::vector<model::AttributeRef> result;
  for (const model::AttributeRef attribute : attributes) {
    const std::string& name = other.attributes[attribute].member.name.text;
    const auto found = std::find_if(entity.attributes.begin(), entity.attributes.end(),
                                    [&](const model::Attribute& own) { return own.member.name.text == name; });
    if (found == entity.attributes.end()) return std::nullopt;
    result.push_back(static_cast<model::AttributeRef>(found - entity.attributes.begin()));
  }
  return result;
}

}  // namespace

double read_units(std::uint64_t bytes, Consistency consistency) {
  const auto units = static_cast<double>(rounded_up(bytes, model::limits::read_unit_bytes));
  switch (consistency) {
    case Consistency::eventual:
      return units / 2;
    case Consistency::strong:
      return units;
    case Consistency::transactional:
      break;
  }
  return units * 2;
}

std::uint64_t write_units(std::uint64_t bytes) {
  return rounded_up(bytes, model::limits::write_unit_bytes);
}

ReadCost query_cost(std::uint64_t items, std::uint64_t item_bytes, Consistency consistency) {
  if (items == 0) return {read_units(0, consistency), 1};
  const std::uint64_t a_page =
      std::max<std::uint64_t>(1, model::limits::page_bytes / std::max<std::uint64_t>(1, item_bytes));
  const std::uint64_t full = items / a_page;
  const std::uint64_t rest = items % a_page;
  ReadCost cost{static_cast<double>(full) * read_units(a_page * item_bytes, consistency), full};
  if (rest != 0) {
    cost.units += read_units(rest * item_bytes, consistency);
    ++cost.requests;
  }
  return cost;
}

ReadCost batch_get_cost(std::uint64_t items, std::uint64_t item_bytes, Consistency consistency) {
  const std::uint64_t fitting =
      std::max<std::uint64_t>(1, model::limits::batch_bytes / std::max<std::uint64_t>(1, item_bytes));
  return {static_cast<double>(items) * read_units(item_bytes, consistency),
          pieces(items, std::min(model::limits::batch_keys, fitting))};
}

std::uint64_t entry_units(EntryChange change, std::uint64_t before_bytes, std::uint64_t after_bytes) {
  switch (change) {
    case EntryChange::none:
      return 0;
    case EntryChange::added:
      return write_units(after_bytes);
    case EntryChange::removed:
      return write_units(before_bytes);
    case EntryChange::changed:
      return write_units(std::max(before_bytes, after_bytes));
    case EntryChange::moved:
      break;
  }
  return write_units(before_bytes) + write_units(after_bytes);
}

std::uint64_t item_bytes(const model::Entity& entity) {
  std::uint64_t most = 0;
  for (const model::AccessPattern& pattern : entity.patterns) most = std::max(most, pattern.load.item_bytes);
  return most != 0 ? most : assumed_item_bytes;
}

std::uint64_t item_bytes(const model::Entity& entity, const model::AccessPattern& pattern) {
  return pattern.load.item_bytes != 0 ? pattern.load.item_bytes : item_bytes(entity);
}

std::uint64_t entry_bytes(const model::Entity& entity, const model::Index& index, std::uint64_t item_bytes) {
  if (index.projection.kind == model::Projection::Kind::all || entity.attributes.empty()) return item_bytes;
  const std::uint64_t held = held_attributes(entity, index).size();
  return std::max<std::uint64_t>(1, item_bytes * held / entity.attributes.size());
}

std::vector<model::Index> shared_indexes(const model::Schema& schema, const model::Entity& entity) {
  std::vector<model::Index> result;
  const auto has = [](const std::vector<model::Index>& indexes, const std::string& name) {
    return std::any_of(indexes.begin(), indexes.end(), [&](const auto& index) { return index.name.text == name; });
  };
  for (const model::Entity& other : schema.entities) {
    if (other.table.text != entity.table.text) continue;
    for (const model::Index& index : other.indexes) {
      if (has(entity.indexes, index.name.text) || has(result, index.name.text)) continue;
      const auto partition = same_attributes(entity, other, index.partition);
      const auto sort = same_attributes(entity, other, index.sort);
      if (!partition || !sort) continue;
      model::Index& own = result.emplace_back(index);
      own.partition = *partition;
      own.sort = *sort;
    }
  }
  return result;
}

std::uint64_t shards_to_read(const model::Entity& entity) {
  const auto most = std::max_element(entity.write_shards.begin(), entity.write_shards.end());
  return most == entity.write_shards.end() ? 1 : *most;
}

std::uint64_t answer_bytes(const model::AccessLoad& load) {
  return std::max<std::uint64_t>(1, load.items) * (load.item_bytes == 0 ? assumed_item_bytes : load.item_bytes);
}

ReadCost pattern_cost(const model::Entity& entity, const model::AccessPattern& pattern,
                      const std::vector<AccessKey>& keys, const AccessPath& path) {
  const AccessKey& key = keys[path.key];
  const std::uint64_t items = std::max<std::uint64_t>(1, pattern.load.items);
  const std::uint64_t bytes = item_bytes(entity, pattern);
  const auto by_shard = std::any_of(key.partition_parts.begin(), key.partition_parts.end(),
                                    [](const KeyPart& part) { return part.shard; });
  if (path.operation == Operation::get) {
    // An item from before a count changed lies where that count says: the key of each is asked for.
    const std::uint64_t keys_of_item = by_shard ? entity.write_shards.size() : 1;
    return {static_cast<double>(keys_of_item) * read_units(bytes, Consistency::eventual), keys_of_item};
  }
  std::uint64_t read = bytes;
  if (key.lookup) {
    read = lookup_item_bytes;
  } else if (key.index) {
    read = entry_bytes(entity, entity.indexes[*key.index], bytes);
  }
  ReadCost cost = query_cost(items, read, Consistency::eventual);
  if (by_shard && path.operation == Operation::query) {
    // Each shard is asked by itself, even for one item.
    const std::uint64_t shards = shards_to_read(entity);
    cost = query_cost(pieces(items, shards), read, Consistency::eventual);
    cost.units *= static_cast<double>(shards);
    cost.requests *= shards;
  }
  if (!path.hydrate) return cost;
  const ReadCost second = batch_get_cost(items, bytes, Consistency::eventual);
  return {cost.units + second.units, cost.requests + second.requests};
}

WriteCost write_cost(const model::Schema& schema, const model::Entity& entity, WriteKind kind) {
  const std::uint64_t item = item_bytes(entity);
  WriteCost cost{write_units(item), write_units(item)};
  std::vector<model::Index> indexes = shared_indexes(schema, entity);
  indexes.insert(indexes.end(), entity.indexes.begin(), entity.indexes.end());
  for (const model::Index& index : indexes) {
    const std::uint64_t entry = entry_bytes(entity, index, item);
    const bool sparse = can_be_absent(entity, index);
    switch (kind) {
      case WriteKind::create:
        cost.worst += entry_units(EntryChange::added, 0, entry);
        if (!sparse) cost.best += entry_units(EntryChange::added, 0, entry);
        break;
      case WriteKind::remove:
        cost.worst += entry_units(EntryChange::removed, entry, 0);
        if (!sparse) cost.best += entry_units(EntryChange::removed, entry, 0);
        break;
      case WriteKind::replace:
      case WriteKind::update:
        cost.worst += entry_units(most_of_update(entity, index), entry, entry);
        break;
    }
  }
  return cost;
}

WriteCost extra_item_cost(const model::Entity& entity) {
  constexpr std::uint64_t transactional = 2;
  constexpr std::uint64_t deleted_and_put = 2;
  WriteCost cost;
  for (const model::Attribute& attribute : entity.attributes) {
    const auto add = [&](std::uint64_t most) {
      cost.best += transactional;
      cost.worst += transactional * most * deleted_and_put;
    };
    if (attribute.lookup) add(attribute.lookup->max);
    if (attribute.unique) add(attribute.unique->max);
  }
  return cost;
}

}  // namespace partita::plan
