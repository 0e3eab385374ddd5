// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
#include "embedded/operations/answer_object.hpp"
#include "embedded/operations/consumed_capacity.hpp"
#include "embedded/operations/item_operations.hpp"
#include "embedded/operations/item_read.hpp"
#include "embedded/tables/catalog.hpp"

#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::string_view parameters[] = {"TableName",
                                           "Key",
                                           "ConsistentRead",
                                           "ProjectionExpression",
                                           "ExpressionAttributeNames",
                                           "ReturnConsumedCapacity",
                                           "AttributesToGet"};

}  // namespace

Checked<void> get_item(Engine& engine, const OperationInput& input, std::string& answer) {
  RequestReader in(input.body);
  ItemRequest request;
  request.read(in, parameters);
  in.end();
  if (!in.ok()) return tl::unexpected(in.refusal());
  if (auto refusal = request.refuse()) return tl::unexpected(*std::move(refusal));
  Checked<ItemRead> read = read_get(request);
  if (!read) return tl::unexpected(std::move(read.error()));

  const auto reader = engine.store().begin_read();
  if (auto refusal = locate(*read, engine, *reader)) return tl::unexpected(*std::move(refusal));
  const auto row = reader->get(read->table->items, read->key.partition, read->key.sort);
  if (reader->failure()) return tl::unexpected(*reader->failure());

  AnswerObject object(answer);
  if (row) append_projected(read->projection, row->text, object.member("Item"));
  if (request.capacity() != CapacityDetail::none) {
    const Units units{read_units(row ? row->size : 0, request.consistent)};
    append_capacity(*read->table, units, request.capacity(), object.member("ConsumedCapacity"));
  }
  return {};
}

}  // namespace partita::inline epoch1::embedded
