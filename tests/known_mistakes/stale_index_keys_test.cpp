// Keys of several attributes, made by the program or by the service: never stale, never folded, never ambiguous.
#include "contacts.hpp"

#include "lab/measurement.partita.hpp"
#include "lab/sharded.partita.hpp"
#include "lab/single_table.partita.hpp"
#include "match.partita.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <set>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

using lab::Progress;
using lab::Workflow;
using lab::WorkflowRepository;

const std::string no_items = R"({"Count":0,"ScannedCount":0,"Items":[]})";

TEST_CASE("an update can't leave an index key behind its parts (ElectroDB #572, #366, #182)") {
  // Of the key '{progress}#{due_at}' no part is set alone, and parts of the table's key not at all:
  // tests/compile_fail/update_part_of_*_key.cpp.
  const Scripted<WorkflowRepository> workflows;
  for (int i = 0; i < 4; ++i) workflows.transport->answer("{}");
  const auto due = timestamp::from_milliseconds(0);
  REQUIRE(workflows->update("t", "w").set_progress_and_due_at(Progress::done, due).execute());
  const auto values = [&] { return workflows.transport->last().json().at("ExpressionAttributeValues"); };
  CHECK(values().dump().find("done#1970-01-01T00:00:00.000Z") != std::string::npos);
  REQUIRE(workflows->update("t", "w").set_owner("bob").execute());
  CHECK(values().dump().find("OWNER#t#bob") != std::string::npos);
  // An item without the part leaves the index, key and all.
  REQUIRE(workflows->update("t", "w").remove_owner().execute());
  CHECK(workflows.transport->last().json().at("UpdateExpression").get<std::string>().find("gsi1pk") !=
        std::string::npos);
  // Whole items bring their keys along.
  const Workflow item{.tenant_id = "t", .id = "w", .owner = {}, .progress = Progress::open, .due_at = due, .title = {}};
  REQUIRE(workflows->put(item));
  const Json stored = workflows.transport->last().json().at("Item");
  CHECK_FALSE(stored.contains("gsi1pk"));
  CHECK(stored.at("gsi1sk").at("S") == "open#1970-01-01T00:00:00.000Z");
}

TEST_CASE("a stored key that its parts don't make is an error, not an item (ElectroDB #343)") {
  const auto read = WorkflowRepository::from_item(
      R"({"pk":{"S":"TENANT#t"},"sk":{"S":"WF#w"},"gsi1pk":{"S":"OWNER#t#ann"},"gsi1sk":{"S":"open#1970-01-01T00:00:00.000Z"},)"
      R"("tenant_id":{"S":"t"},"id":{"S":"w"},"owner":{"S":"bob"},"progress":{"S":"open"},"due_at":{"N":"0"},)"
      R"("title":{"S":""},"type":{"S":"workflow"}})");
  REQUIRE_FALSE(read);
  CHECK(read.error().kind() == ErrorKind::decode);
  CHECK(read.error().message().find("'gsi1pk'") != std::string::npos);
}

TEST_CASE("the case of letters in keys is kept (ElectroDB #523, #125)") {
  const auto item = [](const std::string& id) {
    return *WorkflowRepository::to_item(
        {.tenant_id = "T", .id = id, .owner = "Ann", .progress = Progress::open, .due_at = {}, .title = {}});
  };
  CHECK(Json::parse(item("aBc")).at("pk").at("S") == "TENANT#T");
  CHECK(Json::parse(item("aBc")).at("sk").at("S") == "WF#aBc");
  CHECK(Json::parse(item("aBc")).at("gsi1pk").at("S") == "OWNER#T#Ann");
  CHECK(Json::parse(item("abc")).at("sk") != Json::parse(item("aBc")).at("sk"));
  const Scripted<WorkflowRepository> workflows;
  workflows.transport->answer("{}");
  REQUIRE(workflows->get("T", "aBc"));
  CHECK(workflows.transport->last().json().at("Key").at("sk").at("S") == "WF#aBc");
}

