// Items under several numbers of write shards: none is lost or stored twice.
#include "servers.hpp"

#include "lab/sharded.partita.hpp"
#include "reading.partita.hpp"

#include <partita/chrono.hpp>
#include <partita/cursor.hpp>
#include <partita/read_transaction.hpp>
#include <partita/transaction.hpp>
#include <partita/transport.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

using lab::Event;
using lab::EventFields;
using lab::EventRepository;
using lab::Reading;
using lab::ReadingRepository;

// As the guide says it, for programs in any language: the FNV-1a hash, 64 bits, of the text, modulo the count.
std::uint64_t shard_of(std::string_view text, std::uint64_t count) {
  std::uint64_t hash = 14'695'981'039'346'656'037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211U;
  return hash % count;
}

void put_raw(const Client& client, const std::string& table, const std::string& item) {
  const std::string body = R"({"TableName":")" + table + R"(","Item":)" + item + "}";
  Reply reply;
  client.transport().send({"PutItem", table, body, RetryClass::idempotent, {}}, reply);
  INFO((reply.error ? reply.error->to_string() : ""));
  REQUIRE_FALSE(reply.error);
}

// What a program with another count stored.
void put_event(const Client& client, const std::string& id, std::uint64_t count, const std::string& device) {
  put_raw(client, "events",
          R"({"pk":{"S":"DAY#1#)" + std::to_string(shard_of(id, count)) + R"("},"sk":{"S":")" + id +
              R"("},"day":{"S":"1"},"event_id":{"S":")" + id + R"("},"device":{"S":")" + device + R"("}})");
}

// Two ids, of which one has the same shard under both counts.
constexpr std::string_view moved = "foobar";  // 0 of 4, 8 of 16
std::string same_shard() {
  for (int i = 0;; ++i) {
    std::string id = "e-" + std::to_string(i);
    if (shard_of(id, 4) == shard_of(id, 16)) return id;
  }
}

std::multiset<std::string> ids(const EventRepository& events) {
  std::multiset<std::string> ids;
  const auto all = events.by_day("1").all();
  REQUIRE_OK(all);
  for (const Event& each : *all) ids.insert(each.event_id);
  return ids;
}

std::string device(const EventRepository& events, const std::string& id) {
  const auto found = events.get("1", id, ReadOptions().consistent());
  REQUIRE_OK(found);
  return *found ? (*found)->device : "(none)";
}

