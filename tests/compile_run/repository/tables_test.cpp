// Creating tables and waiting for them.
#include "contacts.hpp"

#include "lab/measurement.partita.hpp"
#include "session.partita.hpp"

#include <partita/client_options.hpp>
#include <partita/table.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace partita::test {
namespace {

std::string described(const std::string& member, const std::string& status) {
  return Json{{member, {{"TableName", "contacts"}, {"TableStatus", status}, {"ItemCount", 7}, {"TableSizeBytes", 9}}}}
      .dump();
}

TEST_CASE("create_table sends keys and indexes, and waits until the table is active", "[tables]") {
  const Contacts contacts;
  contacts.transport->answer(described("TableDescription", "CREATING"));
  contacts.transport->answer(described("Table", "CREATING"));
  contacts.transport->answer(described("Table", "CREATING"), 2);
  contacts.transport->answer(described("Table", "ACTIVE"));
  const auto made = contacts->create_table();
  REQUIRE(made);
  CHECK(made.cost().requests == 5);
  CHECK(made.cost().items_returned == 0);
  const auto& sent = contacts.transport->sent();
  REQUIRE(sent.size() == 4);
  CHECK(sent[0].operation == "CreateTable");
  CHECK(sent[0].retry == RetryClass::conditional);
  const auto key = [](const char* name, const char* type) { return Json{{"AttributeName", name}, {"KeyType", type}}; };
  const auto attribute = [](const char* name, const char* type) {
    return Json{{"AttributeName", name}, {"AttributeType", type}};
  };
  const Json all{{"ProjectionType", "ALL"}};
  CHECK(
      sent[0].json() ==
      Json{
          {"TableName", "contacts"},
          {"BillingMode", "PAY_PER_REQUEST"},
          {"AttributeDefinitions",
           {attribute("id", "S"), attribute("tenant_id", "S"), attribute("account_id", "S"), attribute("role", "S"),
            attribute("department", "S"), attribute("status", "S"), attribute("created_at", "N")}},
          {"KeySchema", {key("id", "HASH"), key("tenant_id", "RANGE")}},
          {"GlobalSecondaryIndexes",
           {{{"IndexName", "by_account"}, {"KeySchema", Json::array({key("account_id", "HASH")})}, {"Projection", all}},
            {{"IndexName", "by_role"},
             {"KeySchema", {key("role", "HASH"), key("department", "RANGE")}},
             {"Projection", all}},
            {{"IndexName", "by_status"},
             {"KeySchema", {key("status", "HASH"), key("created_at", "RANGE")}},
             {"Projection", all}}}}});
  for (const std::size_t i : {1U, 2U, 3U}) {
    CHECK(sent[i].operation == "DescribeTable");
    CHECK(sent[i].retry == RetryClass::idempotent);
    CHECK(sent[i].json() == Json{{"TableName", "contacts"}});
  }
}

TEST_CASE("local indexes, key types and narrow projections are part of the table", "[tables]") {
  const Scripted<lab::MeasurementRepository> measurements;
  measurements.transport->fail(ErrorKind::already_exists);
  const auto made = measurements->create_table();
  REQUIRE_FALSE(made);
  CHECK(made.error().kind() == ErrorKind::already_exists);
  CHECK(made.error().table() == "measurements");
  const Json body = measurements.transport->only().json();
  CHECK(body.at("AttributeDefinitions") == Json::parse(R"([
    {"AttributeName": "device", "AttributeType": "B"}, {"AttributeName": "sequence", "AttributeType": "N"},
    {"AttributeName": "value", "AttributeType": "N"}, {"AttributeName": "day", "AttributeType": "N"},
    {"AttributeName": "amount", "AttributeType": "N"}])"));
  CHECK(body.at("LocalSecondaryIndexes") == Json::parse(R"([{"IndexName": "by_value", "KeySchema": [
    {"AttributeName": "device", "KeyType": "HASH"}, {"AttributeName": "value", "KeyType": "RANGE"}],
    "Projection": {"ProjectionType": "ALL"}}])"));

  const Scripted<lab::SessionRepository> sessions;
  sessions.transport->fail(ErrorKind::access_denied);
  CHECK_FALSE(sessions->create_table());
  const Json indexes = sessions.transport->only().json().at("GlobalSecondaryIndexes");
  CHECK(indexes.at(0).at("Projection") ==
        Json::parse(R"({"ProjectionType":"INCLUDE","NonKeyAttributes":["expires_at"]})"));
  CHECK(indexes.at(1).at("Projection") == Json::parse(R"({"ProjectionType":"KEYS_ONLY"})"));
}

TEST_CASE("a table that does not become active in time is a deadline", "[tables]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  transport->answer(described("Table", "CREATING"));
  CallOptions options;
  options.timeout(std::chrono::milliseconds(1));
  const auto active = wait_until_active(Client(transport), "contacts", options);
  REQUIRE_FALSE(active);
  CHECK(active.error().kind() == ErrorKind::deadline);
  CHECK(active.error().table() == "contacts");
  CHECK(active.error().message().find("CREATING") != std::string::npos);
  CHECK(active.cost().requests == 1);
}

TEST_CASE("describe_table and delete_table", "[tables]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const Client client(transport);
  transport->answer(described("Table", "UPDATING"));
  const auto table = describe_table(client, "contacts");
  REQUIRE(table);
  CHECK(table->name == "contacts");
  CHECK(table->status == "UPDATING");
  CHECK(table->item_count == 7);
  CHECK(table->size_bytes == 9);
  CHECK(Json::parse(table->raw).at("TableStatus") == "UPDATING");
  transport->answer(described("TableDescription", "DELETING"));
  REQUIRE(delete_table(client, "contacts"));
  CHECK(transport->last().operation == "DeleteTable");
  transport->answer("{}");
  CHECK(describe_table(client, "contacts").error().kind() == ErrorKind::decode);
}

TEST_CASE("waiting for a table sleeps as the client's options say", "[tables]") {
  using namespace std::chrono_literals;
  const auto transport = std::make_shared<ScriptedTransport>();
  std::vector<std::chrono::nanoseconds> pauses;
  bool goes_on = true;
  ClientOptions options;
  options.sleep = [&](std::chrono::nanoseconds time, const StopSignal&) { return pauses.push_back(time), goes_on; };
  const auto client = Client::open(transport, options);
  REQUIRE(client);
  transport->answer(described("Table", "CREATING"));
  transport->answer(described("Table", "CREATING"));
  SECTION("longer each time") {
    transport->answer(described("Table", "ACTIVE"));
    CHECK(wait_until_active(*client, "contacts"));
    CHECK(pauses == std::vector<std::chrono::nanoseconds>{100ms, 200ms});
  }
  SECTION("until the call is cancelled") {
    goes_on = false;
    const auto active = wait_until_active(*client, "contacts");
    REQUIRE_FALSE(active);
    CHECK(active.error().kind() == ErrorKind::cancelled);
    CHECK(transport->sent().size() == 1);
  }
}

}  // namespace
}  // namespace partita::test
