// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
#include "embedded/expressions/key_use.hpp"
#include "embedded/operations/answer_object.hpp"
#include "embedded/operations/consumed_capacity.hpp"
#include "embedded/operations/item_operations.hpp"
#include "embedded/operations/item_read.hpp"
#include "embedded/operations/left_out.hpp"
#include "embedded/tables/catalog.hpp"
#include "embedded/tables/description.hpp"
#include "embedded/values/value_text.hpp"
#include "embedded/violations.hpp"

#include <deque>
#include <list>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace partita::inline epoch1::embedded {

namespace {

constexpr std::string_view batch_parameters[] = {"ReturnConsumedCapacity"};
constexpr std::string_view table_parameters[] = {"ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames",
                                                 "AttributesToGet"};

constexpr std::size_t most_keys = 100;
// So that 52 items of 300 KB fit, and no 53, as the page above says.
constexpr std::size_t largest_answer = 16'000'000;
// Of one partition, on request: the page above has no more to say than "more than 1MB per partition".
constexpr std::size_t largest_part = std::size_t{1} << 20;

// What is asked of one table.
struct KeysOfTable {
  explicit KeysOfTable(std::string_view text) : json(text), in(text) {}

  std::string_view json;
  RequestReader in;
  std::string_view name{};
  ItemRequest request{};
  std::deque<ScannedItem> keys{};
  std::optional<Expression> projection{};
  std::shared_ptr<const Table> table{};
  std::vector<ItemKey> places{};
};

struct Batch {
  explicit Batch(std::string_view body) : in(body) {}

  RequestReader in;
  std::list<KeysOfTable> tables{};
  std::set<std::string_view> names{};
  ItemRequest request{};
  bool given = false;
};

void read_table(KeysOfTable& table) {
  std::string_view member;
  table.in.begin_object();
  while (table.in.next_key(member)) {
    if (member != "Keys") {
      table.request.read_member(table.in, member, table_parameters);
    } else {
      table.keys.clear();
      if (table.in.take_null()) continue;
      table.in.begin_array();
      while (table.in.next_element()) scan_item(table.in, table.keys.emplace_back());
    }
  }
}

void read_batch(Batch& batch) {
  RequestReader& in = batch.in;
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    if (member != "RequestItems") {
      batch.request.read_member(in, member, batch_parameters);
      continue;
    }
    batch.tables.clear();
    batch.names.clear();
    batch.given = !in.take_null();
    if (!batch.given) continue;
    in.begin_object();
    while (in.next_key(member)) {
      const std::string_view name = in.kept(member);
      // Of a table that comes twice the last one counts.
      if (!batch.names.insert(name).second) {
        std::erase_if(batch.tables, [&](const KeysOfTable& each) { return each.name == name; });
      }
      KeysOfTable& table = batch.tables.emplace_back(in.skip_value());
      table.name = name;
      read_table(table);
      if (!table.in.ok()) in.refuse(table.in.refusal());
    }
  }
  in.end();
}

std::optional<Refusal> refuse_batch(const Batch& batch) {
  if (!batch.given) return missing_parameter("requestItems");
  if (batch.tables.empty()) {
    return Refusal{"ValidationException", "The requestItems parameter is required for BatchGetItem"};
  }
  Violations violations;
  std::size_t keys = 0;
  for (const KeysOfTable& each : batch.tables) {
    violations.name(std::string(table_of_arn(each.name)), "requestItems");
    if (each.keys.empty()) {
      violations.add("[]", "requestItems." + std::string(each.name) + ".member.keys",
                     "have length greater than or equal to 1");
    }
    keys += each.keys.size();
  }
  if (auto refusal = violations.refusal()) return refusal;
  if (keys > most_keys) return Refusal{"ValidationException", "Too many items requested for the BatchGetItem call"};
  return std::nullopt;
}

std::optional<Refusal> read_projection(KeysOfTable& table) {
  ItemRequest& request = table.request;
  if (auto refusal = request.refuse_legacy()) return refusal;
  if (auto refusal = request.refuse_placeholders({{"ProjectionExpression", request.projection}})) return refusal;
  auto projection = read_given(ExpressionKind::projection, request.projection, request.placeholders);
  if (!projection) return std::move(projection.error());
  table.projection = *std::move(projection);
  return request.placeholders.refuse_unused();
}

std::optional<Refusal> locate(KeysOfTable& keys, Engine& engine, Reader& reader) {
  auto table = engine.catalog().require(reader, table_of_arn(keys.name));
  if (!table) return std::move(table.error());
  keys.table = *std::move(table);
  std::set<ItemKey> seen;
  for (const ScannedItem& each : keys.keys) {
    auto place = key_of_request(*keys.table, each.members);
    if (!place) return std::move(place.error());
    if (!seen.insert(*place).second) {
      return Refusal{"ValidationException", "Provided list of item keys contains duplicates"};
    }
    keys.places.push_back(*std::move(place));
  }
  if (!keys.projection) return std::nullopt;
  return refuse_path_into_key(*keys.projection, keys.table->key, "Key");
}