TEST_CASE("after the count of write shards has grown, every write finds the item where it lies", "[sharded]") {
  const Table<EventRepository> table(GENERATE(from_range(backend_ids())), "events");
  const EventRepository events{table.client()};
  const std::string id(GENERATE(std::string(moved), same_shard()));
  INFO("id " << id);
  const bool old = GENERATE(true, false);
  INFO("written under the older count: " << old);
  put_event(table.client(), id, old ? 4 : 16, "first");
  const Event item{.day = "1", .event_id = id, .device = "second"};
  const std::multiset<std::string> once{id};
  CHECK(ids(events) == once);
  CHECK(device(events, id) == "first");

  SECTION("create") {
    const auto done = events.create(item);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind() == ErrorKind::condition_failed);
    CHECK_FALSE(done.error().action());
    CHECK(device(events, id) == "first");
    CHECK(ids(events) == once);
  }
  SECTION("put") {
    REQUIRE_OK(events.put(item));
    CHECK(device(events, id) == "second");
    CHECK(ids(events) == once);
  }
  SECTION("put on a condition") {
    const auto failed = events.put(item, if_(EventFields::device == "other"));
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind() == ErrorKind::condition_failed);
    CHECK(device(events, id) == "first");
    REQUIRE_OK(events.put(item, if_(EventFields::device == "first")));
    CHECK(device(events, id) == "second");
    CHECK(ids(events) == once);
  }
  SECTION("put that returns the old item") {
    const auto done = events.put_returning_old(item);
    REQUIRE_OK(done);
    REQUIRE(*done);
    CHECK((*done)->device == "first");
    CHECK(device(events, id) == "second");
    CHECK(ids(events) == once);
  }
  SECTION("replace") {
    REQUIRE_OK(events.replace(item));
    CHECK(device(events, id) == "second");
    CHECK(ids(events) == once);
  }
  SECTION("upsert") {
    REQUIRE_OK(events.upsert(item));
    CHECK(device(events, id) == "second");
    CHECK(ids(events) == once);
  }
  SECTION("update") {
    const auto done = events.update("1", id).set_device("second").execute_returning_new();
    REQUIRE_OK(done);
    CHECK(done->device == "second");
    CHECK(ids(events) == once);
    const auto failed = events.update("1", id).set_device("third").if_(EventFields::device == "x").execute();
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind() == ErrorKind::condition_failed);
    CHECK(device(events, id) == "second");
  }
  SECTION("remove") {
    const auto failed = events.remove("1", id, if_(EventFields::device == "x"));
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind() == ErrorKind::condition_failed);
    REQUIRE_OK(events.remove("1", id));
    CHECK(ids(events).empty());
    REQUIRE_OK(events.remove("1", id));
  }
  SECTION("remove that returns the old item") {
    const auto done = events.remove_returning_old("1", id);
    REQUIRE_OK(done);
    REQUIRE(*done);
    CHECK((*done)->device == "first");
    CHECK(ids(events).empty());
    const auto nothing = events.remove_returning_old("1", id);
    REQUIRE_OK(nothing);
    CHECK_FALSE(*nothing);
  }
  SECTION("check") {
    CHECK(events.check("1", id));
    CHECK_FALSE(events.check("1", id, if_(EventFields::device == "x")));
  }
  SECTION("get_many") {
    const auto found = events.get_many(std::vector<lab::EventKey>{{"1", "none"}, {"1", id}});
    REQUIRE_OK(found);
    CHECK_FALSE(found->front());
    CHECK(found->back()->device == "first");
  }
  SECTION("remove_many") {
    const auto done = events.remove_many(std::vector<lab::EventKey>{{"1", "none"}, {"1", id}});
    CHECK(done);
    CHECK(done.written == 2);
    CHECK(ids(events).empty());
  }
  SECTION("a reading transaction") {
    const auto found = read_transaction(table.client()).get(events, "1", id).get(events, "1", "none").execute();
    REQUIRE_OK(found);
    CHECK(std::get<0>(*found)->device == "first");
    CHECK_FALSE(std::get<1>(*found));
  }
  SECTION("transactions") {
    WriteTransaction update{table.client()};
    update.create(events, Event{.day = "2", .event_id = "other", .device = "d"})
        .update(events.update("1", id).set_device("second"));
    REQUIRE_OK(update.execute());
    CHECK(device(events, id) == "second");

    WriteTransaction put{table.client()};
    put.put(events, Event{.day = "1", .event_id = id, .device = "third"});
    REQUIRE_OK(put.execute());
    CHECK(device(events, id) == "third");
    CHECK(ids(events) == once);

    WriteTransaction create{table.client()};
    create.create(events, Event{.day = "2", .event_id = "third", .device = "d"}).create(events, item);
    const auto failed = create.execute();
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind() == ErrorKind::condition_failed);
    CHECK(failed.error().action() == 1);
    CHECK_FALSE(events.get("2", "third")->has_value());

    WriteTransaction remove{table.client()};
    remove.check(events, "2", "other").remove(events, "1", id);
    REQUIRE_OK(remove.execute());
    CHECK(ids(events).empty());
  }
}

TEST_CASE("a missing item is written to the shard of the current count", "[sharded]") {
  const Table<EventRepository> table(GENERATE(from_range(backend_ids())), "events");
  const EventRepository events{table.client()};
  const Event item{.day = "1", .event_id = std::string(moved), .device = "d"};
  CHECK_FALSE(events.get("1", moved)->has_value());
  CHECK_FALSE(events.replace(item));
  CHECK_FALSE(events.update("1", moved).set_device("x").execute());
  CHECK_FALSE(events.check("1", moved));
  REQUIRE_OK(events.remove("1", moved));
  const int how = GENERATE(0, 1, 2, 3, 4);
  INFO("how " << how);
  if (how == 0) REQUIRE_OK(events.create(item));
  if (how == 1) REQUIRE_OK(events.put(item));
  if (how == 2) REQUIRE_OK(events.upsert(item));
  if (how == 3) {
    const auto old = events.put_returning_old(item);
    REQUIRE_OK(old);
    CHECK_FALSE(*old);
  }
  if (how == 4) {
    WriteTransaction all{table.client()};
    REQUIRE_OK(all.put(events, item).execute());
  }
  CHECK(ids(events).size() == 1);
  CHECK_FALSE(events.create(item));
  catch_up();
  const auto entries = events.by_device("d").all();
  REQUIRE_OK(entries);
  CHECK(entries->size() == 1);
  // 8 of 16: a program with this count alone finds it there.
  Reply reply;
  const std::string body = R"({"TableName":"events","Key":{"pk":{"S":"DAY#1#8"},"sk":{"S":"foobar"}}})";
  table.client().transport().send({"GetItem", "events", body, RetryClass::idempotent, {}}, reply);
  REQUIRE_FALSE(reply.error);
  CHECK(reply.body.view().find("foobar") != std::string_view::npos);
}

