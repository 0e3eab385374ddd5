// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html
#include "embedded/operations/table_operations.hpp"
#include "embedded/operations/table_request.hpp"

namespace partita::inline epoch1::embedded {

Checked<void> describe_time_to_live(Engine& engine, const OperationInput& input, std::string& answer) {
  const Checked<std::string> name = only_table_name(input.body);
  if (!name) return tl::unexpected(name.error());
  const auto reader = engine.store().begin_read();
  const auto table = engine.catalog().require_named(*reader, *name);
  if (!table) return tl::unexpected(table.error());
  const std::string& attribute = (*table)->ttl;
  wire::Writer out;
  {
    JsonObject object(out);
    JsonObject description(object.member("TimeToLiveDescription"));
    description.text("TimeToLiveStatus", attribute.empty() ? "DISABLED" : "ENABLED");
    if (!attribute.empty()) description.text("AttributeName", attribute);
  }
  answer.append(out.view());
  return {};
}

}  // namespace partita::inline epoch1::embedded
