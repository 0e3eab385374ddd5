// For every stop of a query, what it gave out and what its cursor leads to are the whole, in order.
#include "servers.hpp"

#include "lab/contact.partita.hpp"
#include "lab/measurement.partita.hpp"
#include "lab/sharded.partita.hpp"
#include "reading.partita.hpp"
#include "resume.hpp"
#include "session.partita.hpp"
#include "ticket.partita.hpp"

#include <partita/chrono.hpp>
#include <partita/cursor.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

TEST_CASE("part one and the resumed rest are the whole: time to live, filters, narrow indexes", "[resume]") {
  const Table<lab::SessionRepository> sessions(GENERATE(from_range(backend_ids())), "sessions");
  const std::int64_t now = to_timestamp(std::chrono::system_clock::now()).seconds();
  for (int i = 0; i < 8; ++i) {
    lab::Session session;
    session.tenant_id = "t";
    session.session_id = "s-" + std::to_string(i);
    session.capsule_id = "c";
    session.created_at = timestamp::from_milliseconds(i / 2);  // pairs with one sort key
    session.expires_at = timestamp::from_seconds(i % 3 == 1 ? now - 100 : now + 10000);
    if (i % 2 == 1) session.device = "d";
    REQUIRE_OK(sessions->put(session));
  }
  CHECK_FALSE(sessions->get("t", "s-1")->has_value());
  CHECK(sessions->get("t", "s-2")->has_value());
  CHECK_FALSE(sessions->get_as<lab::SessionCard>("t", "s-1")->has_value());

  holds("table", sessions->by_tenant_id("t"), 5);
  holds("descending", sessions->by_tenant_id("t").descending(), 5);
  holds("filter", sessions->by_tenant_id("t").where(lab::SessionFields::device.exists()), 2);
  catch_up();
  holds("index", sessions->by_capsule("c"), 5);
  holds("index, descending, range",
        sessions->by_capsule("c").created_at(less_than(timestamp::from_milliseconds(3))).descending(), 4);
  holds("an index that does not hold the time to live", sessions->keys_by_device("d"), 4);
  holds("planned, by the table",
        sessions->query(lab::SessionFields::tenant_id == "t" && lab::SessionFields::session_id < "s-6" &&
                        lab::SessionFields::device.exists()),
        2);
  holds("planned, by an index", sessions->query(lab::SessionFields::capsule_id == "c"), 5);
  holds("scan", sessions->scan(), 5);
  holds("scan, filter", sessions->scan().where(lab::SessionFields::device.exists()), 2);
  holds_as<lab::SessionLine>("view", sessions->by_tenant_id("t").descending(), 5);
  holds_as<lab::SessionLine>("view, filter", sessions->by_tenant_id("t").where(lab::SessionFields::device == "d"), 2);
  holds_as<lab::SessionLine>("view, scan", sessions->scan(), 5);
  holds_in_segments("segments", sessions->scan(), 5);
  holds_in_segments("segments, filter", sessions->scan().where(lab::SessionFields::device.exists()), 2);
  holds("nothing", sessions->by_tenant_id("none"), 0);
}

TEST_CASE("part one and the resumed rest are the whole: indexes of several attributes", "[resume]") {
  const Table<lab::ContactRepository> contacts(GENERATE(from_range(backend_ids())), "contacts");
  for (int i = 0; i < 6; ++i) {
    REQUIRE_OK(contacts->put({.id = "c \"" + std::to_string(i) + "\" ü",
                              .tenant_id = "t-" + std::to_string(i % 2),
                              .account_id = "a",
                              .role = "r",
                              .department = "d",
                              .created_at = timestamp::from_milliseconds(i % 3),
                              .name = i % 2 == 0 ? "even" : "odd",
                              .score = i}));
  }
  catch_up();
  holds("index without a sort key", contacts->by_account("a"), 6);
  holds("equal sort keys", contacts->by_role("r").department("d"), 6);
  holds("filter", contacts->by_status(lab::Status::active).where(lab::ContactFields::score > 2), 3);
}

TEST_CASE("part one and the resumed rest are the whole: keys of bytes and numbers, a local index", "[resume]") {
  const Table<lab::MeasurementRepository> measurements(GENERATE(from_range(backend_ids())), "measurements");
  const std::vector<std::byte> device{std::byte{0}, std::byte{255}};
  for (int i = -3; i < 4; ++i) {
    REQUIRE_OK(measurements->put({.device = device,
                                  .sequence = i,
                                  .value = static_cast<double>(i / 2),
                                  .day = 7,
                                  .amount = *decimal::parse(i % 2 == 0 ? "0.5" : "-1E+5"),
                                  .note = i < 0 ? "low" : "high"}));
  }
  holds("table", measurements->by_device(device), 7);
  holds("local index", measurements->by_value(device), 7);
  holds("local index, range, filter, descending",
        measurements->by_value(device).value(at_least(-1.0)).where(lab::MeasurementFields::note == "high").descending(),
        4);
  catch_up();
  holds("equal decimals", measurements->by_day(7), 7);
  holds("planned, by the local index",
        measurements->query(lab::MeasurementFields::device == device && lab::MeasurementFields::value >= 0.0), 5);
}

