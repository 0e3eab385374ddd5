#include "engine_tables.hpp"

#include "embedded/store/memory_store.hpp"
#include "embedded/values/value.hpp"
#include "embedded/values/value_text.hpp"
#include "report.hpp"

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

using namespace partita::embedded;

namespace {

constexpr std::string_view set_up[][2] = {
    {"CreateTable", R"({"TableName":"plain","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],"Tags":[{"Key":"team","Value":"a"}]})"},
    {"UpdateTimeToLive", R"({"TableName":"plain","TimeToLiveSpecification":{"AttributeName":"ttl","Enabled":true}})"},
    {"CreateTable", R"({"TableName":"sorted","BillingMode":"PAY_PER_REQUEST",
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"},
            {"AttributeName":"g","AttributeType":"S"},{"AttributeName":"n","AttributeType":"N"},
            {"AttributeName":"l","AttributeType":"B"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
        "LocalSecondaryIndexes":[{"IndexName":"by_l","Projection":{"ProjectionType":"KEYS_ONLY"},
            "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"l","KeyType":"RANGE"}]}],
        "GlobalSecondaryIndexes":[
            {"IndexName":"by_g","Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["a","m"]},
             "KeySchema":[{"AttributeName":"g","KeyType":"HASH"}]},
            {"IndexName":"by_n","Projection":{"ProjectionType":"ALL"},
             "KeySchema":[{"AttributeName":"n","KeyType":"HASH"},{"AttributeName":"g","KeyType":"RANGE"}]}]})"},
    {"CreateTable", R"({"TableName":"bytes","BillingMode":"PROVISIONED",
        "ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5},
        "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"B"},{"AttributeName":"sk","AttributeType":"S"},
            {"AttributeName":"n","AttributeType":"N"},{"AttributeName":"l","AttributeType":"B"}],
        "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"RANGE"}],
        "GlobalSecondaryIndexes":[{"IndexName":"by_all","Projection":{"ProjectionType":"KEYS_ONLY"},
            "ProvisionedThroughput":{"ReadCapacityUnits":5,"WriteCapacityUnits":5},
            "KeySchema":[{"AttributeName":"n","KeyType":"HASH"},{"AttributeName":"sk","KeyType":"HASH"},
                {"AttributeName":"l","KeyType":"RANGE"},{"AttributeName":"pk","KeyType":"RANGE"}]}]})"},
    {"PutItem",
     R"({"TableName":"plain","Item":{"pk":{"S":"a"},"a":{"N":"1"},"ttl":{"N":"1"},"m":{"M":{"x":{"L":[{"N":"1"},{"S":"b"}]}}}}})"},
    {"PutItem",
     R"({"TableName":"plain","Item":{"pk":{"S":"b"},"s":{"SS":["x","y"]},"n":{"NS":["1","2"]},"b":{"BS":["AA==","AQ=="]}}})"},
    {"PutItem",
     R"({"TableName":"sorted","Item":{"pk":{"S":"a"},"sk":{"N":"1"},"g":{"S":"x"},"n":{"N":"1"},"l":{"B":"AA=="},"a":{"S":"y"}}})"},
    {"PutItem", R"({"TableName":"sorted","Item":{"pk":{"S":"a"},"sk":{"N":"-2.5"},"g":{"S":"x"},"n":{"N":"1"}}})"},
    {"PutItem", R"({"TableName":"sorted","Item":{"pk":{"S":"a"},"sk":{"N":"30"},"l":{"B":"AAE="}}})"},
    {"PutItem", R"({"TableName":"bytes","Item":{"pk":{"B":"AA=="},"sk":{"S":"a"},"n":{"N":"0"},"l":{"B":"AA=="}}})"},
    {"PutItem", R"({"TableName":"bytes","Item":{"pk":{"B":"/w=="},"sk":{"S":"b"},"n":{"N":"0"}}})"},
};

Json pages(std::string_view text) {
  return parse_json("[" + std::string(text) + "]", "the pages of a scan");
}

