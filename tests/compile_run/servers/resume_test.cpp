// For every stop of a query, what it gave out and what its cursor leads to are the whole, in order.
#include "servers.hpp"

#include "lab/contact.partita.hpp"
#include "lab/sharded.partita.hpp"
#include "note.partita.hpp"
#include "reading.partita.hpp"
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

using Ids = std::vector<std::string>;

template <class T>
std::string id_of(const T& item) {
  if constexpr (requires { item.session_id; }) {
    return item.session_id;
  } else if constexpr (requires { item.event_id; }) {
    return item.event_id;
  } else if constexpr (requires { item.station; }) {
    return std::to_string(item.number);
  } else if constexpr (requires { item.number; }) {
    return item.queue + std::to_string(item.number);
  } else {
    return item.id;
  }
}

template <class List>
Ids ids_of(const List& list) {
  Ids ids;
  for (const auto& each : list) ids.push_back(id_of(each));
  return ids;
}

void append(Ids& ids, const Ids& more) {
  ids.insert(ids.end(), more.begin(), more.end());
}

// Reads on in steps of `step` items until there is no more.
template <class Query>
Ids in_steps(const Query& query, std::uint64_t step) {
  Ids ids;
  auto part = Query(query).max_items(step).all();
  while (true) {
    REQUIRE_OK(part);
    CHECK(part->size() <= step);
    append(ids, ids_of(*part));
    const auto next = part.next();
    if (!next) return ids;
    REQUIRE(ids.size() < 1000);
    part = Query(query).max_items(step).after(*Cursor::parse(next->to_string())).all();
  }
}

template <class Query>
void holds(const std::string& what, const Query& query, std::size_t expected) {
  INFO(what);
  const auto all = query.all();
  REQUIRE_OK(all);
  const Ids whole = ids_of(*all);
  CHECK(whole.size() == expected);
  CHECK_FALSE(all.next());
  const auto count = query.count();
  REQUIRE_OK(count);
  CHECK(*count == expected);
  CHECK(*query.exists() == (expected != 0));
  const auto first = query.first();
  REQUIRE_OK(first);
  REQUIRE(first->has_value() == !whole.empty());
  if (*first) CHECK(id_of(**first) == whole.front());

  for (const std::uint32_t page_size : {1U, 2U, 3U, 5U, 100U}) {
    INFO("page_size " << page_size);
    Query paged = query;
    paged.page_size(page_size);
    for (std::uint64_t step = 1; step <= whole.size() + 1; ++step) {
      INFO("max_items " << step);
      CHECK(in_steps(paged, step) == whole);
    }

    auto pages = paged.pages();
    Ids before;
    for (auto& page : pages) {
      REQUIRE_OK(page);
      append(before, ids_of(*page));
      Ids both = before;
      if (const auto next = page.next()) append(both, ids_of(*Query(query).after(*next).all()));
      CHECK(both == whole);
    }

    auto items = paged.items();
    before.clear();
    for (auto& item : items) {
      REQUIRE_OK(item);
      before.push_back(id_of(*item));
      Ids both = before;
      const auto next = items.cursor();
      REQUIRE_OK(next);
      if (*next) append(both, ids_of(*Query(query).after(**next).all()));
      CHECK(both == whole);
    }

    auto some = Query(paged).max_pages(2).all();
    REQUIRE_OK(some);
    Ids both = ids_of(*some);
    if (const auto next = some.next()) append(both, ids_of(*Query(query).after(*next).all()));
    CHECK(both == whole);
  }
}

TEST_CASE("part one and the resumed rest are the whole: time to live, filters, narrow indexes", "[resume]") {
  const Table<lab::SessionRepository> sessions(GENERATE(from_range(servers())), "sessions");
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
  holds("index", sessions->by_capsule("c"), 5);
  holds("index, descending, range",
        sessions->by_capsule("c").created_at(less_than(timestamp::from_milliseconds(3))).descending(), 4);
  holds("an index that does not hold the time to live", sessions->keys_by_device("d"), 4);
  holds("nothing", sessions->by_tenant_id("none"), 0);
}

TEST_CASE("part one and the resumed rest are the whole: indexes of several attributes", "[resume]") {
  const Table<lab::ContactRepository> contacts(GENERATE(from_range(servers())), "contacts");
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
  holds("index without a sort key", contacts->by_account("a"), 6);
  holds("equal sort keys", contacts->by_role("r").department("d"), 6);
  holds("filter", contacts->by_status(lab::Status::active).where(lab::ContactFields::score > 2), 3);
}

TEST_CASE("part one and the resumed rest are the whole: a tenant's items, by index and by scan", "[resume]") {
  const std::string server = GENERATE(from_range(servers()));
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
  holds("index", ours.by_role("r"), 5);
  holds("index, descending", ours.by_due("r").descending(), 5);
  holds("scan", ours.scan(), 5);
  static_cast<void>(delete_table(client, "tickets"));
}

// Numbers are sorted by value, strings by their UTF-8 bytes.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
TEST_CASE("part one and the resumed rest are the whole: write shards by a number", "[resume][sharded]") {
  const Table<lab::ReadingRepository> readings(GENERATE(from_range(servers())), "readings");
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
}

TEST_CASE("part one and the resumed rest are the whole: write shards by a string", "[resume][sharded]") {
  const Table<lab::EventRepository> events(GENERATE(from_range(servers())), "events");
  Ids names{"B", "a", "e-1", "e-10", "e-2", "z", "\u00e4", "\uffee", "\U0001F600"};
  for (const std::string& name : names) REQUIRE_OK(events->put({.day = "1", .event_id = name, .device = "d"}));
  const auto all = events->by_day("1").all();
  REQUIRE_OK(all);
  CHECK(ids_of(*all) == names);
  holds("table", events->by_day("1"), 9);
  holds("prefix", events->by_day("1").event_id(begins_with("e-")), 3);
  holds("an index without shards", events->by_device("d"), 9);
}

}  // namespace
}  // namespace partita::test
