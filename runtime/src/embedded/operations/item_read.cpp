#include "embedded/operations/item_read.hpp"

#include "embedded/expressions/key_use.hpp"
#include "embedded/expressions/projection.hpp"
#include "embedded/tables/catalog.hpp"
#include "embedded/tables/description.hpp"
#include "embedded/values/value_text.hpp"

#include <utility>

namespace partita::inline epoch1::embedded {

Checked<ItemRead> read_get(ItemRequest& request) {
  if (!request.key.given) return tl::unexpected(missing_parameter("key"));
  if (auto refusal = request.refuse_placeholders({{"ProjectionExpression", request.projection}})) {
    return tl::unexpected(*std::move(refusal));
  }
  ItemRead read{&request};
  auto projection = read_given(ExpressionKind::projection, request.projection, request.placeholders);
  if (!projection) return tl::unexpected(std::move(projection.error()));
  read.projection = *std::move(projection);
  if (auto unused = request.placeholders.refuse_unused()) return tl::unexpected(*std::move(unused));
  return read;
}

std::optional<Refusal> locate(ItemRead& read, Engine& engine, Reader& reader) {
  auto table = engine.catalog().require(reader, table_of_arn(*read.request->table));
  if (!table) return std::move(table.error());
  read.table = *std::move(table);
  auto key = key_of_request(*read.table, read.request->key.members);
  if (!key) return std::move(key.error());
  read.key = *std::move(key);
  if (!read.projection) return std::nullopt;
  return refuse_path_into_key(*read.projection, read.table->key, "Key");
}

void append_projected(const std::optional<Expression>& projection, std::string_view item, std::string& out) {
  if (projection) {
    append_text(project(*projection, parse_item(item)), out);
  } else {
    out.append(item);
  }
}

}  // namespace partita::inline epoch1::embedded
