// What repositories send for keys that are made from several attributes.
#include "scripted_transport.hpp"

#include "lab/single_table.partita.hpp"
#include "match.partita.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

using lab::Progress;
using lab::Workflow;

const std::string empty_page = R"({"Count":0,"ScannedCount":0,"Items":[]})";

const Workflow sample{.tenant_id = "t-1",
                      .id = "w-1",
                      .owner = "ada#1",
                      .progress = Progress::open,
                      .due_at = timestamp::from_milliseconds(1'763'712'000'000),
                      .title = "Ship"};

const std::string stored_sample =
    R"({"pk":{"S":"TENANT#t-1"},"sk":{"S":"WF#w-1"},"gsi1pk":{"S":"OWNER#t-1#ada%231"},)"
    R"("gsi1sk":{"S":"open#2025-11-21T08:00:00.000Z"},"tenant_id":{"S":"t-1"},"id":{"S":"w-1"},)"
    R"("owner":{"S":"ada#1"},"progress":{"S":"open"},"due_at":{"N":"1763712000000"},"title":{"S":"Ship"},)"
    R"("type":{"S":"workflow"}})";

template <class Query>
Json body_of(const std::shared_ptr<ScriptedTransport>& transport, const Query& query) {
  transport->answer(empty_page);
  const auto found = query.all();
  if (!found) return found.error().message();
  return transport->last().json();
}

// Its key condition with the values in place of their names.
template <class Query>
std::string condition_of(const std::shared_ptr<ScriptedTransport>& transport, const Query& query) {
  const Json body = body_of(transport, query);
  if (body.is_string()) return body.get<std::string>();
  std::string text = body.at("KeyConditionExpression");
  for (const auto& [name, value] : body.at("ExpressionAttributeValues").items()) {
    const std::size_t at = text.find(name);
    if (at != std::string::npos) text.replace(at, name.size(), value.begin().value().template get<std::string>());
  }
  return text;
}

TEST_CASE("an item is written with its composed keys", "[composed]") {
  const Scripted<lab::WorkflowRepository> workflows;
  workflows.transport->answer("{}");
  CHECK(workflows->create(sample));
  const Json body = workflows.transport->only().json();
  CHECK(body["Item"] == Json::parse(stored_sample));
  CHECK(body["ConditionExpression"] == "attribute_not_exists(pk)");

  SECTION("and read back") {
    workflows.transport->answer(R"({"Item":)" + stored_sample + "}");
    const auto found = workflows->get("t-1", "w-1");
    REQUIRE(found);
    REQUIRE(found->has_value());
    CHECK((*found)->owner == "ada#1");
    CHECK(workflows.transport->last().json()["Key"] == Json::parse(R"({"pk":{"S":"TENANT#t-1"},"sk":{"S":"WF#w-1"}})"));
  }
  SECTION("another type under the key is an error") {
    Json item = Json::parse(stored_sample);
    item["type"]["S"] = "step";
    workflows.transport->answer(Json{{"Item", item}}.dump());
    const auto found = workflows->get("t-1", "w-1");
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::decode);
    CHECK(found.error().message() == "the item is of type 'step', not 'workflow'");
  }
  SECTION("so is a key that the item's attributes do not make") {
    Json item = Json::parse(stored_sample);
    item["tenant_id"]["S"] = "t-2";
    workflows.transport->answer(Json{{"Item", item}}.dump());
    const auto found = workflows->get("t-1", "w-1");
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::decode);
    CHECK(found.error().message() ==
          "Workflow: attribute 'pk' is not the key 'TENANT#{tenant_id}' that the item's other attributes make");
  }
}

TEST_CASE("what would reach into another key is refused before anything is sent", "[composed]") {
  const Scripted<lab::WorkflowRepository> workflows;
  const auto refused = [](const auto& result) {
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::invalid_argument);
    return result.error().message();
  };
  const std::string message =
      "attribute 'pk' is the partition key of table 'app'; its part 'tenant_id' holds '#', which parts the key; "
      "'{tenant_id:escaped}' in the template would escape it";
  Workflow other = sample;
  other.tenant_id = "a#b";
  CHECK(refused(workflows->create(other)) == message);
  CHECK(refused(workflows->get("a#b", "w-1")) == message);
  CHECK(refused(workflows->remove("a#b", "w-1")) == message);
  CHECK(refused(workflows->update("a#b", "w-1").set_title("x").execute()) == message);
  CHECK(refused(workflows->by_tenant_id("a#b").all()) == message);
  CHECK(refused(workflows->update("a", "w-1").set_progress_and_due_at(static_cast<Progress>(9), {}).execute())
            .find("none of its enumerators") != std::string::npos);
  CHECK(workflows.transport->sent().empty());
}

