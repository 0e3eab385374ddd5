#include "transaction_actions.hpp"

#include <partita/wire/reader.hpp>
#include <partita/wire/writer.hpp>

#include "item_text.hpp"

#include <map>
#include <utility>

namespace partita::inline epoch1::detail {

namespace {

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
constexpr std::size_t most_bytes = std::size_t{4} << 20;

Error invalid(std::string message) {
  return {ErrorKind::invalid_argument, std::move(message)};
}

std::string_view action_of(std::string_view operation) {
  if (operation == "PutItem") return "Put";
  if (operation == "UpdateItem") return "Update";
  if (operation == "DeleteItem") return "Delete";
  return operation;
}

std::string name_of(const Action& action) {
  const RecordedWrite& write = action.step.write;
  return "action " + std::to_string(action.origin) + ", counted from 0 (" + std::string(action_of(write.operation)) +
         " on '" + write.table + "')";
}

Error twice(const Action& one, const Action& other) {
  const std::string numbers = std::to_string(one.origin) + " and " + std::to_string(other.origin);
  const std::string& table = other.step.write.table;
  const auto& companion = other.step.companion ? other.step.companion : one.step.companion;
  if (!companion)
    return invalid("actions " + numbers + ", counted from 0, are on the same item of table '" + table + "'");
  std::string both = "actions " + numbers + ", counted from 0, both";
  if (one.origin == other.origin) both = "action " + std::to_string(one.origin) + ", counted from 0, would twice";
  return invalid(both + " write one item of " + shown(*companion->rule) + " in table '" + table +
                 "', and a transaction holds one action an item; a value that moves from one item to another needs two "
                 "transactions");
}

}  // namespace

std::optional<Error> refused_actions(const std::vector<Action>& actions, std::size_t asked) {
  if (actions.size() > most_actions) {
    const std::string added = actions.size() == asked ? std::string()
                                                      : ", " + std::to_string(actions.size() - asked) +
                                                            " of them for lookups and unique constraints";
    return invalid("the transaction has " + std::to_string(actions.size()) + " actions" + added + "; DynamoDB allows " +
                   std::to_string(most_actions));
  }
  std::map<std::string, std::size_t> keys;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < actions.size(); ++i) {
    const RecordedWrite& write = actions[i].step.write;
    bytes += item_size(write.item);
    const auto key = key_text(write.item, write.partition_key, write.sort_key);
    const auto [known, is_new] = keys.emplace(write.table + ":" + key.value_or(""), i);
    if (!is_new) return twice(actions[known->second], actions[i]);
  }
  if (bytes <= most_bytes) return std::nullopt;
  return invalid("the items of the transaction have " + std::to_string(bytes) + " bytes; DynamoDB allows " +
                 std::to_string(most_bytes));
}

std::string told_of(const Companion& companion) {
  const CompanionRule& rule = *companion.rule;
  const std::string value = rule.is_sensitive ? "the value" : "the value '" + companion.value + "'";
  const std::string attribute = " of attribute '" + std::string(rule.attribute.name) + "'";
  if (rule.is_unique) return shown(rule) + ": " + value + attribute + " is taken by another item";
  return shown(rule) + ": the key of the lookup item for " + value + attribute + " is that of another item";
}

std::string transaction_body(const std::vector<Action>& actions, const std::string& token) {
  wire::Writer out;
  out.raw(R"({"TransactItems":[)");
  for (const Action& action : actions) {
    if (&action != &actions.front()) out.raw(',');
    out.raw('{');
    out.json_string(action_of(action.step.write.operation));
    out.raw(':');
    out.raw(action.step.write.body);
    out.raw('}');
  }
  out.raw(R"(],"ClientRequestToken":)");
  out.json_string(token);
  out.raw(R"(,"ReturnConsumedCapacity":"INDEXES"})");
  return std::string(out.view());
}

Error explained(const Error& error, const std::vector<CancellationReason>& reasons, const std::vector<Action>& actions,
                bool is_single) {
  const std::optional<std::size_t> chosen = chosen_reason(reasons);
  if (!chosen || *chosen >= actions.size()) return without_reasons(error);
  const CancellationReason& reason = reasons[*chosen];
  const Action& action = actions[*chosen];
  const RecordedWrite& write = action.step.write;
  Error::Details details = action_error(error, reason, action.origin, name_of(action), write.table);
  std::string message = reason.message.empty() ? reason.code : reason.message;
  if (action.step.companion) {
    // Nothing that a caller could read.
    details.item.clear();
    if (reason.is_condition()) message = told_of(*action.step.companion);
  } else {
    show_item(details, write.shown);
  }
  details.message = is_single ? message : name_of(action) + ": " + message;
  if (is_single) details.action.reset();
  return Error(std::move(details));
}

}  // namespace partita::inline epoch1::detail
