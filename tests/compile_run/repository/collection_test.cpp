// Item collections: one query over a partition, each item to the member of its entity.
#include "scripted_transport.hpp"

#include "lab/tenant_work.partita.hpp"
#include "session.partita.hpp"
#include "team.partita.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

using lab::TeamReader;
using lab::TenantWorkReader;

static_assert(
    std::is_same_v<decltype(TenantWorkReader{std::declval<Client>()}.get("t-1")), CollectionResult<lab::TenantWork>>);
static_assert(!std::is_default_constructible_v<TeamReader>);
static_assert(std::is_constructible_v<TeamReader, Client, const char*>);

Json account(const std::string& name = "ada") {
  return {{"pk", {{"S", "TENANT#a"}}},
          {"sk", {{"S", "ACCOUNT"}}},
          {"tenant_id", {{"S", "a"}}},
          {"name", {{"S", name}}},
          {"type", {{"S", "account"}}}};
}

Json workflow(const std::string& id) {
  return {{"pk", {{"S", "TENANT#a"}}},
          {"sk", {{"S", "WF#" + id}}},
          {"gsi1sk", {{"S", "open#1970-01-01T00:00:00.001Z"}}},
          {"tenant_id", {{"S", "a"}}},
          {"id", {{"S", id}}},
          {"progress", {{"S", "open"}}},
          {"due_at", {{"N", "1"}}},
          {"title", {{"S", "t"}}},
          {"type", {{"S", "workflow"}}},
          {"unknown", {{"M", Json::object({{"type", {{"S", "account"}}}})}}}};
}

std::string page(const std::vector<Json>& items, const std::string& last_key = {}) {
  Json body{{"Count", items.size()},
            {"ScannedCount", items.size()},
            {"Items", items},
            {"ConsumedCapacity", {{"TableName", "app"}, {"CapacityUnits", 1.5}}}};
  if (!last_key.empty()) body["LastEvaluatedKey"] = {{"pk", {{"S", "TENANT#a"}}}, {"sk", {{"S", last_key}}}};
  return body.dump();
}

Json player(const std::string& tenant, const std::string& id) {
  return {{"pk", {{"S", "TEAM#" + tenant + "#x"}}},
          {"sk", {{"S", "PLAYER#" + id}}},
          {"tenant_id", {{"S", tenant}}},
          {"team", {{"S", "x"}}},
          {"id", {{"S", id}}},
          {"name", {{"S", "n"}}},
          {"type", {{"S", "player"}}}};
}

TEST_CASE("a collection is one query, and each item goes to the member of its entity", "[collection]") {
  const Scripted<TenantWorkReader> work;
  const Json step{{"type", {{"S", "step"}}}, {"pk", {{"S", "TENANT#a"}}}, {"sk", {{"S", "STEP#1#000001"}}}};
  Json escaped = account();
  work.transport->answer(page({escaped, step, workflow("1")}, "WF#1"));
  work.transport->answer(page({}, "WF#1"));
  work.transport->answer(page({workflow("2"), step}));
  const auto found = work->get("a", ReadOptions{}.consistent());
  INFO((found ? std::string() : found.error().to_string()));
  REQUIRE(found);
  REQUIRE(found->account);
  CHECK(found->account->name == "ada");
  REQUIRE(found->workflows.size() == 2);
  CHECK(found->workflows[0].id == "1");
  CHECK(found->workflows[1].id == "2");
  CHECK(found.cost().requests == 3);
  CHECK(found.cost().items_returned == 5);
  CHECK(found.cost().read_units == 4.5);

  REQUIRE(work.transport->sent().size() == 3);
  Json first = work.transport->sent()[0].json();
  CHECK(work.transport->sent()[0].operation == "Query");
  CHECK(first == Json::parse(R"({"TableName": "app", "KeyConditionExpression": "pk = :k0", "ConsistentRead": true,
    "ExpressionAttributeValues": {":k0": {"S": "TENANT#a"}}, "ReturnConsumedCapacity": "TOTAL"})"));
  CHECK(work.transport->sent()[2].json().at("ExclusiveStartKey").at("sk").at("S") == "WF#1");
}

