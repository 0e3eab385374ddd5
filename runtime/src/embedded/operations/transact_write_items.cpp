// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
#include "embedded/operations/answer_object.hpp"
#include "embedded/operations/collection_metrics.hpp"
#include "embedded/operations/item_action.hpp"
#include "embedded/operations/item_operations.hpp"
#include "embedded/operations/transaction.hpp"
#include "embedded/violations.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <iterator>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::string_view transaction_parameters[] = {"ReturnConsumedCapacity", "ReturnItemCollectionMetrics"};
constexpr std::string_view put_parameters[] = {"Item",
                                               "TableName",
                                               "ConditionExpression",
                                               "ExpressionAttributeNames",
                                               "ExpressionAttributeValues",
                                               "ReturnValuesOnConditionCheckFailure"};
constexpr std::string_view update_parameters[] = {"Key",
                                                  "UpdateExpression",
                                                  "TableName",
                                                  "ConditionExpression",
                                                  "ExpressionAttributeNames",
                                                  "ExpressionAttributeValues",
                                                  "ReturnValuesOnConditionCheckFailure"};
constexpr std::string_view key_parameters[] = {"Key",
                                               "TableName",
                                               "ConditionExpression",
                                               "ExpressionAttributeNames",
                                               "ExpressionAttributeValues",
                                               "ReturnValuesOnConditionCheckFailure"};

constexpr std::size_t longest_token = 36;
// A transaction prepares each item and then commits it.
constexpr double phases = 2;

struct ActionRequest {
  ItemRequest request{};
  ActionKind kind = ActionKind::put;
};

struct TransactWrite {
  std::deque<ActionRequest> writes{};
  ItemRequest request{};
  ItemRequest::Text token{};
  std::string_view actions{};  // as they were written
  bool given = false;
};

struct ActionName {
  ActionKind kind;
  std::string_view member;
  std::string_view path;  // as messages have it
};

constexpr ActionName action_names[] = {
    {ActionKind::put, "Put", "put"},
    {ActionKind::update, "Update", "update"},
    {ActionKind::remove, "Delete", "delete"},
    {ActionKind::check, "ConditionCheck", "conditionCheck"},
};

std::optional<ActionKind> kind_named(std::string_view member) {
  for (const ActionName& each : action_names) {
    if (each.member == member) return each.kind;
  }
  return std::nullopt;
}

std::string_view path_of(ActionKind kind) {
  const auto* const found = std::find_if(std::begin(action_names), std::end(action_names),
                                         [&](const ActionName& each) { return each.kind == kind; });
  return found->path;
}

Parameters parameters_of(ActionKind kind) {
  if (kind == ActionKind::put) return put_parameters;
  return kind == ActionKind::update ? Parameters(update_parameters) : Parameters(key_parameters);
}

void read_action_request(RequestReader& in, ActionRequest& action) {
  int actions = 0;
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    const auto kind = kind_named(member);
    if (!kind || in.next_is_null()) {
      in.skip_value();
      continue;
    }
    ++actions;
    action.kind = *kind;
    action.request.read(in, parameters_of(*kind));
  }
  if (actions != 1) in.refuse_invalid("TransactItems can only contain one of Check, Put, Update or Delete");
}

void read_transaction(RequestReader& in, std::optional<RequestReader>& list, TransactWrite& transaction) {
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    if (member == "ClientRequestToken") {
      transaction.token = in.take_null() ? ItemRequest::Text() : in.kept(in.string());
    } else if (member != "TransactItems") {
      transaction.request.read_member(in, member, transaction_parameters);
    } else {
      list.reset();
      transaction.given = !in.take_null();
      if (!transaction.given) continue;
      transaction.actions = in.skip_value();
      list.emplace(transaction.actions);
    }
  }
  in.end();
  if (!list || !in.ok()) return;
  list->begin_array();
  while (list->next_element()) read_action_request(*list, transaction.writes.emplace_back());
}

std::optional<Refusal> refuse_transaction(const TransactWrite& transaction) {
  if (auto refusal = transaction.request.refuse_values()) return refusal;
  if (auto refusal = refuse_action_count(transaction.given, transaction.writes.size())) return refusal;
  Violations violations;
  if (transaction.token) {
    const std::string_view token = *transaction.token;
    violations.at_least_long(token.size(), token, "clientRequestToken", 1);
    violations.at_most_long(token.size(), token, "clientRequestToken", longest_token);
  }
  for (std::size_t i = 0; i < transaction.writes.size(); ++i) {
    const ActionRequest& action = transaction.writes[i];
    const std::string path =
        "transactItems." + std::to_string(i + 1) + ".member." + std::string(path_of(action.kind)) + ".";
    const ItemRequest& request = action.request;
    request.check_table(path + "tableName", violations);
    const bool puts = action.kind == ActionKind::put;
    violations.required((puts ? request.item : request.key).given, path + (puts ? "item" : "key"));
    if (action.kind == ActionKind::check) {
      violations.required(request.condition.has_value(), path + "conditionExpression");
    } else if (action.kind == ActionKind::update) {
      violations.required(request.update.has_value(), path + "updateExpression");
    }
  }
  return violations.refusal();
}