TEST_CASE("versions and expired items hold wherever an item lies", "[sharded]") {
  const Table<ReadingRepository> table(GENERATE(from_range(backend_ids())), "readings");
  const ReadingRepository readings{table.client()};
  std::int64_t number = 1;
  while (shard_of(std::to_string(number), 2) == shard_of(std::to_string(number), 5)) ++number;
  const std::int64_t now = to_timestamp(std::chrono::system_clock::now()).seconds();
  const auto put_old = [&](std::int64_t expires) {
    put_raw(table.client(), "readings",
            R"({"pk":{"S":"ST#s#0)" + std::to_string(shard_of(std::to_string(number), 2)) + R"("},"number":{"N":")" +
                std::to_string(number) + R"("},"station":{"S":"s"},"level":{"N":"1"},"type":{"S":"reading"},)" +
                R"("changes":{"N":"3"},"expires_at":{"N":")" + std::to_string(expires) + R"("}})");
  };
  put_old(now + 10000);
  Reading reading{.station = "s", .number = number, .level = 2};
  CHECK_FALSE(readings.put(reading));  // version 0, and it has 3
  CHECK_FALSE(readings.update("s", number, expect{2}).set_level(2).execute());
  CHECK_FALSE(readings.remove("s", number, expect{2}));
  CHECK_FALSE(readings.put_returning_old(reading));
  reading.changes = 3;
  REQUIRE_OK(readings.put(reading));
  REQUIRE_OK(readings.update("s", number, expect{4}).set_level(7).execute());
  CHECK(readings.get("s", number)->value().changes == 5);
  CHECK(readings.by_station("s").count().value() == 1);
  const auto view = readings.get_as<lab::ReadingLevel>("s", number);
  REQUIRE_OK(view);
  CHECK((*view)->level == 7);
  REQUIRE_OK(readings.remove("s", number, expect{5}));
  reading.changes = 3;
  for (const bool returns : {false, true}) {
    const auto missing = returns ? readings.put_returning_old(reading).error() : readings.put(reading).error();
    CHECK(missing.kind() == ErrorKind::condition_failed);
  }
  CHECK_FALSE(readings.remove("s", number, expect{5}));

  // An expired one does not stand in the way, and is not there twice.
  put_old(now - 10000);
  CHECK_FALSE(readings.get("s", number)->has_value());
  reading.changes = 0;
  REQUIRE_OK(readings.create(reading));
  CHECK(readings.get("s", number)->value().changes == 1);
  CHECK(readings.by_station("s").count().value() == 1);
}

TEST_CASE("a query asks every shard that there ever was, and says what it cost", "[sharded]") {
  const Table<EventRepository> table(GENERATE(from_range(backend_ids())), "events");
  const EventRepository events{table.client()};
  for (int i = 0; i < 40; ++i) put_event(table.client(), "e" + std::to_string(100 + i), i % 2 == 0 ? 4 : 16, "d");
  const auto all = events.by_day("1").all();
  REQUIRE_OK(all);
  CHECK(all->size() == 40);
  CHECK(all.cost().requests == 16);
  CHECK(all.cost().items_returned == 40);
  CHECK(all.cost().read_units > 0);
  const auto first = events.by_day("1").descending().first();
  REQUIRE_OK(first);
  CHECK((*first)->event_id == "e139");
  CHECK(first.cost().requests == 16);
  const auto some = events.by_day("1").max_items(3).all();
  REQUIRE_OK(some);
  REQUIRE(some.next());
  const auto other = events.by_day("2").after(*some.next()).all();
  REQUIRE_FALSE(other);
  CHECK(other.error().kind() == ErrorKind::invalid_argument);
}

}  // namespace
}  // namespace partita::test