TEST_CASE("remove and update ask for the type", "[composed]") {
  const Scripted<lab::WorkflowRepository> workflows;
  workflows.transport->answer("{}");
  CHECK(workflows->remove("t-1", "w-1"));
  Json body = workflows.transport->last().json();
  CHECK(body["ConditionExpression"] == "attribute_not_exists(pk) OR #type = :type");
  CHECK(body["ExpressionAttributeNames"] == Json{{"#type", "type"}});
  CHECK(body["ExpressionAttributeValues"] == Json::parse(R"({":type":{"S":"workflow"}})"));

  workflows.transport->answer("{}");
  CHECK(workflows->update("t-1", "w-1")
            .set_owner("bob")
            .set_progress_and_due_at(Progress::done, timestamp::from_milliseconds(0))
            .execute());
  body = workflows.transport->last().json();
  CHECK(body["Key"] == Json::parse(R"({"pk":{"S":"TENANT#t-1"},"sk":{"S":"WF#w-1"}})"));
  CHECK(body["ConditionExpression"] == "attribute_exists(pk) AND #type = :type");
  CHECK(body["UpdateExpression"] == "SET #owner = :u0, gsi1pk = :u1, progress = :u2, due_at = :u3, gsi1sk = :u4");
  CHECK(body["ExpressionAttributeValues"] ==
        Json::parse(R"({":u0":{"S":"bob"},":u1":{"S":"OWNER#t-1#bob"},":u2":{"S":"done"},":u3":{"N":"0"},)"
                    R"(":u4":{"S":"done#1970-01-01T00:00:00.000Z"},":type":{"S":"workflow"}})"));

  workflows.transport->answer("{}");
  CHECK(workflows->update("t-1", "w-1").remove_owner().execute());
  CHECK(workflows.transport->last().json()["UpdateExpression"] == "REMOVE #owner, gsi1pk");
}

TEST_CASE("queries stay inside an entity's keys", "[composed]") {
  const Scripted<lab::WorkflowRepository> workflows;
  const auto asked = [&](const auto& query) { return condition_of(workflows.transport, query); };
  CHECK(asked(workflows->by_tenant_id("a")) == "pk = TENANT#a AND begins_with(sk, WF#)");
  CHECK(asked(workflows->by_tenant_id("a").id("1")) == "pk = TENANT#a AND sk = WF#1");
  CHECK(asked(workflows->by_tenant_id("a").id(begins_with("1"))) == "pk = TENANT#a AND begins_with(sk, WF#1)");
  CHECK(asked(workflows->by_tenant_id("a").id(at_least("1"))) ==
        "pk = TENANT#a AND sk BETWEEN WF#1 AND WF#\xF4\x8F\xBF\xBF");
  CHECK(asked(workflows->by_owner("a", "x#y").progress(Progress::open)) ==
        "gsi1pk = OWNER#a#x%23y AND begins_with(gsi1sk, open#)");
  CHECK(asked(workflows->by_owner("a", "x").progress_and_due_at(Progress::open,
                                                                at_most(timestamp::from_milliseconds(0)))) ==
        "gsi1pk = OWNER#a#x AND gsi1sk BETWEEN open# AND open#1970-01-01T00:00:00.000Z");
  CHECK(body_of(workflows.transport, workflows->by_tenant_id("a")).count("FilterExpression") == 0);

  const Scripted<lab::StepRepository> steps;
  const auto step = [&](const auto& query) { return condition_of(steps.transport, query); };
  CHECK(step(steps->by_tenant_id("a").workflow_id("1")) == "pk = TENANT#a AND begins_with(sk, STEP#1#)");
  CHECK(step(steps->by_tenant_id("a").workflow_id_and_rank("1", 7)) == "pk = TENANT#a AND sk = STEP#1#000007");
  CHECK(step(steps->by_tenant_id("a").workflow_id_and_rank("1", between(1, 2))) ==
        "pk = TENANT#a AND sk BETWEEN STEP#1#000001 AND STEP#1#000002");
  CHECK(step(steps->by_tenant_id("a").workflow_id_and_rank("1", less_than(0))) ==
        "pk = TENANT#a AND sk BETWEEN STEP#1# AND STEP#1#");
  CHECK(step(steps->by_tenant_id("a").workflow_id("1").workflow_id("2"))
            .find("the query has two conditions on sort key 'sk'") == 0);
  // The order of keys is not that of texts before a delimiter: there is no such range.
  static_assert(!std::is_invocable_v<decltype([](auto q) -> decltype(std::move(q).workflow_id(at_least("1"))) {
                                       return std::move(q);
                                     }),
                                     lab::StepRepository::ByTenantId>);

  const Scripted<lab::AccountRepository> accounts;
  CHECK(condition_of(accounts.transport, accounts->by_tenant_id("a")) == "pk = TENANT#a AND sk = ACCOUNT");
}

TEST_CASE("the entry of a narrow index is read from its keys", "[composed]") {
  const Scripted<lab::WorkflowRepository> workflows;
  workflows.transport->answer(
      R"({"Count":1,"ScannedCount":1,"Items":[{"pk":{"S":"TENANT#t-1"},"sk":{"S":"WF#w-1"},)"
      R"("gsi1pk":{"S":"OWNER#t-1#ada%231"},"gsi1sk":{"S":"open#2025-11-21T08:00:00.000Z"}}]})");
  const auto found = workflows->by_owner("t-1", "ada#1").all();
  REQUIRE(found);
  const lab::WorkflowByOwnerItem& item = found->front();
  CHECK(item.tenant_id == "t-1");
  CHECK(item.id == "w-1");
  CHECK(item.owner == "ada#1");
  CHECK(item.progress == Progress::open);
  CHECK(item.due_at == sample.due_at);
}

TEST_CASE("the table has the indexes of all its entities", "[composed]") {
  const Scripted<lab::AccountRepository> accounts;
  accounts.transport->answer(R"({"TableDescription":{"TableName":"app","TableStatus":"ACTIVE"}})");
  accounts.transport->answer(R"({"Table":{"TableName":"app","TableStatus":"ACTIVE"}})");
  CHECK(accounts->create_table());
  const Json body = accounts.transport->sent().front().json();
  CHECK(body["GlobalSecondaryIndexes"][0]["IndexName"] == "by_owner");
  CHECK(body["AttributeDefinitions"].size() == 4);
  const Scripted<lab::StepRepository> steps;
  steps.transport->answer(R"({"TableDescription":{"TableName":"app","TableStatus":"ACTIVE"}})");
  steps.transport->answer(R"({"Table":{"TableName":"app","TableStatus":"ACTIVE"}})");
  CHECK(steps->create_table());
  CHECK(steps.transport->sent().front().json() == body);
}

// No test server knows such keys yet: what is sent is what the service documents.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
TEST_CASE("an index key of several attributes", "[multi_attribute]") {
  const Scripted<lab::MatchRepository> matches;
  const auto asked = [&](const auto& query) { return condition_of(matches.transport, query); };
  CHECK(asked(matches->by_league("l", "eu")) == "league = l AND #region = eu");
  CHECK(asked(matches->by_league("l", "eu").round(at_least(3))) == "league = l AND #region = eu AND round >= 3");
  CHECK(asked(matches->by_league("l", "eu").round_and_starts_at(3, less_than(timestamp::from_milliseconds(9)))) ==
        "league = l AND #region = eu AND round = 3 AND starts_at < 9");

  matches.transport->answer(R"({"TableDescription":{"TableName":"matches","TableStatus":"ACTIVE"}})");
  matches.transport->answer(R"({"Table":{"TableName":"matches","TableStatus":"ACTIVE"}})");
  CHECK(matches->create_table());
  CHECK(matches.transport->sent()[3].json()["GlobalSecondaryIndexes"][0]["KeySchema"] ==
        Json::parse(R"([{"AttributeName":"league","KeyType":"HASH"},{"AttributeName":"region","KeyType":"HASH"},)"
                    R"({"AttributeName":"round","KeyType":"RANGE"},{"AttributeName":"starts_at","KeyType":"RANGE"}])"));

  // Each attribute is set by itself: the service makes the key.
  matches.transport->answer("{}");
  CHECK(matches->update("m-1").set_region("us").execute());
  CHECK(matches.transport->last().json()["UpdateExpression"] == "SET #region = :u0");
}

}  // namespace
}  // namespace partita::test
