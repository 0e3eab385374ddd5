#include "embedded/operations/single_write.hpp"

#include "embedded/expressions/projection.hpp"
#include "embedded/operations/answer_object.hpp"
#include "embedded/operations/collection_metrics.hpp"
#include "embedded/values/value_text.hpp"

#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::string_view put_parameters[] = {"Item",
                                               "TableName",
                                               "ConditionExpression",
                                               "ExpressionAttributeNames",
                                               "ExpressionAttributeValues",
                                               "ReturnValuesOnConditionCheckFailure",
                                               "ReturnValues",
                                               "ReturnConsumedCapacity",
                                               "ReturnItemCollectionMetrics",
                                               "Expected",
                                               "ConditionalOperator"};
constexpr std::string_view update_parameters[] = {"Key",
                                                  "UpdateExpression",
                                                  "TableName",
                                                  "ConditionExpression",
                                                  "ExpressionAttributeNames",
                                                  "ExpressionAttributeValues",
                                                  "ReturnValuesOnConditionCheckFailure",
                                                  "ReturnValues",
                                                  "ReturnConsumedCapacity",
                                                  "ReturnItemCollectionMetrics",
                                                  "Expected",
                                                  "ConditionalOperator",
                                                  "AttributeUpdates"};
constexpr std::string_view delete_parameters[] = {"Key",
                                                  "TableName",
                                                  "ConditionExpression",
                                                  "ExpressionAttributeNames",
                                                  "ExpressionAttributeValues",
                                                  "ReturnValuesOnConditionCheckFailure",
                                                  "ReturnValues",
                                                  "ReturnConsumedCapacity",
                                                  "ReturnItemCollectionMetrics",
                                                  "Expected",
                                                  "ConditionalOperator"};

Parameters parameters_of(ActionKind kind) {
  if (kind == ActionKind::put) return put_parameters;
  return kind == ActionKind::update ? Parameters(update_parameters) : Parameters(delete_parameters);
}

// What of the item goes into the answer.
std::optional<std::string> returned(const ItemAction& action, const ActionOutcome& outcome) {
  const ItemRequest& request = *action.request;
  const auto asked = [&](std::string_view value) { return request.is(request.return_values, value); };
  if (asked("ALL_OLD")) return outcome.before;
  if (asked("ALL_NEW")) return outcome.after;
  const bool is_old = asked("UPDATED_OLD");
  if ((!is_old && !asked("UPDATED_NEW")) || !action.update || (is_old && !outcome.before)) return std::nullopt;
  const Map parts = project(*action.update, parse_item(is_old ? *outcome.before : outcome.after));
  if (parts.empty()) return std::nullopt;
  std::string text;
  append_text(parts, text);
  return text;
}

bool wants_before(const ItemRequest& request) {
  return (request.return_values && *request.return_values != "NONE") || request.capacity() != CapacityDetail::none;
}

}  // namespace

Checked<void> write_one(ActionKind kind, Engine& engine, const OperationInput& input, std::string& answer) {
  RequestReader in(input.body);
  ItemRequest request;
  request.read(in, parameters_of(kind));
  in.end();
  if (!in.ok()) return tl::unexpected(in.refusal());
  if (auto refusal = request.refuse()) return tl::unexpected(*std::move(refusal));
  if (kind != ActionKind::update && request.return_values && *request.return_values != "NONE" &&
      *request.return_values != "ALL_OLD") {
    return invalid("ReturnValues can only be ALL_OLD or NONE");
  }
  Checked<ItemAction> action = read_action(kind, request);
  if (!action) return tl::unexpected(std::move(action.error()));

  const auto writer = engine.store().begin_write(input.patience);
  if (auto refusal = locate(*action, engine, *writer)) return tl::unexpected(*std::move(refusal));
  Checked<ActionOutcome> outcome =
      run(*action, engine, *writer, wants_before(request) ? Before::wanted : Before::unwanted);
  if (!outcome) return tl::unexpected(std::move(outcome.error()));
  std::optional<std::string> metrics;
  if (request.is(request.return_metrics, "SIZE")) metrics = collection_metrics(*action, *writer);
  if (auto committed = writer->commit(); !committed) return committed;

  AnswerObject object(answer);
  if (const auto attributes = returned(*action, *outcome)) object.member("Attributes").append(*attributes);
  if (request.capacity() != CapacityDetail::none) {
    append_capacity(*action->table, outcome->units, request.capacity(), object.member("ConsumedCapacity"));
  }
  if (metrics) object.member("ItemCollectionMetrics").append(*metrics);
  return {};
}

}  // namespace partita::inline epoch1::embedded
