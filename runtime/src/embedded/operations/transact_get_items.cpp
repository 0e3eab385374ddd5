// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
#include "embedded/operations/answer_object.hpp"
#include "embedded/operations/consumed_capacity.hpp"
#include "embedded/operations/item_operations.hpp"
#include "embedded/operations/item_read.hpp"
#include "embedded/operations/transaction.hpp"
#include "embedded/violations.hpp"

#include <cstddef>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::string_view transaction_parameters[] = {"ReturnConsumedCapacity"};
constexpr std::string_view get_parameters[] = {"TableName", "Key", "ProjectionExpression", "ExpressionAttributeNames"};

struct TransactGet {
  std::deque<std::optional<ItemRequest>> gets{};
  ItemRequest request{};
  bool given = false;
};

// `{"Get":{...}}`; of two in one action the last one counts.
void read_action(RequestReader& in, std::optional<ItemRequest>& get) {
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    if (member != "Get") {
      in.skip_value();
      continue;
    }
    get.reset();
    if (!in.take_null()) get.emplace().read(in, get_parameters);
  }
}

void read_transaction(RequestReader& in, TransactGet& transaction) {
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    if (member != "TransactItems") {
      transaction.request.read_member(in, member, transaction_parameters);
      continue;
    }
    transaction.gets.clear();
    transaction.given = !in.take_null();
    if (!transaction.given) continue;
    in.begin_array();
    while (in.next_element()) read_action(in, transaction.gets.emplace_back());
  }
  in.end();
}

std::optional<Refusal> refuse_transaction(const TransactGet& transaction) {
  if (auto refusal = transaction.request.refuse_values()) return refusal;
  if (auto refusal = refuse_action_count(transaction.given, transaction.gets.size())) return refusal;
  Violations violations;
  for (std::size_t i = 0; i < transaction.gets.size(); ++i) {
    const std::optional<ItemRequest>& get = transaction.gets[i];
    const std::string path = "transactItems." + std::to_string(i + 1) + ".member.get";
    violations.required(get.has_value(), path);
    if (!get) continue;
    get->check_table(path + ".tableName", violations);
    violations.required(get->key.given, path + ".key");
  }
  return violations.refusal();
}

}  // namespace

Checked<void> transact_get_items(Engine& engine, const OperationInput& input, std::string& answer) {
  RequestReader in(input.body);
  TransactGet transaction;
  read_transaction(in, transaction);
  if (!in.ok()) return tl::unexpected(in.refusal());
  if (auto refusal = refuse_transaction(transaction)) return tl::unexpected(*std::move(refusal));
  std::deque<ItemRead> reads;
  for (std::optional<ItemRequest>& each : transaction.gets) {
    if (auto refusal = each->refuse_values()) return tl::unexpected(*std::move(refusal));
    Checked<ItemRead> read = read_get(*each);
    if (!read) return tl::unexpected(std::move(read.error()));
    reads.push_back(*std::move(read));
  }

  const auto reader = engine.store().begin_read();
  CancellationReasons reasons;
  std::set<std::pair<std::string, ItemKey>> seen;
  for (ItemRead& each : reads) {
    auto refusal = locate(each, engine, *reader);
    if (!refusal) {
      if (!seen.emplace(each.table->name, each.key).second) return tl::unexpected(item_twice());
      reasons.add_success();
    } else if (refusal->type != "ValidationException") {
      return tl::unexpected(*std::move(refusal));
    } else {
      reasons.add(*std::move(refusal));
    }
  }
  if (auto refusal = reasons.refusal()) return tl::unexpected(*std::move(refusal));

  UnitsByTable units;
  std::size_t size = 0;
  AnswerObject object(answer);
  std::string& out = object.member("Responses");
  char separator = '[';
  for (const ItemRead& each : reads) {
    out += std::exchange(separator, ',');
    const auto row = reader->get(each.table->items, each.key.partition, each.key.sort);
    size += row ? row->size : 0;
    // Read, and read again to see that nothing has changed.
    units.add(each.table, Units{2 * read_units(row ? row->size : 0, true)});
    AnswerObject response(out);
    if (row) append_projected(each.projection, row->text, response.member("Item"));
  }
  if (reader->failure()) return tl::unexpected(*reader->failure());
  if (size > largest_transaction) return tl::unexpected(transaction_too_large());
  out += ']';
  units.append(transaction.request.capacity(), "ReadCapacityUnits", object);
  return {};
}

}  // namespace partita::inline epoch1::embedded