// How much the items of one answer count for. What no longer fits is left to the caller to ask for again.
class Answered {
 public:
  explicit Answered(bool cuts_partitions) : cuts_partitions_(cuts_partitions) {}

  /// False if an item of this size does not fit; nor does any that is asked for behind it, of the table if the answer
  /// is full, of the partition if that is.
  bool take(std::size_t size, const std::string& partition) {
    if (is_full_ || size_ + size > largest_answer) {
      is_full_ = true;
      return false;
    }
    if (cuts_partitions_) {
      std::size_t& of_partition = partitions_[partition];
      if (of_partition + size > largest_part) {
        of_partition = largest_part;
        return false;
      }
      of_partition += size;
    }
    size_ += size;
    return true;
  }
  void next_table() {
    is_full_ = false;
    partitions_.clear();
  }

 private:
  const bool cuts_partitions_;
  bool is_full_ = false;
  std::size_t size_ = 0;
  std::map<std::string, std::size_t> partitions_;
};

// The table's part of UnprocessedKeys: what was asked, with the keys that are left.
void append_unprocessed(const KeysOfTable& keys, const std::vector<std::size_t>& left, std::string& out) {
  append_json_string(keys.name, out);
  out += ":{\"Keys\":[";
  for (const std::size_t i : left) out.append(i == left.front() ? "" : ",").append(keys.keys[i].text);
  out += ']';
  RequestReader in(keys.json);
  std::string_view member;
  in.begin_object();
  while (in.next_key(member)) {
    const std::string name(member);
    const std::string_view value = in.skip_value();
    if (name == "Keys") continue;
    append_json_string(name, out.append(","));
    out.append(":").append(value);
  }
  out += '}';
}

Checked<void> run_batch(Engine& engine, const OperationInput& input, LeftOut left_out, std::string& answer) {
  Batch batch(input.body);
  read_batch(batch);
  if (!batch.in.ok()) return tl::unexpected(batch.in.refusal());
  if (auto refusal = batch.request.refuse_values()) return tl::unexpected(*std::move(refusal));
  if (auto refusal = refuse_batch(batch)) return tl::unexpected(*std::move(refusal));
  for (KeysOfTable& each : batch.tables) {
    if (auto refusal = read_projection(each)) return tl::unexpected(*std::move(refusal));
  }
  const auto reader = engine.store().begin_read();
  for (KeysOfTable& each : batch.tables) {
    if (auto refusal = locate(each, engine, *reader)) return tl::unexpected(*std::move(refusal));
  }

  UnitsByTable units;
  std::string unprocessed;
  Answered answered(engine.conditions().cut_batch_gets);
  AnswerObject object(answer);
  std::string& out = object.member("Responses");
  char separator = '{';
  for (const KeysOfTable& keys : batch.tables) {
    out += std::exchange(separator, ',');
    append_json_string(keys.name, out);
    out += ":[";
    bool any = false;
    std::vector<std::size_t> left;
    answered.next_table();
    for (std::size_t i = 0; i < keys.places.size(); ++i) {
      const auto row = reader->get(keys.table->items, keys.places[i].partition, keys.places[i].sort);
      if (left_out.takes(keys.table->name) || !answered.take(row ? row->size : 0, keys.places[i].partition)) {
        left.push_back(i);
        continue;
      }
      units.add(keys.table, Units{read_units(row ? row->size : 0, keys.request.consistent)});
      if (!row) continue;
      if (std::exchange(any, true)) out += ',';
      append_projected(keys.projection, row->text, out);
    }
    out += ']';
    if (left.empty()) continue;
    unprocessed += unprocessed.empty() ? "{" : ",";
    append_unprocessed(keys, left, unprocessed);
  }
  if (reader->failure()) return tl::unexpected(*reader->failure());
  out += '}';
  object.member("UnprocessedKeys").append(unprocessed.empty() ? "{" : unprocessed).append("}");
  units.append(batch.request.capacity(), {}, object);
  return {};
}

}  // namespace

Checked<void> batch_get_item(Engine& engine, const OperationInput& input, std::string& answer) {
  return run_batch(engine, input, LeftOut(), answer);
}

Checked<void> batch_get_item_in_part(Engine& engine, const OperationInput& input, const EmbeddedFault& fault,
                                     std::string& answer) {
  return run_batch(engine, input, LeftOut(fault), answer);
}

}  // namespace partita::inline epoch1::embedded
