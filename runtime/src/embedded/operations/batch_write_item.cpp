// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
#include "embedded/operations/answer_object.hpp"
#include "embedded/operations/collection_metrics.hpp"
#include "embedded/operations/item_action.hpp"
#include "embedded/operations/item_operations.hpp"
#include "embedded/operations/left_out.hpp"
#include "embedded/tables/description.hpp"
#include "embedded/values/value_text.hpp"
#include "embedded/violations.hpp"

#include <deque>
#include <list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::string_view batch_parameters[] = {"ReturnConsumedCapacity", "ReturnItemCollectionMetrics"};
constexpr std::string_view put_parameters[] = {"Item"};
constexpr std::string_view delete_parameters[] = {"Key"};

constexpr std::size_t most_writes = 25;

struct Write {
  ItemRequest request{};
  ActionKind kind = ActionKind::put;
};

struct Batch {
  std::list<Write> writes{};
  ItemRequest request{};
  std::optional<std::string_view> refused_table{};  // one with no writes, or too many
  std::set<std::string_view> tables{};
  bool given = false;
};

// `{"PutRequest":{"Item":{...}}}` or `{"DeleteRequest":{"Key":{...}}}`
void read_write(RequestReader& in, Write& write) {
  int requests = 0;
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    const bool puts = member == "PutRequest";
    if ((!puts && member != "DeleteRequest") || in.next_is_null()) {
      in.skip_value();
      continue;
    }
    ++requests;
    write.kind = puts ? ActionKind::put : ActionKind::remove;
    write.request.read(in, puts ? Parameters(put_parameters) : Parameters(delete_parameters));
  }
  if (requests != 1) {
    in.refuse_invalid(
        "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
  }
}

void read_table(RequestReader& in, std::string_view name, Batch& batch) {
  const std::size_t before = batch.writes.size();
  in.begin_array();
  while (in.next_element()) {
    Write& write = batch.writes.emplace_back();
    read_write(in, write);
    write.request.table = name;
  }
  const std::size_t count = batch.writes.size() - before;
  if (count == 0 || count > most_writes) batch.refused_table = name;
}

// Of a table that comes twice the last list counts.
void forget(std::string_view table, Batch& batch) {
  std::erase_if(batch.writes, [&](const Write& each) { return each.request.table == table; });
  if (batch.refused_table == table) batch.refused_table.reset();
}

void read_batch(RequestReader& in, Batch& batch) {
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    if (member != "RequestItems") {
      batch.request.read_member(in, member, batch_parameters);
      continue;
    }
    batch.writes.clear();
    batch.refused_table.reset();
    batch.tables.clear();
    batch.given = !in.take_null();
    if (!batch.given) continue;
    in.begin_object();
    while (in.next_key(member)) {
      const std::string_view name = in.kept(member);
      if (!batch.tables.insert(name).second) forget(name, batch);
      read_table(in, name, batch);
    }
  }
  in.end();
}

std::optional<Refusal> refuse_batch(const Batch& batch) {
  if (!batch.given) return missing_parameter("requestItems");
  if (batch.tables.empty()) {
    return Refusal{"ValidationException", "The requestItems parameter is required for BatchWriteItem"};
  }
  if (batch.refused_table) {
    return Refusal{"ValidationException",
                   "1 validation error detected: Value at 'requestItems' failed to satisfy constraint: Map value must "
                   "satisfy constraint: [Member must have length less than or equal to 25, Member must have length "
                   "greater than or equal to 1]"};
  }
  if (batch.writes.size() > most_writes) {
    return Refusal{"ValidationException", "Too many items requested for the BatchWriteItem call"};
  }
  return std::nullopt;
}

// UnprocessedItems: the writes again, in the order of the tables that they were given in.
void append_unprocessed(const std::vector<const ItemAction*>& left, std::string& out) {
  std::optional<std::string_view> table;  // whose list is open
  out += '{';
  for (const ItemAction* const each : left) {
    const std::string_view name = *each->request->table;
    if (table == name) {
      out += ',';
    } else {
      append_json_string(name, out.append(table ? "]," : ""));
      out += ":[";
      table = name;
    }
    out.append(each->kind == ActionKind::put ? R"({"PutRequest":{"Item":)" : R"({"DeleteRequest":{"Key":)");
    out.append(each->given().text).append("}}");
  }
  out.append(table ? "]}" : "}");
}

Checked<void> run_batch(Engine& engine, const OperationInput& input, LeftOut left_out, std::string& answer) {
  RequestReader in(input.body);
  Batch batch;
  read_batch(in, batch);
  if (!in.ok()) return tl::unexpected(in.refusal());
  if (auto refusal = batch.request.refuse_values()) return tl::unexpected(*std::move(refusal));
  if (auto refusal = refuse_batch(batch)) return tl::unexpected(*std::move(refusal));
  std::deque<ItemAction> actions;
  for (Write& each : batch.writes) {
    if (auto refusal = each.request.refuse()) return tl::unexpected(*std::move(refusal));
    Checked<ItemAction> action = read_action(each.kind, each.request);
    if (!action) return tl::unexpected(std::move(action.error()));
    actions.push_back(*std::move(action));
  }

  const auto writer = engine.store().begin_write(input.patience);
  std::set<std::pair<std::string, ItemKey>> seen;
  for (ItemAction& each : actions) {
    if (auto refusal = locate(each, engine, *writer, KeyTypes::told_together)) {
      return tl::unexpected(*std::move(refusal));
    }
    if (!seen.emplace(each.table->name, each.key).second) {
      return invalid("Provided list of item keys contains duplicates");
    }
  }
  const bool counts = batch.request.capacity() != CapacityDetail::none;
  UnitsByTable units;
  MetricsByTable metrics;
  std::vector<const ItemAction*> left;
  for (const ItemAction& each : actions) {
    if (left_out.takes(each.table->name)) {
      left.push_back(&each);
      continue;
    }
    Checked<ActionOutcome> outcome = run(each, engine, *writer, counts ? Before::wanted : Before::unwanted);
    if (!outcome) return tl::unexpected(std::move(outcome.error()));
    units.add(each.table, outcome->units);
    if (batch.request.is(batch.request.return_metrics, "SIZE")) metrics.add(each, *writer);
  }
  if (auto committed = writer->commit(); !committed) return committed;

  AnswerObject object(answer);
  append_unprocessed(left, object.member("UnprocessedItems"));
  metrics.append(object);
  units.append(batch.request.capacity(), {}, object);
  return {};
}

}  // namespace

Checked<void> batch_write_item(Engine& engine, const OperationInput& input, std::string& answer) {
  return run_batch(engine, input, LeftOut(), answer);
}

Checked<void> batch_write_item_in_part(Engine& engine, const OperationInput& input, const EmbeddedFault& fault,
                                       std::string& answer) {
  return run_batch(engine, input, LeftOut(fault), answer);
}

}  // namespace partita::inline epoch1::embedded
