// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html
#include "embedded/operations/table_operations.hpp"
#include "embedded/operations/table_request.hpp"
#include "embedded/tables/tags.hpp"

namespace partita::inline epoch1::embedded {

// There are 50 at most, so one page holds them.
Checked<void> list_tags_of_resource(Engine& engine, const OperationInput& input, std::string& answer) {
  const RequestTree request(input.body);
  const Checked<std::string> name = table_of_resource(request);
  if (!name) return tl::unexpected(name.error());
  const auto reader = engine.store().begin_read();
  const auto table = engine.catalog().require_resource(*reader, *name);
  if (!table) return tl::unexpected(table.error());
  wire::Writer out;
  {
    JsonObject object(out);
    object.list("Tags", (*table)->tags, [&out](const auto& each) {
      JsonObject tag(out);
      tag.text("Key", each.first);
      tag.text("Value", each.second);
    });
  }
  answer.append(out.view());
  return {};
}

}  // namespace partita::inline epoch1::embedded
