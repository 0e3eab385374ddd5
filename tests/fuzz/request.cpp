// Reads arbitrary bytes as requests to the embedded engine: `PutItem`, a line break, and the body; a blank line and the
// next one. Nothing may break. Each answer is JSON; a refusal has a type and says something, and leaves all tables as
// they were, as a read does; what a write was given is there afterwards, and indexes agree with their tables.

#include "embedded/error_answer.hpp"
#include "embedded/operations/operations.hpp"
#include "engine_tables.hpp"
#include "report.hpp"

#include <partita/decimal.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace partita::embedded;

namespace {

const std::set<std::string_view> writes{
    "PutItem",     "UpdateItem",  "DeleteItem",       "BatchWriteItem", "TransactWriteItems", "CreateTable",
    "UpdateTable", "DeleteTable", "UpdateTimeToLive", "TagResource",    "UntagResource"};

// As an engine keeps a value: numbers in their normal form, sets in ascending order, no members that are null.
Json normal(const Json& value) {
  Json kept = Json::object();
  for (const auto& [type, content] : value.items()) {
    if (content.is_null() || std::string_view("S N B BOOL NULL M L SS NS BS").find(type) == std::string_view::npos)
      continue;
    Json& to = kept[type] = content;
    if (type == "N") to = partita::decimal::parse(content.get<std::string>()).value().to_string();
    if (type == "L") std::transform(content.begin(), content.end(), to.begin(), normal);
    if (type == "M") {
      for (auto each = to.begin(); each != to.end(); ++each) each.value() = normal(each.value());
    }
    if (type == "NS") {
      for (Json& each : to) each = partita::decimal::parse(each.get<std::string>()).value().to_string();
    }
    if (type == "SS" || type == "NS" || type == "BS") std::sort(to.begin(), to.end());
  }
  return kept;
}

Json normal_item(const Json& item) {
  return normal({{"M", item}})["M"];
}

struct Put {
  std::string table;
  Json item;
};

std::string table_of(std::string name) {
  return name.starts_with("arn:") ? name.substr(name.rfind('/') + 1) : name;
}

// The items that an accepted request puts.
std::vector<Put> puts_of(std::string_view operation, const Json& body) {
  std::vector<Put> puts;
  if (operation == "PutItem") puts.push_back({body["TableName"], body["Item"]});
  if (operation == "BatchWriteItem") {
    for (const auto& [table, entries] : body["RequestItems"].items()) {
      for (const Json& each : entries) {
        if (!each.value("PutRequest", Json()).is_null()) puts.push_back({table, each["PutRequest"]["Item"]});
      }
    }
  }
  // With a token, it may have been applied long before.
  if (operation == "TransactWriteItems" && body.value("ClientRequestToken", Json()).is_null()) {
    for (const Json& each : body["TransactItems"]) {
      if (!each.value("Put", Json()).is_null()) puts.push_back({each["Put"]["TableName"], each["Put"]["Item"]});
    }
  }
  for (Put& each : puts) each.table = table_of(each.table);
  return puts;
}

void check_puts(const EngineState& state, std::string_view operation, const Json& body, Engine& engine) {
  for (const Put& put : puts_of(operation, body)) {
    const Json item = normal_item(put.item);
    Json key;
    const KeySchema& schema = state.at(put.table).table->key;
    for (const auto* const part : {&schema.partition, &schema.sort}) {
      for (const KeyAttribute& each : *part) key[each.name] = item[each.name];
    }
    const Json answer =
        parse_json(ask(engine, "GetItem", Json{{"TableName", put.table}, {"Key", key}}.dump()), "GetItem");
    const Json found = normal_item(answer.value("Item", Json::object()));
    if (found != item) report("an item is not what was put: " + item.dump(), answer.dump());
  }
}

// A page and what follows it must be what there is without a limit.
void check_pages(Engine& engine, std::string_view operation, Json body, std::string_view text) {
  const Json limit = body.value("Limit", Json());
  if (limit.is_null()) return;
  body.erase("Limit");
  const Json whole = parse_json(ask(engine, operation, body.dump()), operation);
  body["Limit"] = limit;
  Json items = Json::array();
  std::uint64_t count = 0;
  Json page;
  do {
    page = parse_json(ask(engine, operation, body.dump()), operation);
    count += page["Count"].get<std::uint64_t>();
    for (const Json& each : page.value("Items", Json::array())) items.push_back(each);
    body["ExclusiveStartKey"] = page.value("LastEvaluatedKey", Json());
  } while (page.contains("LastEvaluatedKey"));
  if (count != whole["Count"] || items != whole.value("Items", Json::array())) report("pages are not the whole", text);
}

// An engine, and what it holds; made anew once a request has changed that.
struct World {
  std::unique_ptr<Engine> engine = make_engine();
  EngineState state = state_of(*engine);
  bool is_new = true;
  bool indexes_came_later = false;
};

void check_refusal(const Refusal& refusal, std::string_view body) {
  if (refusal.type.empty() || refusal.message.empty()) report("a refusal says nothing: " + refusal.type, body);
  if (status_of(refusal) != 400) report("the engine failed: " + refusal.message, body);
  parse_json(error_body(refusal), "a refusal");
}

void run(World& world, std::string_view operation, std::string_view body) {
  std::string answer;
  const auto done = world.engine->run(operation, body, answer);
  EngineState after = state_of(*world.engine);
  if (!done) {
    check_refusal(done.error(), body);
    if (after != world.state) report("a refused request has changed something", body);
    return;
  }
  parse_json(answer, "an answer");
  const Json request = Json::parse(body, nullptr, false);
  if (request.is_discarded()) report("what is no JSON was accepted", body);
  if (!writes.contains(operation)) {
    if (after != world.state) report("a read has changed something", body);
    if (operation == "Query" || operation == "Scan") check_pages(*world.engine, operation, request, body);
    return;
  }
  world.is_new = false;
  world.indexes_came_later = world.indexes_came_later || operation == "UpdateTable";
  world.state = std::move(after);
  check_puts(world.state, operation, request, *world.engine);
  check_state(*world.engine, world.state, world.indexes_came_later);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static std::optional<World> world;
  if (!world || !world->is_new) world.emplace();
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (!rest.empty()) {
    const std::string_view request = rest.substr(0, rest.find("\n\n"));
    rest.remove_prefix(std::min(rest.size(), request.size() + 2));
    const std::size_t line = std::min(request.size(), request.find('\n'));
    run(*world, request.substr(0, line), request.substr(std::min(request.size(), line + 1)));
  }
  return 0;
}
