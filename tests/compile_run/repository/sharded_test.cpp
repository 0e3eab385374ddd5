// Partition keys with write shards: what is stored never changes, so the numbers here are worked out elsewhere.
#include "scripted_transport.hpp"

#include "lab/sharded.partita.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace partita::test {
namespace {

template <class R>
concept has_get = requires(const R& repository) { repository.get("a", "b"); } ||
                  requires(const R& repository) { repository.get("a", 1); };
template <class R>
concept has_table_query = requires(const R& repository) { repository.by_day("a"); } || requires(const R& repository) {
  repository.by_day_and_event_id("a", "b");
} || requires(const R& repository) { repository.by_series("a"); };
static_assert(!has_get<lab::EventRepository> && !has_table_query<lab::EventRepository>);
static_assert(!has_get<lab::TickRepository> && !has_table_query<lab::TickRepository>);

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
        "attribute 'pk' is not the key 'DAY#{day}#{shard}' that the item's other attributes make");
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