std::vector<Json> items_of(std::string_view text) {
  std::vector<Json> items;
  for (const Json& page : pages(text)) items.insert(items.end(), page["Items"].begin(), page["Items"].end());
  return items;
}

// `body` without its end. A page that ends before the table does has 1 MB of items.
std::string scan(Engine& engine, const std::string& body) {
  std::string all;
  std::string start;
  for (;;) {
    const std::string page = ask(engine, "Scan", body + start + "}");
    all.append(all.empty() ? "" : ",").append(page);
    const Json last = page.size() < 900'000 ? Json() : parse_json(page, "Scan").value("LastEvaluatedKey", Json());
    if (last.is_null()) return all;
    start = ",\"ExclusiveStartKey\":" + last.dump();
  }
}

std::vector<KeyAttribute> all_of(const KeySchema& key) {
  std::vector<KeyAttribute> all = key.partition;
  all.insert(all.end(), key.sort.begin(), key.sort.end());
  return all;
}

Json key_of(const KeySchema& key, const Json& item) {
  Json own = Json::object();
  for (const KeyAttribute& each : all_of(key)) own[each.name] = item[each.name];
  return own;
}

// Whether the attribute is there, as a value that a key can be.
bool can_be_key(const KeyAttribute& attribute, const Json& item) {
  if (!item.contains(attribute.name)) return false;
  const Json& value = item[attribute.name];
  return value.begin().key() == partita::wire::name_of(attribute.type) && value.begin().value() != "";
}

bool can_be_key(const KeySchema& key, const Json& item) {
  const auto all = all_of(key);
  return std::all_of(all.begin(), all.end(), [&](const KeyAttribute& each) { return can_be_key(each, item); });
}

Json projected(const Table& table, const Index& index, const Json& item) {
  if (index.projection == Projection::all) return item;
  Json entry = key_of(table.key, item);
  entry.update(key_of(index.key, item));
  for (const std::string& each : index.included) {
    if (item.contains(each)) entry[each] = item[each];
  }
  return entry;
}

bool in_order(const std::vector<KeyAttribute>& sort, const Json& first, const Json& second) {
  for (const KeyAttribute& each : sort) {
    const auto order = compare(parse_value(first[each.name].dump()), parse_value(second[each.name].dump()));
    if (!order) report("sort keys of two types", first.dump() + " " + second.dump());
    if (*order != 0) return *order < 0;
  }
  return true;
}

// Each partition of the table or index, asked for by a query, has its items in the order of the sort key.
void check_queries(Engine& engine, const Table& table, const Index* index, std::vector<Json> items) {
  const KeySchema& key = index != nullptr ? index->key : table.key;
  std::map<Json, std::vector<Json>> partitions;
  for (Json& each : items) partitions[key_of({key.partition, {}}, each)].push_back(std::move(each));
  for (auto& [partition, wanted] : partitions) {
    Json body{{"TableName", table.name}};
    if (index != nullptr) body["IndexName"] = index->name;
    std::string condition;
    for (const KeyAttribute& each : key.partition) {
      const std::string number = std::to_string(&each - key.partition.data());
      condition += (condition.empty() ? "#" : " AND #") + number + " = :" + number;
      body["ExpressionAttributeNames"]["#" + number] = each.name;
      body["ExpressionAttributeValues"][":" + number] = partition[each.name];
    }
    body["KeyConditionExpression"] = condition;
    const std::string answer = ask(engine, "Query", body.dump());
    std::vector<Json> found = parse_json(answer, "Query")["Items"];
    for (std::size_t i = 1; i < found.size(); ++i) {
      if (!in_order(key.sort, found[i - 1], found[i])) report("a query out of order", answer);
    }
    std::sort(found.begin(), found.end());
    std::sort(wanted.begin(), wanted.end());
    if (found != wanted) report("a query has other items than a scan", body.dump() + " " + answer);
  }
}

