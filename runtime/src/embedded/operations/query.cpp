// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
#include "embedded/expressions/key_condition.hpp"
#include "embedded/expressions/key_use.hpp"
#include "embedded/operations/item_operations.hpp"
#include "embedded/operations/page.hpp"
#include "embedded/operations/sort_range.hpp"
#include "embedded/values/key_bytes.hpp"

#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::string_view parameters[] = {"KeyConditionExpression",
                                           "ScanIndexForward",
                                           "TableName",
                                           "IndexName",
                                           "FilterExpression",
                                           "ProjectionExpression",
                                           "ExpressionAttributeNames",
                                           "ExpressionAttributeValues",
                                           "ConsistentRead",
                                           "ExclusiveStartKey",
                                           "Limit",
                                           "Select",
                                           "ReturnConsumedCapacity",
                                           "AttributesToGet",
                                           "ConditionalOperator",
                                           "KeyConditions",
                                           "QueryFilter"};

std::string partition_of(const KeyCondition& condition) {
  std::string bytes;
  for (const Value* const value : condition.partition) {
    std::string own;
    append_sort_bytes(*value, own);
    if (condition.partition.size() > 1) {
      append_delimited(own, bytes);
    } else {
      bytes = std::move(own);
    }
  }
  return bytes;
}

// Leaves of the range what lies behind the start, in the direction of the query.
std::optional<Refusal> go_on(const PageRead& page, std::string_view partition, SortRange& range) {
  Checked<ItemKey> start = start_of(page);
  if (!start) return std::move(start.error());
  if (start->partition != partition) {
    return Refusal{"ValidationException",
                   "The provided starting key is outside query boundaries based on provided conditions"};
  }
  if (start->sort < range.from || (range.to && start->sort >= *range.to)) {
    return Refusal{"ValidationException", "The provided starting key does not match the range key predicate"};
  }
  if (page.request->forward) {
    range.from = after(start->sort);
  } else {
    range.to = std::move(start->sort);
  }
  return std::nullopt;
}

}  // namespace

Checked<void> query(Engine& engine, const OperationInput& input, std::string& answer) {
  RequestReader in(input.body);
  ItemRequest request;
  request.read(in, parameters);
  in.end();
  if (!in.ok()) return tl::unexpected(in.refusal());
  if (auto refusal = request.refuse()) return tl::unexpected(*std::move(refusal));
  Checked<PageRead> page = read_page(request, true);
  if (!page) return tl::unexpected(std::move(page.error()));

  if (request.index) {
    if (auto shown = engine.index_delay().show_due(engine.store()); !shown) return shown;
  }
  const auto reader = engine.store().begin_read();
  if (auto refusal = locate(*page, engine, *reader)) return tl::unexpected(*std::move(refusal));
  const KeySchema& key = page->key();
  const auto condition = read_key_condition(*page->key_condition, key);
  if (!condition) return tl::unexpected(condition.error());
  if (page->filter) {
    if (auto refusal = refuse_filter_on_key(*page->filter, key)) return tl::unexpected(*std::move(refusal));
    if (auto refusal = refuse_filter_of_unprojected(*page)) return tl::unexpected(*std::move(refusal));
  }
  const std::string partition = partition_of(*condition);
  SortRange range = page->index != nullptr ? index_range(*condition) : table_range(*condition);
  if (request.start.given) {
    if (auto refusal = go_on(*page, partition, range)) return tl::unexpected(*std::move(refusal));
  }
  const auto rows =
      reader->range(page->space(), partition, range, request.forward ? Direction::forward : Direction::backward);
  return answer_page(*page, *reader, *rows, answer);
}

}  // namespace partita::inline epoch1::embedded