TEST_CASE("binary keys are the bytes that they are (ElectroDB #523)") {
  const Scripted<lab::MeasurementRepository> measurements;
  measurements.transport->answer("{}");
  REQUIRE(measurements->get(std::vector{std::byte{0xff}, std::byte{0x00}, std::byte{0x41}}, 7));
  CHECK(measurements.transport->last().json().at("Key").at("device") == Json{{"B", "/wBB"}});
}

TEST_CASE("two items never make one key (ElectroDB #406)") {
  // With '#' between the parts, 'a#b' and 'c' would make the key of 'a' and 'b#c'.
  const lab::Step first{.tenant_id = "t", .workflow_id = "a#b", .rank = 1, .text = {}};
  const auto refused = lab::StepRepository::to_item(first);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::invalid_argument);
  const Workflow escaped{.tenant_id = "t", .id = "w", .owner = "x#y", .progress = {}, .due_at = {}, .title = {}};
  CHECK(Json::parse(*WorkflowRepository::to_item(escaped)).at("gsi1pk").at("S") == "OWNER#t#x%23y");
}

TEST_CASE("an index without a sort key is one (OneTable #58, dynamodb-toolbox #834, TypeDORM #335)") {
  const Contacts contacts;
  contacts.transport->answer(no_items);
  REQUIRE(contacts->by_account("a-9").all());
  const Json body = contacts.transport->only().json();
  CHECK(body.at("IndexName") == "by_account");
  CHECK(body.at("KeyConditionExpression") == "account_id = :k0");
}

// No test server answers such queries rightly: these bodies are what the service documents.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
TEST_CASE("an index key may be several attributes of the service's own (PynamoDB #1293, dynamodb-toolbox #1229)") {
  const Scripted<lab::MatchRepository> matches;
  for (int i = 0; i < 4; ++i) matches.transport->answer(no_items);
  const auto body = [&] { return matches.transport->last().json(); };
  REQUIRE(matches->by_league("l", "eu").round(at_least(3)).all());
  CHECK(body().at("IndexName") == "by_league");
  CHECK(body().at("KeyConditionExpression") == "league = :k0 AND #region = :k1 AND round >= :k2");
  CHECK(body().at("ExpressionAttributeNames") == Json{{"#region", "region"}});
  CHECK(body().at("ExpressionAttributeValues") ==
        Json::parse(R"({":k0": {"S": "l"}, ":k1": {"S": "eu"}, ":k2": {"N": "3"}})"));
  REQUIRE(matches->by_league("l", "eu").round_and_starts_at(3, less_than(timestamp::from_milliseconds(9))).all());
  CHECK(body().at("KeyConditionExpression") == "league = :k0 AND #region = :k1 AND round = :k2 AND starts_at < :k3");
  // Each part is an attribute: it is set alone, and the service moves the item.
  REQUIRE(matches->update("m-1").set_region("us").execute());
  CHECK(body().at("UpdateExpression") == "SET #region = :u0");
  static_assert(
      !std::is_invocable_v<decltype([](const auto& all) -> decltype(all.by_league("l")) { return all.by_league("l"); }),
                           lab::MatchRepository>);  // all parts of a partition key are given
}

TEST_CASE("writes spread over the shards of a hot key, and reads find them all (aws-dynamodb-examples #70)") {
  std::set<std::string> shards;
  for (int i = 0; i < 200; ++i) {
    const auto item = lab::EventRepository::to_item({.day = "1", .event_id = "e-" + std::to_string(i), .device = "d"});
    REQUIRE(item);
    shards.insert(Json::parse(*item).at("pk").at("S"));
  }
  CHECK(shards.size() == 16);
  const Scripted<lab::EventRepository> events;
  for (int i = 0; i < 16; ++i) events.transport->answer(no_items);
  REQUIRE(events->by_day("1").all());
  std::set<std::string> asked;
  for (const auto& sent : events.transport->sent()) {
    asked.insert(sent.json().at("ExpressionAttributeValues").at(":k0").at("S"));
  }
  CHECK(asked == shards);
}

}  // namespace
}  // namespace partita::test