TEST_CASE("an empty partition is an empty collection", "[collection]") {
  const Scripted<TenantWorkReader> work;
  work.transport->answer(page({}));
  const auto found = work->get("a");
  REQUIRE(found);
  CHECK_FALSE(found->account);
  CHECK(found->workflows.empty());
  CHECK_FALSE(work.transport->only().json().contains("ConsistentRead"));
}

TEST_CASE("the discriminator is read wherever it stands in the item, in any spelling", "[collection]") {
  const Scripted<TenantWorkReader> work;
  const std::string rest = R"("pk":{"S":"TENANT#a"},"sk":{"S":"ACCOUNT"},"tenant_id":{"S":"a"},"name":{"S":"ada"})";
  const std::string type = GENERATE(R"("type":{"S":"account"})", R"("ty\u0070e" : { "S" : "acc\u006Funt" })");
  const std::string item = GENERATE_COPY("{" + type + "," + rest + "}", " { " + rest + ", " + type + " } ");
  work.transport->answer(R"({"Items":[)" + item + R"(],"Count":1,"ScannedCount":1})");
  const auto found = work->get("a");
  INFO((found ? std::string() : found.error().to_string()));
  REQUIRE(found);
  CHECK(found->account->name == "ada");
}

TEST_CASE("what is not a collection is a decode error", "[collection]") {
  const Scripted<TenantWorkReader> work;
  const auto check = [&](const std::vector<Json>& items, const std::string& message) {
    work.transport->answer(page(items, "x"));
    const auto found = work->get("a");
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::decode);
    CHECK(found.error().message() == message);
    CHECK(found.error().operation() == "Query");
    CHECK(found.cost().requests == 1);
  };
  check({account(), workflow("1"), account("eve")},
        "the partition holds a second item for 'account', which is one (item 3 of the page)");
  Json bare = account();
  bare.erase("type");
  check({workflow("1"), bare}, "attribute 'type', which says what an item is, is missing (item 2 of the page)");
  check({Json::object()}, "attribute 'type', which says what an item is, is missing (item 1 of the page)");
  Json odd = account();
  odd["type"] = {{"N", "1"}};
  check({odd}, "attribute 'type' is a Number (N), expected a String (S) (item 1 of the page)");
  Json nameless = account();
  nameless.erase("name");
  check({workflow("1"), nameless}, "Account: attribute 'name' is missing, and has no default (item 2 of the page)");
}

TEST_CASE("a collection ends where the options say, and goes on from there", "[collection][cursor]") {
  const Scripted<TenantWorkReader> work;
  const auto last = [&] { return work.transport->last().json(); };

  SECTION("after so many pages") {
    work.transport->answer(page({account(), workflow("1")}, "WF#1"));
    const auto part = work->get("a", CollectionOptions(ReadOptions().consistent()).page_size(2).max_pages(1));
    REQUIRE(part);
    CHECK(part->account);
    CHECK(part->workflows.size() == 1);
    CHECK(last()["Limit"] == 2);
    CHECK(last()["ConsistentRead"] == true);
    REQUIRE(part.next());

    work.transport->answer(page({workflow("2")}, "WF#2"));
    work.transport->answer(page({workflow("3")}));
    const auto cursor = Cursor::parse(part.next()->to_string());
    REQUIRE(cursor);
    const auto rest = work->get("a", CollectionOptions().after(*cursor));
    REQUIRE(rest);
    CHECK_FALSE(rest->account);
    REQUIRE(rest->workflows.size() == 2);
    CHECK(rest->workflows[0].id == "2");
    CHECK_FALSE(rest.next());
    CHECK(work.transport->sent()[1].json()["ExclusiveStartKey"]["sk"]["S"] == "WF#1");
    CHECK_FALSE(last().contains("Limit"));
  }
  SECTION("after so many items, over pages") {
    work.transport->answer(page({account(), workflow("1")}, "WF#1"));
    work.transport->answer(page({workflow("2")}, "WF#2"));
    const auto part = work->get("a", CollectionOptions().max_items(3));
    REQUIRE(part);
    CHECK(part->workflows.size() == 2);
    CHECK(work.transport->sent()[0].json()["Limit"] == 3);
    CHECK(last()["Limit"] == 1);
    CHECK(part.next());
  }
  SECTION("what can't be is refused") {
    const auto none = work->get("a", CollectionOptions().page_size(0));
    REQUIRE_FALSE(none);
    CHECK(none.error().kind() == ErrorKind::invalid_argument);
    CHECK(work.transport->sent().empty());
  }
}

