// Global indexes that lag behind, as those of the service do: "there is a short propagation delay between a write to
// the base table and the time when the data appears in the index".
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Writes
#include "item_tables.hpp"

#include "embedded/store/memory_store.hpp"

#include <partita/client_options.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <string>

namespace {

using namespace std::chrono_literals;
using partita::embedded::Engine;
using Json = nlohmann::json;

// A table with a global and a local index, both by `g`.
struct Lagging {
  Lagging() {
    call("CreateTable",
         "{'TableName':'lagging','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':[{'AttributeName':'pk',"
         "'AttributeType':'S'},{'AttributeName':'sk','AttributeType':'S'},{'AttributeName':'g','AttributeType':'S'}],"
         "'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'},{'AttributeName':'sk','KeyType':'RANGE'}],"
         "'GlobalSecondaryIndexes':[{'IndexName':'global','KeySchema':[{'AttributeName':'g','KeyType':'HASH'}],"
         "'Projection':{'ProjectionType':'ALL'}}],'LocalSecondaryIndexes':[{'IndexName':'local','KeySchema':[{"
         "'AttributeName':'pk','KeyType':'HASH'},{'AttributeName':'g','KeyType':'RANGE'}],'Projection':{"
         "'ProjectionType':'ALL'}}]}");
  }

  Json call(const std::string& operation, const std::string& body) {
    std::string answer;
    const auto done = engine.run(operation, quoted(body), answer);
    return done ? Json::parse(answer) : Json(done.error().type + ": " + done.error().message);
  }
  Json put(const std::string& key, const std::string& g, const std::string& v = "1") {
    return call("PutItem", "{'TableName':'lagging','Item':" + item(key, g, v) + "}");
  }
  static std::string item(const std::string& key, const std::string& g, const std::string& v = "1") {
    return "{'pk':{'S':'p'},'sk':{'S':'" + key + "'},'g':{'S':'" + g + "'},'v':{'N':'" + v + "'}}";
  }

  // The keys and values that the index has, as `a1 b1`.
  std::string shown(const std::string& index, const std::string& g) {
    const std::string partition = index == "global" ? "g = :g" : "pk = :p AND g = :g";
    const std::string values = index == "global" ? "':g':{'S':'" + g + "'}" : "':p':{'S':'p'},':g':{'S':'" + g + "'}";
    return listed(call("Query", "{'TableName':'lagging','IndexName':'" + index + "','KeyConditionExpression':'" +
                                    partition + "','ExpressionAttributeValues':{" + values + "}}"));
  }
  std::string scanned() { return listed(call("Scan", "{'TableName':'lagging','IndexName':'global'}")); }

  static std::string listed(const Json& page) {
    std::string all;
    for (const Json& each : page["Items"]) {
      all += (all.empty() ? "" : " ") + each["sk"]["S"].get<std::string>() + each["v"]["N"].get<std::string>();
    }
    return all;
  }

