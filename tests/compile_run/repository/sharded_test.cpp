// Partition keys with write shards: what is stored never changes, so the numbers here are worked out elsewhere.
#include "scripted_transport.hpp"

#include "lab/sharded.partita.hpp"

#include <partita/transaction.hpp>

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>

namespace partita::test {
namespace {

std::string event(const std::string& shard) {
  return R"({"pk":{"S":"DAY#1#)" + shard +
         R"("},"sk":{"S":"foobar"},"day":{"S":"1"},"event_id":{"S":"foobar"},"device":{"S":"d"}})";
}

TEST_CASE("a shard is chosen by the hash of an attribute", "[sharded]") {
  const auto item = lab::EventRepository::to_item({.day = "1", .event_id = "foobar", .device = "d"});
  REQUIRE(item);
  CHECK(Json::parse(*item)["pk"]["S"] == "DAY#1#8");
  const auto tick = lab::TickRepository::to_item({.series = "s", .number = -42});
  REQUIRE(tick);
  CHECK(Json::parse(*tick)["pk"]["S"] == "s#070");
}

TEST_CASE("items of each number of shards that there was can be read, and no others", "[sharded]") {
  CHECK(lab::EventRepository::from_item(event("8")));
  const auto old = lab::EventRepository::from_item(event("0"));
  REQUIRE(old);
  CHECK(old->event_id == "foobar");
  const auto wrong = lab::EventRepository::from_item(event("1"));
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().message() ==
        "Event: attribute 'pk' is not the key 'DAY#{day}#{shard}' that the item's other attributes make");
}

TEST_CASE("a query asks each shard of the greatest count, in turn", "[sharded]") {
  const Scripted<lab::EventRepository> events;
  for (int i = 0; i < 16; ++i) events.transport->answer(R"({"Count":0,"ScannedCount":0,"Items":[]})");
  const auto found = events->by_day("1").max_items(3).all();
  REQUIRE(found);
  CHECK(found->empty());
  REQUIRE(events.transport->sent().size() == 16);
  for (std::size_t i = 0; i < 16; ++i) {
    const Json sent = events.transport->sent()[i].json();
    CHECK(sent["KeyConditionExpression"] == "pk = :k0");
    CHECK(sent["ExpressionAttributeValues"][":k0"]["S"] == "DAY#1#" + std::to_string(i));
    CHECK(sent["Limit"] == 3);
  }
  const auto refused = events->by_day("1#2").all();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::invalid_argument);
  CHECK(events.transport->sent().size() == 16);
}

TEST_CASE("a shard that fails fails the page", "[sharded]") {
  const Scripted<lab::EventRepository> events;
  events.transport->answer(R"({"Count":1,"ScannedCount":1,"Items":[)" + event("0") + "]}");
  events.transport->fail(ErrorKind::throttled);
  const auto found = events->by_day("1").all();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::throttled);
  CHECK(found.cost().requests == 2);
}

TEST_CASE("an item of the current count costs one request, a missing one a request for each shard", "[sharded]") {
  const Scripted<lab::EventRepository> events;
  events.transport->answer(R"({"Item":)" + event("8") + "}");
  CHECK(events->get("1", "foobar")->has_value());
  CHECK(events.transport->only().json()["Key"]["pk"]["S"] == "DAY#1#8");

  events.transport->answer("{}");
  events.transport->answer(R"({"Item":)" + event("0") + "}");
  const auto old = events->get("1", "foobar", ReadOptions().consistent());
  CHECK(old->has_value());
  CHECK(old.cost().requests == 2);
  const Json last = events.transport->last().json();
  CHECK(last["Key"] == Json::parse(R"({"pk":{"S":"DAY#1#0"},"sk":{"S":"foobar"}})"));
  CHECK(last["ConsistentRead"] == true);
}

TEST_CASE("an item is added under the condition that no older shard holds it", "[sharded]") {
  const Scripted<lab::EventRepository> events;
  events.transport->answer("{}");
  REQUIRE(events->create({.day = "1", .event_id = "foobar", .device = "d"}));
  const Json actions = events.transport->only().json()["TransactItems"];
  REQUIRE(actions.size() == 2);
  CHECK(actions[0]["Put"]["Item"]["pk"]["S"] == "DAY#1#8");
  CHECK(actions[0]["Put"]["ConditionExpression"] == "attribute_not_exists(pk)");
  CHECK(actions[1]["ConditionCheck"]["Key"]["pk"]["S"] == "DAY#1#0");
  CHECK(actions[1]["ConditionCheck"]["ConditionExpression"] == "attribute_not_exists(pk)");
}

TEST_CASE("a transaction removes an item that was nowhere only while no older shard holds it", "[sharded]") {
  const Scripted<lab::EventRepository> events;
  for (int i = 0; i < 3; ++i) events.transport->answer("{}");
  WriteTransaction transaction{Client(events.transport)};
  REQUIRE(transaction.remove(events.repository, "1", "foobar").execute());
  CHECK(events.transport->script_is_over());
  const Json actions = events.transport->last().json()["TransactItems"];
  REQUIRE(actions.size() == 2);
  CHECK(actions[0]["Delete"]["Key"]["pk"]["S"] == "DAY#1#8");
  CHECK_FALSE(actions[0]["Delete"].contains("ConditionExpression"));
  CHECK(actions[1]["ConditionCheck"]["Key"]["pk"]["S"] == "DAY#1#0");
  CHECK(actions[1]["ConditionCheck"]["ConditionExpression"] == "attribute_not_exists(pk)");
}

TEST_CASE("whether an old item may have been changed is not forgotten on the way to it", "[sharded]") {
  const Scripted<lab::EventRepository> events;
  events.transport->fail(ErrorKind::condition_failed, {}, true);
  events.transport->answer("{}");
  events.transport->fail(ErrorKind::condition_failed);
  const auto done = events->update("1", "foobar").set_device("d").execute();
  REQUIRE_FALSE(done);
  CHECK(done.error().maybe_applied());
  CHECK(events.transport->script_is_over());
}

TEST_CASE("an index without shards is asked as ever", "[sharded]") {
  const Scripted<lab::EventRepository> events;
  events.transport->answer(R"({"Count":1,"ScannedCount":1,"Items":[{"pk":{"S":"DAY#1#0"},)"
                           R"("sk":{"S":"foobar"},"device":{"S":"d"}}]})");
  const auto found = events->by_device("d").all();
  REQUIRE(found);
  CHECK(found->front().day == "1");
  CHECK(found->front().event_id == "foobar");
}

}  // namespace
}  // namespace partita::test
