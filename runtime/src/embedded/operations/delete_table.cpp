// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
#include "embedded/operations/table_operations.hpp"
#include "embedded/operations/table_request.hpp"

namespace partita::inline epoch1::embedded {

Checked<void> delete_table(Engine& engine, const OperationInput& input, std::string& answer) {
  const Checked<std::string> name = only_table_name(input.body);
  if (!name) return tl::unexpected(name.error());
  const auto writer = engine.store().begin_write(input.patience);
  const auto found = engine.catalog().require_named(*writer, *name);
  if (!found) return tl::unexpected(found.error());
  const Table& table = **found;
  if (table.deletion_protection) {
    return invalid(
        "Resource cannot be deleted as it is currently protected against deletion. Disable deletion "
        "protection first.");
  }
  write_table(answer, "TableDescription", table, "DELETING", *writer);
  writer->drop_space(table.items);
  for (const Index& each : table.indexes) engine.index_delay().drop(*writer, each);
  writer->undefine(table.name);
  return writer->commit();
}

}  // namespace partita::inline epoch1::embedded
