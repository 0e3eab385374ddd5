// What DynamoDB charges, in read and write units.
// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
#pragma once

#include "model/schema.hpp"
#include "plan/access_path.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace partita::plan {

enum class Consistency : std::uint8_t { eventual, strong, transactional };

/// Of items that are rounded together: one of a get, all of a page of a query. 4 KB a unit, half of it where eventual
/// consistency will do, twice in a transaction. A read that finds nothing costs as much as one byte.
double read_units(std::uint64_t bytes, Consistency consistency);

/// Of one item: 1 KB a unit. An update is charged for the whole item, the larger of before and after.
std::uint64_t write_units(std::uint64_t bytes);

struct ReadCost {
  double units = 0;
  std::uint64_t requests = 0;
};

/// A query or scan: pages of 1 MB, each rounded by itself. What a filter drops is read all the same.
ReadCost query_cost(std::uint64_t items, std::uint64_t item_bytes, Consistency consistency);

/// Items by their keys, each rounded by itself, at most 100 and 16 MB a request.
ReadCost batch_get_cost(std::uint64_t items, std::uint64_t item_bytes, Consistency consistency);

/// What a write does to an item's entry in an index.
enum class EntryChange : std::uint8_t {
  none,     ///< no attribute that the index holds changes, or the item is not in it before and after
  added,    ///< one write
  removed,  ///< one write
  changed,  ///< a projected attribute: one write
  moved,    ///< a key attribute: the entry is deleted and written anew
};

/// An entry is rounded by itself, whatever the item is. Local indexes are charged too.
std::uint64_t entry_units(EntryChange change, std::uint64_t before_bytes, std::uint64_t after_bytes);

/// Assumed where the schema says nothing.
inline constexpr std::uint64_t assumed_item_bytes = 1024;

/// The size of an item of the entity, which prices writes: the largest that an access pattern expects.
std::uint64_t item_bytes(const model::Entity& entity);

/// The size of the items that a pattern reads: what it says itself, else as above.
std::uint64_t item_bytes(const model::Entity& entity, const model::AccessPattern& pattern);

/// The size of an item's entry in the index: with a narrow projection the share of its attributes that the index holds.
std::uint64_t entry_bytes(const model::Entity& entity, const model::Index& index, std::uint64_t item_bytes);

/// An index that entities of the table declare, as one entity sees it that holds its key but does not declare it: its
/// items are in it all the same.
std::vector<model::Index> shared_indexes(const model::Schema& schema, const model::Entity& entity);

/// How many shards a query asks: as many as there ever were at one time, since old items stay where they are.
std::uint64_t shards_to_read(const model::Entity& entity);

/// All items that answer a pattern; one where it expects no number.
std::uint64_t answer_bytes(const model::AccessLoad& load);

/// The price of asking a pattern once: of each write shard, with what is read from the table behind a narrow index or a
/// lookup. With a filter it is a lower bound: what the filter drops is not known.
ReadCost pattern_cost(const model::Entity& entity, const model::AccessPattern& pattern,
                      const std::vector<AccessKey>& keys, const AccessPath& path);

enum class WriteKind : std::uint8_t { create, replace, update, remove };

struct WriteCost {
  std::uint64_t best = 0;
  std::uint64_t worst = 0;
};

/// The table and every index. Best: optional index keys are absent, an update or a put over an item changes nothing
/// that an index holds. Worst: it changes the key of every index, or what the index holds besides where the key is made
/// of parts of the table's key alone, which no write changes. In a transaction the table's and the indexes' part
/// double.
WriteCost write_cost(const model::Schema& schema, const model::Entity& entity, WriteKind kind);

/// Beside that, the items that lookups and unique constraints add: in one transaction with the entity, at twice the
/// price, and with a consistent read of the old item. Best: the item of one element each is put. Worst: as many as are
/// allowed are replaced, so that each old item is deleted and each new one put.
WriteCost extra_item_cost(const model::Entity& entity);

}  // namespace partita::plan
