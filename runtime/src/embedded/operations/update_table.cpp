// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
#include "embedded/operations/index_entries.hpp"
#include "embedded/operations/table_operations.hpp"
#include "embedded/operations/table_request.hpp"
#include "embedded/tables/table_update.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace partita::inline epoch1::embedded {
namespace {

// Items with a value that cannot be a key of the index are left out, as they were there before it.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.OnlineOps.html#GSI.OnlineOps.Creating
void fill_index(const Table& table, const Index& index, Writer& writer) {
  const auto items = writer.scan(table.items, Segment(), std::nullopt);
  for (Row row; items->next(row);) {
    const ItemKey key{std::string(row.partition), std::string(row.sort)};
    const ItemMembers members(row.text);
    const auto entry = entry_of(table, index, {key, members, row.text, row.size});
    if (!entry) continue;
    writer.put(index.entries,
               {entry->key.partition, entry->key.sort, entry->text, static_cast<std::uint32_t>(entry->size)});
  }
}

}  // namespace

// A change takes effect at once: the table stays ACTIVE, and so is an index that is created.
Checked<void> update_table(Engine& engine, const OperationInput& input, std::string& answer) {
  const RequestTree request(input.body);
  Violations violations;
  const std::string name = read_table_name(request, violations);
  TableUpdate update = read_table_update(request, violations);
  const Checked<EncryptionRequest> encryption = read_encryption(request["SSESpecification"], violations);
  if (auto good = check_request(request, violations); !good) return tl::unexpected(good.error());
  if (!encryption) return tl::unexpected(encryption.error());
  update.encryption = *encryption;
  if (auto refusal = check_table_update(update)) return tl::unexpected(*std::move(refusal));

  const auto writer = engine.store().begin_write(input.patience);
  const auto found = engine.catalog().require_named(*writer, name);
  if (!found) return tl::unexpected(found.error());
  const Table& before = **found;
  Table table = before;
  if (auto refusal = apply(update, milliseconds(engine), table)) return tl::unexpected(*std::move(refusal));
  for (const Index& each : before.indexes) {
    if (table.index(each.name) == nullptr) engine.index_delay().drop(*writer, each);
  }
  for (Index& each : table.indexes) {
    if (before.index(each.name) != nullptr) continue;
    each.entries = writer->create_space();
    fill_index(table, each, *writer);
  }
  define(*writer, table);
  write_table(answer, "TableDescription", table, "ACTIVE", *writer);
  return writer->commit();
}

}  // namespace partita::inline epoch1::embedded