TEST_CASE("part one and the resumed rest are the whole: a tenant's items, by index and by scan", "[resume]") {
  const std::string server = GENERATE(from_range(backend_ids()));
  const Client client = open(server);
  static_cast<void>(delete_table(client, "tickets"));
  const lab::TicketRepository ours(client, std::string("us"));
  const lab::TicketRepository theirs(client, std::string("them"));
  REQUIRE_OK(ours.create_table());
  for (int i = 0; i < 5; ++i) {
    for (const auto& [repository, tenant] : {std::pair(&ours, "us"), std::pair(&theirs, "them")}) {
      lab::Ticket ticket;
      ticket.queue = "q";
      ticket.number = i;
      ticket.tenant = tenant;
      ticket.role = "r";
      ticket.code = "x";
      ticket.due_at = iso_timestamp::from_milliseconds(i);
      REQUIRE_OK(repository->put(ticket));
    }
  }
  holds("table", ours.by_tenant_and_queue("q"), 5);
  catch_up();
  holds("index", ours.by_role("r"), 5);
  holds("index, descending", ours.by_due("r").descending(), 5);
  holds("scan", ours.scan(), 5);
  holds_in_segments("segments", ours.scan(), 5);
  static_cast<void>(delete_table(client, "tickets"));
}

// Numbers are sorted by value, strings by their UTF-8 bytes.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
TEST_CASE("part one and the resumed rest are the whole: write shards by a number", "[resume][sharded]") {
  const Table<lab::ReadingRepository> readings(GENERATE(from_range(backend_ids())), "readings");
  const std::int64_t now = to_timestamp(std::chrono::system_clock::now()).seconds();
  for (std::int64_t number = -4; number < 9; ++number) {
    lab::Reading reading{.station = "s", .number = number, .level = static_cast<std::int32_t>(number / 4)};
    if (number % 3 == 0) reading.note = "third";
    if (number % 5 == 0) reading.expires_at = timestamp::from_seconds(now - 100);
    REQUIRE_OK(readings->create(reading));
  }
  const auto all = readings->by_station("s").all();
  REQUIRE_OK(all);
  CHECK(ids_of(*all) == Ids{"-4", "-3", "-2", "-1", "1", "2", "3", "4", "6", "7", "8"});
  const auto back = readings->by_station("s").descending().all();
  REQUIRE_OK(back);
  CHECK(ids_of(*back) == Ids{"8", "7", "6", "4", "3", "2", "1", "-1", "-2", "-3", "-4"});

  holds("table", readings->by_station("s"), 11);
  holds("descending", readings->by_station("s").descending(), 11);
  holds("range", readings->by_station("s").number(between(std::int64_t{-1}, std::int64_t{6})).descending(), 6);
  holds("filter", readings->by_station("s").where(lab::ReadingFields::note.exists()), 3);
  holds("nothing passes the filter", readings->by_station("s").where(lab::ReadingFields::note == "none"), 0);
  holds("local index", readings->by_level("s"), 11);
  holds("local index, range, descending", readings->by_level("s").level(at_least(1)).descending(), 4);
  holds("nothing", readings->by_station("none"), 0);
  holds_as<lab::ReadingLine>("view", readings->by_station("s").descending(), 11);
  holds("scan", readings->scan(), 11);
  holds_in_segments("segments", readings->scan().where(lab::ReadingFields::note.exists()), 3);
}

TEST_CASE("part one and the resumed rest are the whole: write shards by a string", "[resume][sharded]") {
  const Table<lab::EventRepository> events(GENERATE(from_range(backend_ids())), "events");
  Ids names{"B", "a", "e-1", "e-10", "e-2", "z", "\u00e4", "\uffee", "\U0001F600"};
  for (const std::string& name : names) REQUIRE_OK(events->put({.day = "1", .event_id = name, .device = "d"}));
  const auto all = events->by_day("1").all();
  REQUIRE_OK(all);
  CHECK(ids_of(*all) == names);
  holds("table", events->by_day("1"), 9);
  holds("prefix", events->by_day("1").event_id(begins_with("e-")), 3);
  catch_up();
  holds("an index without shards", events->by_device("d"), 9);
}

}  // namespace
}  // namespace partita::test
