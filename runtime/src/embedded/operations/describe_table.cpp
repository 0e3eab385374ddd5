// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
#include "embedded/operations/table_operations.hpp"
#include "embedded/operations/table_request.hpp"

namespace partita::inline epoch1::embedded {

Checked<void> describe_table(Engine& engine, const OperationInput& input, std::string& answer) {
  const Checked<std::string> name = only_table_name(input.body);
  if (!name) return tl::unexpected(name.error());
  const auto reader = engine.store().begin_read();
  const auto table = engine.catalog().require_named(*reader, *name);
  if (!table) return tl::unexpected(table.error());
  write_table(answer, "Table", **table, "ACTIVE", *reader);
  if (reader->failure()) return tl::unexpected(*reader->failure());
  return {};
}

}  // namespace partita::inline epoch1::embedded
