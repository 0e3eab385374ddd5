// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html
#include "embedded/operations/table_operations.hpp"
#include "embedded/operations/table_request.hpp"
#include "embedded/tables/tags.hpp"

#include <algorithm>

namespace partita::inline epoch1::embedded {

Checked<void> untag_resource(Engine& engine, const OperationInput& input, std::string& answer) {
  const RequestTree request(input.body);
  const std::vector<std::string> keys = request["TagKeys"].strings();
  const Checked<std::string> name = table_of_resource(request);
  if (!name) return tl::unexpected(name.error());
  if (keys.empty()) return invalid("Atleast one Tag Key needs to be provided as Input.");

  const auto writer = engine.store().begin_write(input.patience);
  const auto found = engine.catalog().require_resource(*writer, *name);
  if (!found) return tl::unexpected(found.error());
  Table table = **found;
  std::erase_if(table.tags,
                [&](const auto& tag) { return std::find(keys.begin(), keys.end(), tag.first) != keys.end(); });
  define(*writer, table);
  answer += "{}";
  return writer->commit();
}

}  // namespace partita::inline epoch1::embedded