// What is to be done, as far as the request alone says.
Checked<std::deque<ItemAction>> read_actions(TransactWrite& transaction) {
  std::deque<ItemAction> actions;
  std::size_t size = 0;
  for (ActionRequest& each : transaction.writes) {
    if (auto refusal = each.request.refuse_values()) return tl::unexpected(*std::move(refusal));
    Checked<ItemAction> action = read_action(each.kind, each.request);
    if (!action) return tl::unexpected(std::move(action.error()));
    size += action->given().size;
    actions.push_back(*std::move(action));
  }
  if (size > largest_transaction) return tl::unexpected(transaction_too_large());
  return actions;
}

bool is_of_empty_key(const Refusal& refusal) {
  return refusal.message.starts_with("One or more parameter values are not valid.");
}

// What is wrong with the table or the key of each action.
using Located = std::vector<std::optional<Refusal>>;

// Finds the item of each action; refused at once is what the service does not make a reason.
Checked<Located> locate_all(std::deque<ItemAction>& actions, Engine& engine, Reader& reader) {
  Located located;
  std::set<std::pair<std::string, ItemKey>> seen;
  for (ItemAction& each : actions) {
    auto refusal = locate(each, engine, reader);
    if (!refusal) {
      if (!seen.emplace(each.table->name, each.key).second) return tl::unexpected(item_twice());
    } else if (refusal->type != "ValidationException" || is_of_empty_key(*refusal)) {
      return tl::unexpected(*std::move(refusal));
    }
    located.push_back(std::move(refusal));
  }
  return located;
}

Units doubled(Units units) {
  units.table *= phases;
  for (double& each : units.indexes) each *= phases;
  return units;
}

// What a transaction that was applied before costs: the read of its items.
UnitsByTable read_again(const std::deque<ItemAction>& actions, Reader& reader) {
  UnitsByTable units;
  for (const ItemAction& each : actions) {
    const auto row = reader.get(each.table->items, each.key.partition, each.key.sort);
    units.add(each.table, doubled(Units{read_units(row ? row->size : 0, true)}));
  }
  return units;
}

}  // namespace

Checked<void> transact_write_items(Engine& engine, const OperationInput& input, std::string& answer) {
  RequestReader in(input.body);
  std::optional<RequestReader> list;
  TransactWrite transaction;
  read_transaction(in, list, transaction);
  if (!in.ok()) return tl::unexpected(in.refusal());
  if (list && !list->ok()) return tl::unexpected(list->refusal());
  if (auto refusal = refuse_transaction(transaction)) return tl::unexpected(*std::move(refusal));
  Checked<std::deque<ItemAction>> actions = read_actions(transaction);

  const auto writer = engine.store().begin_write(input.patience);
  auto known = RequestTokens::Known::no;
  if (transaction.token) {
    known = engine.tokens().find(*writer, *transaction.token, transaction.actions, engine.now());
  }
  if (writer->failure()) return tl::unexpected(*writer->failure());
  // Told before what is wrong with expressions and values.
  if (known == RequestTokens::Known::of_other_request) {
    return refuse("IdempotentParameterMismatchException",
                  "The request uses the same client token as a previous, but non-identical request. Do not reuse a "
                  "client token with different requests, unless the requests are identical");
  }
  if (!actions) return tl::unexpected(std::move(actions.error()));
  Checked<Located> located = locate_all(*actions, engine, *writer);
  if (!located) return tl::unexpected(std::move(located.error()));
  AnswerObject object(answer);
  if (known == RequestTokens::Known::applied) {
    read_again(*actions, *writer).append(transaction.request.capacity(), "ReadCapacityUnits", object);
    if (writer->failure()) return tl::unexpected(*writer->failure());
    return {};
  }

  CancellationReasons reasons;
  UnitsByTable units;
  MetricsByTable metrics;
  std::size_t size = 0;
  for (std::size_t i = 0; i < actions->size(); ++i) {
    const ItemAction& each = (*actions)[i];
    if ((*located)[i]) {
      reasons.add(*std::move((*located)[i]));
      continue;
    }
    Checked<ActionOutcome> outcome = run(each, engine, *writer, Before::wanted);
    if (!outcome) {
      reasons.add(std::move(outcome.error()));
      continue;
    }
    reasons.add_success();
    size += outcome->size;
    units.add(each.table, doubled(outcome->units));
    if (transaction.request.is(transaction.request.return_metrics, "SIZE")) metrics.add(each, *writer);
  }
  if (writer->failure()) return tl::unexpected(*writer->failure());
  if (auto refusal = reasons.refusal()) return tl::unexpected(*std::move(refusal));
  if (size > largest_transaction) return tl::unexpected(transaction_too_large());  // with what updates made of items
  if (transaction.token) engine.tokens().add(*writer, *transaction.token, transaction.actions, engine.now());
  if (auto committed = writer->commit(); !committed) return committed;
  metrics.append(object);
  units.append(transaction.request.capacity(), "WriteCapacityUnits", object);
  return {};
}

}  // namespace partita::inline epoch1::embedded