TEST_CASE("a cursor of another collection, partition or reader is refused, or one that was changed",
          "[collection][cursor]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const Client client(transport);
  const auto start = [](const auto& reader, const std::string& key) {
    return *reader.get(key, CollectionOptions().max_items(0)).next();
  };
  const auto refused = [](const auto& reader, const std::string& key, const Cursor& cursor) {
    const auto part = reader.get(key, CollectionOptions().after(cursor));
    REQUIRE_FALSE(part);
    CHECK(part.error().kind() == ErrorKind::invalid_argument);
    CHECK_FALSE(part.next());
  };
  const TenantWorkReader work{client};
  const TeamReader teams{client, "a"};
  const Cursor cursor = start(work, "a");
  refused(work, "b", cursor);
  refused(teams, "a", cursor);
  refused(TeamReader{client, "b"}, "x", start(teams, "x"));
  std::string text = cursor.to_string();
  text[text.size() / 2] = text[text.size() / 2] == 'x' ? 'y' : 'x';
  const auto changed = Cursor::parse(text);
  if (changed) refused(work, "a", *changed);
  CHECK(transport->sent().empty());
  transport->answer(page({}));
  CHECK(work.get("a", CollectionOptions().after(cursor)));
}

TEST_CASE("a collection of one entity without lookups has no filter, and reads no more than it is to return",
          "[collection]") {
  const Scripted<lab::DeskReader> desk;
  desk.transport->answer(R"({"Count":0,"ScannedCount":0,"Items":[]})");
  REQUIRE(desk->get("t", CollectionOptions().max_items(10)));
  const Json body = desk.transport->only().json();
  CHECK_FALSE(body.contains("FilterExpression"));
  CHECK(body["Limit"] == 10);
}

TEST_CASE("a second item on a later page is noticed too", "[collection]") {
  const Scripted<TenantWorkReader> work;
  work.transport->answer(page({account()}, "ACCOUNT"));
  work.transport->answer(page({account("eve")}));
  const auto found = work->get("a");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::decode);
  CHECK(found.cost().requests == 2);
}

TEST_CASE("a page that fails is the error of the whole, with what all pages cost", "[collection]") {
  const Scripted<TenantWorkReader> work;
  work.transport->answer(page({account()}, "ACCOUNT"));
  work.transport->fail(ErrorKind::throttled);
  const auto found = work->get("a");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::throttled);
  CHECK(found.cost().requests == 2);
  CHECK(found.cost().read_units == 1.5);
}

TEST_CASE("a page that lies about its length is refused", "[collection]") {
  const Scripted<TenantWorkReader> work;
  work.transport->answer(R"({"Items":[],"Count":1,"ScannedCount":1})");
  const auto found = work->get("a");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::decode);
}

TEST_CASE("a key that cannot be is refused before anything is sent", "[collection]") {
  const Scripted<TenantWorkReader> work;
  const auto found = work->get("");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::invalid_argument);
  CHECK(work.transport->sent().empty());
}

TEST_CASE("the reader of tenants' entities is for one tenant", "[collection]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const TeamReader teams{Client(transport), "a"};
  const Json budget{{"pk", {{"S", "TEAM#a#x"}}}, {"sk", {{"S", "BUDGET"}}}, {"tenant_id", {{"S", "a"}}},
                    {"team", {{"S", "x"}}},      {"total", {{"N", "7"}}},   {"type", {{"S", "budget"}}}};
  transport->answer(page({budget, player("a", "1"), player("a", "2")}));
  const auto team = teams.get("x");
  INFO((team ? std::string() : team.error().to_string()));
  REQUIRE(team);
  CHECK(transport->only().json().at("ExpressionAttributeValues").at(":k0").at("S") == "TEAM#a#x");
  CHECK(team->budget->total == 7);
  CHECK(team->players.size() == 2);

  transport->answer(page({budget, player("b", "1")}));
  const auto foreign = teams.get("x");
  REQUIRE_FALSE(foreign);
  CHECK(foreign.error().kind() == ErrorKind::decode);
  CHECK(foreign.error().message() ==
        "Player: attribute 'tenant_id' is not the tenant that the repository is for (item 2 of the page)");
}

}  // namespace
}  // namespace partita::test
