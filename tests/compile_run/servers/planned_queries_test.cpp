// query(condition) finds what a filter over everything finds, by whatever key it is served, and goes on where it
// stopped.
#include "servers.hpp"

#include "lab/contact.partita.hpp"
#include "lab/measurement.partita.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Contact;
using lab::ContactFields;
using Ids = std::set<std::string>;

template <class Query>
Ids ids_of(const Query& query) {
  const auto items = query.all();
  REQUIRE_OK(items);
  Ids ids;
  for (const auto& each : *items) CHECK(ids.insert(each.id).second);
  return ids;
}

TEST_CASE("conditions on contacts are served by the table and by indexes", "[planned]") {
  const Table<lab::ContactRepository> contacts(GENERATE(from_range(backend_ids())), "contacts");
  std::vector<Contact> all;
  for (int i = 0; i < 24; ++i) {
    Contact each{.id = "c-" + std::to_string(i), .tenant_id = "t-" + std::to_string(i % 2)};
    each.account_id = "a-" + std::to_string(i % 3);
    each.role = i % 2 == 0 ? "cto" : "ceo";
    each.department = std::string(1, static_cast<char>('a' + i % 5));
    each.status = i % 4 == 0 ? lab::Status::gone : lab::Status::active;
    each.created_at = timestamp::from_milliseconds(1000 + i);
    each.name = "n";
    each.score = i;
    REQUIRE_OK(contacts->put(each));
    all.push_back(each);
  }
  const auto expected = [&](auto holds) {
    Ids ids;
    for (const Contact& each : all) {
      if (holds(each)) ids.insert(each.id);
    }
    return ids;
  };
  catch_up();
  CHECK(ids_of(contacts->query(ContactFields::id == "c-3" && ContactFields::tenant_id == "t-1")) == Ids{"c-3"});
  CHECK(ids_of(contacts->query(ContactFields::score > 10 && ContactFields::account_id == "a-1")) ==
        expected([](const Contact& c) { return c.score > 10 && c.account_id == "a-1"; }));
  CHECK(ids_of(contacts->query(ContactFields::role == "cto" && ContactFields::department.between("b", "d") &&
                               (ContactFields::score < 9 || ContactFields::account_id == "a-2"))) ==
        expected([](const Contact& c) {
          return c.role == "cto" && c.department >= "b" && c.department <= "d" &&
                 (c.score < 9 || c.account_id == "a-2");
        }));
  const auto since = timestamp::from_milliseconds(1009);
  CHECK(ids_of(contacts->query(ContactFields::created_at >= since && ContactFields::status == lab::Status::gone &&
                               !(ContactFields::score == 12))) == expected([&](const Contact& c) {
          return c.created_at >= since && c.status == lab::Status::gone && c.score != 12;
        }));

  // The same query type: it stops and goes on.
  const auto active = contacts->query(ContactFields::status == lab::Status::active && ContactFields::score >= 3);
  const Ids whole = expected([](const Contact& c) { return c.status == lab::Status::active && c.score >= 3; });
  CHECK(*active.count() == whole.size());
  Ids resumed;
  std::optional<Cursor> cursor;
  do {
    auto query = active;
    if (cursor) query.after(*cursor);
    const auto part = query.page_size(4).max_items(5).all();
    REQUIRE_OK(part);
    for (const Contact& each : *part) CHECK(resumed.insert(each.id).second);
    cursor = part.next();
  } while (cursor);
  CHECK(resumed == whole);
}

TEST_CASE("conditions on numbers and bytes are served by the table and a local index", "[planned]") {
  using lab::MeasurementFields;
  const Table<lab::MeasurementRepository> measurements(GENERATE(from_range(backend_ids())), "measurements");
  const std::vector<std::byte> device{std::byte{7}};
  for (int i = 0; i < 6; ++i) {
    REQUIRE_OK(measurements->put(
        {.device = device, .sequence = i, .value = 10.0 - i, .day = 1, .amount = decimal(i), .note = "n"}));
  }
  const auto sequences = [&](auto query) {
    const auto items = query.consistent().all();
    REQUIRE_OK(items);
    std::vector<std::int64_t> found;
    for (const auto& each : *items) found.push_back(each.sequence);
    return found;
  };
  using Sequences = std::vector<std::int64_t>;
  CHECK(sequences(measurements->query(MeasurementFields::device == device && MeasurementFields::sequence > 3)) ==
        Sequences{4, 5});
  CHECK(sequences(measurements->query(MeasurementFields::device == device && MeasurementFields::value < 6.5)) ==
        Sequences{5, 4});
}

}  // namespace
}  // namespace partita::test