  std::chrono::system_clock::time_point now{1795313923737ms};
  Engine engine{partita::embedded::make_memory_store(), [this] { return now; }, {.index_delay = 500ms}};
};

TEST_CASE("a global index shows a write after the delay, the table and a local index at once") {
  Lagging db;
  db.put("a", "x");
  CHECK(db.call("Scan", "{'TableName':'lagging'}")["Count"] == 1);
  CHECK(db.shown("local", "x") == "a1");
  CHECK(db.shown("global", "x").empty());
  CHECK(db.scanned().empty());
  db.now += 499ms;
  CHECK(db.shown("global", "x").empty());
  db.now += 1ms;
  CHECK(db.shown("global", "x") == "a1");
  CHECK(db.scanned() == "a1");
}

TEST_CASE("until then it has old values, and what was deleted") {
  Lagging db;
  db.put("a", "x");
  db.put("b", "x");
  db.now += 500ms;
  CHECK(db.shown("global", "x") == "a1 b1");
  db.put("a", "x", "2");
  db.call("DeleteItem", "{'TableName':'lagging','Key':{'pk':{'S':'p'},'sk':{'S':'b'}}}");
  CHECK(db.shown("global", "x") == "a1 b1");
  CHECK(db.shown("local", "x") == "a2");
  db.now += 500ms;
  CHECK(db.shown("global", "x") == "a2");
}

TEST_CASE("writes show in the order in which they were made, each after its own delay") {
  Lagging db;
  for (const char* const g : {"x", "y", "x"}) {
    db.put("a", g);
    db.now += 100ms;
  }
  const auto both = [&] { return db.shown("global", "x") + "|" + db.shown("global", "y"); };
  CHECK(both() == "|");
  db.now += 200ms;  // 500 ms after the first
  CHECK(both() == "a1|");
  db.now += 100ms;
  CHECK(both() == "|a1");
  db.now += 100ms;
  CHECK(both() == "a1|");
}

TEST_CASE("an index shows nothing of a write that was refused") {
  Lagging db;
  const std::string puts = "{'Put':{'TableName':'lagging','Item':" + Lagging::item("a", "x") + "}}";
  const std::string fails = "{'Put':{'TableName':'lagging','Item':" + Lagging::item("b", "x") +
                            ",'ConditionExpression':'attribute_exists(pk)'}}";
  CHECK(db.call("TransactWriteItems", "{'TransactItems':[" + puts + "," + fails + "]}").is_string());
  db.now += 1s;
  CHECK(db.shown("global", "x").empty());
  CHECK(db.call("TransactWriteItems", "{'TransactItems':[" + puts + "]}").is_object());
  CHECK(db.shown("global", "x").empty());
  db.now += 1s;
  CHECK(db.shown("global", "x") == "a1");
}

TEST_CASE("an index that is made has the items of the table, and lags behind from then on") {
  Lagging db;
  db.put("a", "x");
  db.call("UpdateTable", "{'TableName':'lagging','GlobalSecondaryIndexUpdates':[{'Delete':{'IndexName':'global'}}]}");
  const Json made = db.call(
      "UpdateTable",
      "{'TableName':'lagging','AttributeDefinitions':[{'AttributeName':'g','AttributeType':'S'}],"
      "'GlobalSecondaryIndexUpdates':[{'Create':{'IndexName':'global','KeySchema':[{'AttributeName':'g','KeyType':"
      "'HASH'}],'Projection':{'ProjectionType':'ALL'}}}]}");
  REQUIRE(made.is_object());
  CHECK(db.shown("global", "x") == "a1");
  db.put("a", "x", "2");
  CHECK(db.shown("global", "x") == "a1");
  db.now += 1s;  // what waited for the index that is gone is gone, too
  CHECK(db.shown("global", "x") == "a2");
}

TEST_CASE("a table that is deleted takes along what waits for its indexes") {
  Lagging db;
  db.put("a", "x");
  CHECK(db.call("DeleteTable", "{'TableName':'lagging'}").is_object());
  db.now += 1s;
  CHECK(
      db.call("CreateTable",
              "{'TableName':'another','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':[{'AttributeName':'pk',"
              "'AttributeType':'S'}],'KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}],'GlobalSecondaryIndexes':[{"
              "'IndexName':'global','KeySchema':[{'AttributeName':'pk','KeyType':'HASH'}],'Projection':{"
              "'ProjectionType':'ALL'}}]}")
          .is_object());
  CHECK(db.call("PutItem", "{'TableName':'another','Item':{'pk':{'S':'a'}}}").is_object());
  db.now += 1s;
  CHECK(db.call("Scan", "{'TableName':'another','IndexName':'global'}")["Count"] == 1);
}

TEST_CASE("a client delays its indexes in memory alone, and by its clock") {
  partita::ClientOptions options;
  options.embedded.index_delay = 500ms;
  const auto file = partita::Client::open("file:lagging.db", options);
  REQUIRE_FALSE(file);
  CHECK(file.error().kind() == partita::ErrorKind::invalid_argument);
  CHECK(file.error().message() ==
        "EmbeddedOptions::index_delay is 500 ms, which 'memory:' alone can have: a file is shared with programs that "
        "know of no delay");
  CHECK(partita::Client::open("memory:", options));
  const auto service = partita::Client::open("http://localhost:1", options);
  REQUIRE_FALSE(service);
  CHECK(service.error().message() ==
        "EmbeddedOptions::index_delay is of the engine in the process; no other database has it");
  options.embedded.index_delay = -1ms;
  const auto negative = partita::Client::open("memory:", options);
  REQUIRE_FALSE(negative);
  CHECK(negative.error().message() ==
        "EmbeddedOptions::index_delay is -1 ms; it is 0, or a time that a test waits for");
}

}  // namespace
