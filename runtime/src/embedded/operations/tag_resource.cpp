// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html
#include "embedded/operations/table_operations.hpp"
#include "embedded/operations/table_request.hpp"
#include "embedded/tables/tags.hpp"

namespace partita::inline epoch1::embedded {

Checked<void> tag_resource(Engine& engine, const OperationInput& input, std::string& answer) {
  const RequestTree request(input.body);
  const auto tags = read_tags(request["Tags"]);
  const Checked<std::string> name = table_of_resource(request);
  if (!name) return tl::unexpected(name.error());
  if (tags.empty()) return invalid("Atleast one Tag needs to be provided as Input.");
  if (auto refusal = refuse_tags(tags)) return tl::unexpected(*std::move(refusal));

  const auto writer = engine.store().begin_write(input.patience);
  const auto found = engine.catalog().require_resource(*writer, *name);
  if (!found) return tl::unexpected(found.error());
  Table table = **found;
  if (auto refusal = add_tags(tags, table)) return tl::unexpected(*refusal);
  define(*writer, table);
  answer += "{}";
  return writer->commit();
}

}  // namespace partita::inline epoch1::embedded
