// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html
#include "embedded/operations/table_operations.hpp"
#include "embedded/operations/table_request.hpp"

#include <vector>

namespace partita::inline epoch1::embedded {

Checked<void> list_tables(Engine& engine, const OperationInput& input, std::string& answer) {
  const RequestTree request(input.body);
  Violations violations;
  const auto start = request["ExclusiveStartTableName"].string();
  violations.name(start, "exclusiveStartTableName");
  const auto limit = request["Limit"].integer();
  violations.at_least(limit, "limit", 1);
  violations.at_most(limit, "limit", 100);
  if (request.refusal()) return tl::unexpected(*request.refusal());
  if (const auto refusal = violations.refusal()) return tl::unexpected(*refusal);

  const auto most = static_cast<std::size_t>(limit.value_or(100));
  const auto reader = engine.store().begin_read();
  std::vector<std::string> names = reader->names(start.value_or(std::string()), most + 1);
  if (reader->failure()) return tl::unexpected(*reader->failure());
  const bool more = names.size() > most;
  if (more) names.pop_back();
  wire::Writer out;
  {
    JsonObject object(out);
    object.list("TableNames", names, [&out](const std::string& each) { out.json_string(each); });
    if (more) object.text("LastEvaluatedTableName", names.back());
  }
  answer.append(out.view());
  return {};
}

}  // namespace partita::inline epoch1::embedded