void check_index(Engine& engine, const Table& table, const Index& index, const std::vector<Json>& items,
                 std::string_view entries) {
  std::vector<Json> wanted;
  for (const Json& each : items) {
    if (can_be_key(index.key, each)) wanted.push_back(projected(table, index, each));
  }
  std::vector<Json> found = items_of(entries);
  std::sort(wanted.begin(), wanted.end());
  std::sort(found.begin(), found.end());
  if (found != wanted) report("an index has other items than its table: " + index.name, entries);
  check_queries(engine, table, &index, std::move(found));
}

void check_counts(const TableState& state, std::size_t items) {
  const Json all = parse_json("[" + state.description + "]", "descriptions");
  if (all[0]["Table"]["ItemCount"] != items) report("a table counts its items wrongly", state.description);
}

}  // namespace

std::unique_ptr<Engine> make_engine() {
  const auto clock = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(1'800'000'000)); };
  auto engine = std::make_unique<Engine>(make_memory_store(), clock);
  for (const auto& [operation, body] : set_up) {
    std::string answer;
    if (const auto done = engine->run(operation, body, answer); !done) report(done.error().message, body);
  }
  return engine;
}

std::string ask(Engine& engine, std::string_view operation, std::string_view body) {
  std::string answer;
  const auto done = engine.run(operation, body, answer);
  if (!done) report("what the engine holds is refused: " + done.error().message, body);
  return answer;
}

Json parse_json(std::string_view text, std::string_view what) {
  std::vector<std::set<std::string>> open;
  bool twice = false;
  Json parsed = Json::parse(
      text,
      [&](int /*depth*/, Json::parse_event_t event, Json& value) {
        if (event == Json::parse_event_t::object_start) open.emplace_back();
        if (event == Json::parse_event_t::object_end) open.pop_back();
        if (event == Json::parse_event_t::key) twice = !open.back().insert(value.get<std::string>()).second || twice;
        return true;
      },
      false);
  if (parsed.is_discarded()) report(std::string(what) + " is no JSON", text);
  if (twice) report(std::string(what) + " has a member twice", text);
  return parsed;
}

EngineState state_of(Engine& engine) {
  EngineState state;
  {
    const auto reader = engine.store().begin_read();
    for (const std::string& name : reader->names("", 10'000)) {
      const auto table = engine.catalog().find(*reader, name);
      if (!table) report("a table cannot be read", name);
      state[name].table = *table;
    }
  }
  for (auto& [name, each] : state) {
    const std::string body = R"({"TableName":")" + name + '"';
    each.description = ask(engine, "DescribeTable", body + "}") + "," + ask(engine, "DescribeTimeToLive", body + "}") +
                       "," +
                       ask(engine, "ListTagsOfResource",
                           R"({"ResourceArn":"arn:aws:dynamodb:partita:000000000000:table/)" + name + "\"}");
    each.items = scan(engine, body);
    for (const Index& index : each.table->indexes) {
      each.entries.push_back(scan(engine, body + R"(,"IndexName":")" + index.name + '"'));
    }
  }
  return state;
}

void check_state(Engine& engine, const EngineState& state, bool indexes_came_later) {
  for (const auto& [name, each] : state) {
    const std::vector<Json> items = items_of(each.items);
    check_counts(each, items.size());
    check_queries(engine, *each.table, nullptr, items);
    for (std::size_t i = 0; i < each.entries.size(); ++i) {
      check_index(engine, *each.table, each.table->indexes[i], items, each.entries[i]);
    }
    for (const Json& item : items) {
      const Json get{{"TableName", name}, {"Key", key_of(each.table->key, item)}};
      const std::string answer = ask(engine, "GetItem", get.dump());
      if (parse_json(answer, "GetItem").value("Item", Json()) != item)
        report("an item is another one by its key", answer);
      if (!indexes_came_later) ask(engine, "PutItem", Json{{"TableName", name}, {"Item", item}}.dump());
    }
  }
  if (state_of(engine) != state) report("items changed when they were written as they are", "");
}
