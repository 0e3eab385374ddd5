// Partition keys with write shards: what is stored never changes, so the numbers here are worked out elsewhere.
#include "scripted_transport.hpp"

#include "lab/sharded.partita.hpp"

#include <partita/transaction.hpp>
#include <partita/write_batch.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

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

// With 16 shards and with 4: foobar is in 8 and 0, a in 12 and 0, -42 in 2 and 2.
const std::vector<lab::EventKey> keys{{"1", "a"}, {"1", "foobar"}, {"1", "-42"}, {"1", "foobar"}};

Json stored_key(const std::string& id, const std::string& shard) {
  return {{"pk", {{"S", "DAY#1#" + shard}}}, {"sk", {{"S", id}}}};
}

std::string stored(const std::string& id, const std::string& shard) {
  Json item = stored_key(id, shard);
  item.update({{"day", {{"S", "1"}}}, {"event_id", {{"S", id}}}, {"device", {{"S", "d"}}}});
  return item.dump();
}

TEST_CASE("get_many asks in older shards for what the newest ones do not hold", "[sharded]") {
  const Scripted<lab::EventRepository> events;
  events.transport->answer(R"({"Responses":{"events":[)" + stored("a", "12") + "]}}");
  std::vector<std::size_t> done;
  const BatchReadOptions options =
      BatchReadOptions(ReadOptions().consistent()).on_progress([&](const BatchProgress& progress) {
        CHECK(progress.total == 3);
        done.push_back(progress.done);
      });

  SECTION("and gives them in the order of the keys") {
    events.transport->answer(R"({"Responses":{"events":[)" + stored("foobar", "0") + "]}}");
    const auto found = events->get_many(keys, options);
    REQUIRE(found);
    CHECK((*found)[0]->event_id == "a");
    CHECK((*found)[1]->event_id == "foobar");
    CHECK_FALSE((*found)[2]);
    CHECK((*found)[3]->event_id == "foobar");
    CHECK(found.cost().requests == 2);
    CHECK(found.cost().items_returned == 2);
    CHECK(done == std::vector<std::size_t>{2, 3});
    const auto asked = [&](std::size_t i) { return events.transport->sent()[i].json()["RequestItems"]["events"]; };
    CHECK(asked(0)["Keys"] == Json({stored_key("a", "12"), stored_key("foobar", "8"), stored_key("-42", "2")}));
    CHECK(asked(1)["Keys"] == Json::array({stored_key("foobar", "0")}));
    CHECK(asked(1)["ConsistentRead"] == true);
  }
  SECTION("and fails as a whole if it can't") {
    events.transport->fail(ErrorKind::throttled);
    const auto found = events->get_many(keys, options);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::throttled);
    CHECK(found.cost().requests == 2);
  }
}

TEST_CASE("remove_many removes wherever an item may lie", "[sharded]") {
  const Scripted<lab::EventRepository> events;
  std::vector<std::size_t> done;
  const BatchOptions options = BatchOptions().on_progress([&](const BatchProgress& progress) {
    CHECK(progress.total == 3);
    done.push_back(progress.done);
  });
  const auto left = [](const std::string& id, const std::string& shard) {
    return Json{{"UnprocessedItems", {{"events", {{{"DeleteRequest", {{"Key", stored_key(id, shard)}}}}}}}}}.dump();
  };
  events.transport->answer(left("a", "0"));
  const std::vector<lab::EventKey> once(keys.begin(), keys.begin() + 3);

  SECTION("what the service leaves is sent again") {
    events.transport->answer("{}");
    const BatchResult result = events->remove_many(once, options);
    CHECK(result);
    CHECK(result.written == 3);
    CHECK(done == std::vector<std::size_t>{2, 3});
    Json removed;
    const Json sent = events.transport->sent()[0].json();
    for (const Json& each : sent["RequestItems"]["events"]) removed.push_back(each["DeleteRequest"]["Key"]);
    CHECK(removed == Json({stored_key("a", "12"), stored_key("a", "0"), stored_key("foobar", "8"),
                           stored_key("foobar", "0"), stored_key("-42", "2")}));
  }
  SECTION("a key that is not removed everywhere is left") {
    events.transport->fail(ErrorKind::throttled);
    const BatchResult result = events->remove_many(once, options);
    CHECK(result.error->kind() == ErrorKind::throttled);
    CHECK(result.written == 2);
    CHECK(result.left == std::vector<std::size_t>{0});
  }
  SECTION("and in a batch with others, whose places are counted once") {
    events.transport->fail(ErrorKind::throttled);
    const BatchResult result = write_batch(Client(events.transport))
                                   .remove(events.repository, "1", "-42")
                                   .remove(events.repository, "1", "a")
                                   .execute();
    CHECK(result.written == 1);
    CHECK(result.left == std::vector<std::size_t>{1});
  }
}

TEST_CASE("a time limit is that of a whole call, however many shards it asks", "[sharded]") {
  const Scripted<lab::EventRepository> events;
  events.transport->takes = std::chrono::milliseconds(30);
  const auto limit = CallOptions().timeout(std::chrono::milliseconds(20));
  const auto answer = [&](const std::string& body, int count) {
    for (int i = 0; i < count; ++i) events.transport->answer(body);
  };

  SECTION("get") {
    answer("{}", 2);
    CHECK(events->get("1", "foobar", ReadOptions().timeout(std::chrono::milliseconds(20))));
  }
  SECTION("get_many") {
    answer(R"({"Responses":{}})", 1);
    const auto found = events->get_many(keys, limit);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::deadline);
    CHECK(events.transport->sent().size() == 1);
    return;
  }
  SECTION("update") {
    events.transport->fail(ErrorKind::condition_failed);
    answer("{}", 2);
    CHECK(events->update("1", "foobar").set_device("d").execute(limit));
  }
  SECTION("update exactly once") {
    answer("{}", 2);
    answer("{}", 1);
    CHECK(events->update("1", "foobar").set_device("d").exactly_once().execute(limit).error().kind() ==
          ErrorKind::deadline);
    CHECK(events.transport->sent().size() == 2);
  }
  SECTION("remove") {
    events.transport->fail(ErrorKind::condition_failed);
    answer("{}", 2);
    CHECK(events->remove("1", "foobar", limit));
  }
  SECTION("one page of a query") {
    answer(R"({"Count":0,"ScannedCount":0,"Items":[]})", 16);
    QueryOptions options;
    options.timeout(std::chrono::milliseconds(20));
    auto pages = events->by_day("1").pages(options);
    CHECK(pages.next());
  }
  const auto& sent = events.transport->sent();
  REQUIRE(sent.size() >= 2);
  CHECK_FALSE(sent.front().is_late);
  CHECK(sent[1].is_late);
  CHECK(sent.back().is_late);
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
