// An item past its time to live does not exist, deleted or not.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html
#include "scripted_transport.hpp"

#include "session.partita.hpp"

#include <partita/chrono.hpp>
#include <partita/client_options.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

namespace partita::test {
namespace {

using lab::SessionFields;
using lab::SessionRepository;

constexpr int now = 1700000000;

struct Sessions {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  SessionRepository repository{[this] {
    ClientOptions options;
    options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::milliseconds(now * 1000LL + 999)); };
    return *Client::open(transport, options);
  }()};

  const SessionRepository* operator->() const { return &repository; }
};

Json session(const std::string& id, int expires_at) {
  return {{"tenant_id", {{"S", "t"}}},  {"session_id", {{"S", id}}},
          {"capsule_id", {{"S", "c"}}}, {"roles", {{"SS", {"r"}}}},
          {"ports", {{"NS", {"1"}}}},   {"created_at", {{"N", "5"}}},
          {"device", {{"S", "d"}}},     {"expires_at", {{"N", std::to_string(expires_at)}}}};
}

std::string item(int expires_at) {
  return Json{{"Item", session("s", expires_at)}, {"ConsumedCapacity", {{"CapacityUnits", 0.5}}}}.dump();
}

const std::string no_items = R"({"Count":0,"ScannedCount":0,"Items":[]})";

TEST_CASE("get finds no item past its time to live, and pays for it", "[expiry]") {
  const Sessions sessions;
  sessions.transport->answer(item(now));
  const auto gone = sessions->get("t", "s");
  REQUIRE(gone);
  CHECK_FALSE(gone->has_value());
  CHECK(gone.cost().read_units == 0.5);
  CHECK(gone.cost().items_evaluated == 1);
  sessions.transport->answer(item(now + 1));
  CHECK(sessions->get("t", "s")->has_value());
}

TEST_CASE("get_as asks for the time to live beside the view", "[expiry]") {
  const Sessions sessions;
  sessions.transport->answer(item(now - 5));
  CHECK_FALSE(sessions->get_as<lab::SessionCard>("t", "s")->has_value());
  CHECK(sessions.transport->only().json().at("ProjectionExpression").get<std::string>().find("expires_at") !=
        std::string::npos);
  sessions.transport->answer(item(now + 5));
  CHECK(sessions->get_as<lab::SessionCard>("t", "s")->value().device == "d");
}

TEST_CASE("a query filters by the time to live, beside the caller's filter", "[expiry]") {
  const Sessions sessions;
  sessions.transport->answer(no_items);
  const std::string alive = "attribute_not_exists(expires_at) OR expires_at > :now";
  SECTION("alone, and Limit is not what max_items says") {
    REQUIRE(sessions->by_tenant_id("t").max_items(3).all());
    const Json body = sessions.transport->only().json();
    CHECK(body.at("FilterExpression") == alive);
    CHECK(body.at("ExpressionAttributeValues").at(":now") == Json{{"N", std::to_string(now)}});
    CHECK_FALSE(body.contains("Limit"));
  }
  SECTION("with another") {
    REQUIRE(sessions->by_tenant_id("t").where(SessionFields::device == "d").all());
    CHECK(sessions.transport->only().json().at("FilterExpression") == "(" + alive + ") AND (device = :f0)");
  }
  SECTION("on an index that projects it") {
    REQUIRE(sessions->by_capsule("c").all());
    CHECK(sessions.transport->only().json().at("FilterExpression") == alive);
  }
  SECTION("not on one that does not") {
    REQUIRE(sessions->keys_by_device("d").all());
    CHECK_FALSE(sessions.transport->only().json().contains("FilterExpression"));
  }
}

TEST_CASE("all pages of a query have the same time", "[expiry]") {
  const Sessions sessions;
  Json page = Json::parse(no_items);
  page["LastEvaluatedKey"] = {{"tenant_id", {{"S", "t"}}}, {"session_id", {{"S", "s"}}}};
  sessions.transport->answer(page.dump());
  sessions.transport->answer(no_items);
  REQUIRE(sessions->by_tenant_id("t").all());
  Json second = sessions.transport->sent()[1].json();
  second.erase("ExclusiveStartKey");
  CHECK(second == sessions.transport->sent()[0].json());
}

lab::Session new_session() {
  lab::Session session;
  session.tenant_id = "t";
  session.session_id = "s";
  session.capsule_id = "c";
  session.expires_at = timestamp::from_seconds(now + 100);
  return session;
}

TEST_CASE("an upsert replaces an item past its time to live as a whole", "[expiry][upsert]") {
  const Sessions sessions;
  const std::string dead = session("s", now).dump();
  const std::string alive = session("s", now + 1).dump();
  const auto& sent = sessions.transport->sent();
  const auto only_on_e = WriteOptions<lab::Session>().if_(SessionFields::device == "e");
  SECTION("at the price of a second request") {
    sessions.transport->fail(ErrorKind::condition_failed, dead);
    sessions.transport->answer("{}");
    const auto done = sessions->upsert(new_session());
    REQUIRE(done);
    CHECK(done.cost().requests == 2);
    REQUIRE(sent.size() == 2);
    CHECK(sent[0].operation == "UpdateItem");
    CHECK(sent[0].json()["ConditionExpression"] == "(attribute_not_exists(expires_at)) OR (expires_at > :c0)");
    CHECK(sent[0].json()["ExpressionAttributeValues"][":c0"]["N"] == std::to_string(now));
    CHECK(sent[1].operation == "PutItem");
    CHECK(sent[1].json()["ConditionExpression"] == "(attribute_not_exists(tenant_id)) OR (expires_at <= :c0)");
    CHECK(sent[1].json()["Item"]["expires_at"]["N"] == std::to_string(now + 100));
    CHECK_FALSE(sent[1].json()["Item"].contains("device"));
  }
  SECTION("where the server does not say which item is there") {
    sessions.transport->fail(ErrorKind::condition_failed);
    sessions.transport->answer("{}");
    CHECK(sessions->upsert(new_session()));
    CHECK(sent.size() == 2);
  }
  SECTION("unless somebody else was faster, whose item is changed") {
    sessions.transport->fail(ErrorKind::condition_failed, dead);
    sessions.transport->fail(ErrorKind::condition_failed, alive);
    sessions.transport->answer("{}");
    CHECK(sessions->upsert(new_session()));
    REQUIRE(sent.size() == 3);
    CHECK(sent[2].json() == sent[0].json());
  }
  SECTION("not one that is alive and fails the caller's condition") {
    sessions.transport->fail(ErrorKind::condition_failed, alive);
    const auto done = sessions->upsert(new_session(), only_on_e);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind() == ErrorKind::condition_failed);
    CHECK(sent.size() == 1);
  }
  SECTION("not in spite of the caller's condition") {
    sessions.transport->fail(ErrorKind::condition_failed, dead);
    sessions.transport->fail(ErrorKind::condition_failed, dead, true);
    const auto done = sessions->upsert(new_session(), only_on_e);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind() == ErrorKind::condition_failed);
    CHECK(done.error().operation() == "UpdateItem");
    CHECK(done.error().maybe_applied());
    CHECK(sent.size() == 2);
  }
}

}  // namespace
}  // namespace partita::test
