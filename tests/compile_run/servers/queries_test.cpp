// Queries find what the same question finds in memory.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
#include "servers.hpp"

#include "lab/contact.partita.hpp"
#include "lab/measurement.partita.hpp"
#include "odd.partita.hpp"
#include "session.partita.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace partita::test {
namespace {

using lab::ContactFields;
using lab::Measurement;
using Bytes = std::vector<std::byte>;

template <class Query, class Member>
auto found(const Query& query, Member member) {
  const auto items = query.all();
  REQUIRE_OK(items);
  if (!items->empty()) CHECK(items.cost().read_units > 0);
  CHECK(items.cost().items_returned == items->size());
  std::vector<std::decay_t<decltype(items->front().*member)>> values;
  for (const auto& item : *items) values.push_back(item.*member);
  return values;
}

TEST_CASE("conditions on number sort keys, of table and local index", "[queries]") {
  const Table<lab::MeasurementRepository> measurements(GENERATE(from_range(backend_ids())), "measurements");
  const Bytes device{std::byte{0}, std::byte{255}};
  for (const std::int64_t sequence : {-1000, -2, -1, 0, 1, 2, 10, 1000}) {
    REQUIRE_OK(measurements->put({.device = device,
                                  .sequence = sequence,
                                  .value = static_cast<double>(-sequence) / 4,
                                  .day = 1,
                                  .amount = decimal(sequence),
                                  .note = "n"}));
  }
  REQUIRE_OK(measurements->put({.device = {std::byte{0}}, .sequence = 5, .value = 5, .day = 2, .note = "other"}));

  using Sequences = std::vector<std::int64_t>;
  const auto by_sequence = [&](const SortCondition<std::int64_t>& condition) {
    return found(measurements->by_device(device).sequence(condition).consistent(), &Measurement::sequence);
  };
  CHECK(found(measurements->by_device(device), &Measurement::sequence) == Sequences{-1000, -2, -1, 0, 1, 2, 10, 1000});
  CHECK(by_sequence(-1) == Sequences{-1});
  CHECK(by_sequence(5) == Sequences{});
  CHECK(by_sequence(less_than(-1)) == Sequences{-1000, -2});
  CHECK(by_sequence(at_most(-1)) == Sequences{-1000, -2, -1});
  CHECK(by_sequence(greater_than(2)) == Sequences{10, 1000});
  CHECK(by_sequence(at_least(2)) == Sequences{2, 10, 1000});
  CHECK(by_sequence(between(-2, 1)) == Sequences{-2, -1, 0, 1});
  CHECK(found(measurements->by_device(device).sequence(at_least(1)).descending(), &Measurement::sequence) ==
        Sequences{1000, 10, 2, 1});

  const auto by_value = [&](const SortCondition<double>& condition) {
    return found(measurements->by_value(device).value(condition).consistent(), &Measurement::value);
  };
  using Values = std::vector<double>;
  CHECK(by_value(less_than(-0.5)) == Values{-250, -2.5});
  CHECK(by_value(between(-0.25, 0.25)) == Values{-0.25, 0, 0.25});
  CHECK(by_value(0.5) == Values{0.5});

  catch_up();
  const auto by_day = [&](const SortCondition<decimal>& condition) {
    return found(measurements->by_day(1).amount(condition), &Measurement::sequence);
  };
  CHECK(by_day(greater_than(*decimal::parse("9.99"))) == Sequences{10, 1000});
  CHECK(by_day(at_most(*decimal::parse("-1E+3"))) == Sequences{-1000});
  CHECK(found(measurements->by_day(2), &Measurement::note) == std::vector<std::string>{"other"});
  CHECK(found(measurements->by_day(3), &Measurement::note).empty());
}

TEST_CASE("conditions on string sort keys", "[queries]") {
  const Table<lab::ContactRepository> contacts(GENERATE(from_range(backend_ids())), "contacts");
  int id = 0;
  for (const char* department : {"Art", "eng", "eng.hw", "eng.sw", "engage", "sales", "ü"}) {
    REQUIRE_OK(contacts->put({.id = "c-" + std::to_string(++id),
                              .tenant_id = "t",
                              .account_id = "a",
                              .role = "cto",
                              .department = department,
                              .created_at = timestamp::from_milliseconds(id - 4),
                              .name = "n"}));
  }
  catch_up();
  using Departments = std::vector<std::string>;
  const auto of = [&](const SortCondition<std::string_view>& condition) {
    return found(contacts->by_role("cto").department(condition), &lab::Contact::department);
  };
  CHECK(of("eng") == Departments{"eng"});
  CHECK(of(begins_with("eng")) == Departments{"eng", "eng.hw", "eng.sw", "engage"});
  CHECK(of(begins_with("eng.")) == Departments{"eng.hw", "eng.sw"});
  CHECK(of(less_than("eng")) == Departments{"Art"});
  CHECK(of(at_most("eng")) == Departments{"Art", "eng"});
  CHECK(of(greater_than("engage")) == Departments{"sales", "ü"});
  CHECK(of(at_least("engage")) == Departments{"engage", "sales", "ü"});
  CHECK(of(between("eng.", "eng.z")) == Departments{"eng.hw", "eng.sw"});
  CHECK(found(contacts->by_role("ceo"), &lab::Contact::id).empty());

  const auto since = timestamp::from_milliseconds(-1);
  CHECK(found(contacts->by_status(lab::Status::active).created_at(at_least(since)).descending(),
              &lab::Contact::department) == Departments{"ü", "sales", "engage", "eng.sw", "eng.hw"});
  CHECK(found(contacts->by_id("c-3").tenant_id("t").consistent(), &lab::Contact::department) == Departments{"eng.hw"});
}

TEST_CASE("filters", "[queries]") {
  const Table<lab::ContactRepository> contacts(GENERATE(from_range(backend_ids())), "contacts");
  for (int i = 1; i <= 9; ++i) {
    lab::Contact contact{.id = "c-" + std::to_string(i),
                         .tenant_id = "t",
                         .account_id = "a",
                         .role = "r",
                         .department = std::to_string(i),
                         .name = "name " + std::to_string(i),
                         .score = i - 5};
    if (i % 3 == 0) contact.phone = "+4" + std::to_string(i);
    if (i > 7) contact.status = lab::Status::gone;
    REQUIRE_OK(contacts->put(contact));
  }
  catch_up();
  const auto matches = [&](const Condition<lab::Contact>& condition) {
    std::string ids;
    for (const std::string& id : found(contacts->by_role("r").where(condition), &lab::Contact::department)) ids += id;
    return ids;
  };
  CHECK(matches(ContactFields::score == 0) == "5");
  CHECK(matches(ContactFields::score != 0) == "12346789");
  CHECK(matches(ContactFields::score < -2) == "12");
  CHECK(matches(ContactFields::score <= -2) == "123");
  CHECK(matches(ContactFields::score > 2) == "89");
  CHECK(matches(ContactFields::score >= 2) == "789");
  CHECK(matches(ContactFields::score.between(-1, 1)) == "456");
  CHECK(matches(ContactFields::phone.exists()) == "369");
  CHECK(matches(ContactFields::phone.not_exists()) == "124578");
  CHECK(matches(ContactFields::phone.begins_with("+4")) == "369");
  CHECK(matches(ContactFields::name.contains("me 7")) == "7");
  CHECK(matches(ContactFields::status == lab::Status::gone) == "89");
  CHECK(matches(ContactFields::status == lab::Status::gone && ContactFields::phone.exists()) == "9");
  CHECK(matches(ContactFields::score == -4 || ContactFields::score == 4) == "19");
  CHECK(matches(!(ContactFields::score > -4)) == "1");
  CHECK(matches(!(ContactFields::phone.exists() || ContactFields::score < 0)) == "578");
  CHECK(matches(ContactFields::created_at <= timestamp()) == "123456789");

  const auto two = contacts->by_role("r").where(ContactFields::score > 0).where(ContactFields::phone.exists()).all();
  REQUIRE_OK(two);
  CHECK(two->size() == 2);
  CHECK(two.cost().items_returned == 2);
  CHECK(two.cost().items_evaluated == 9);
}

TEST_CASE("narrow indexes, and items that are not in them", "[queries]") {
  const Table<lab::SessionRepository> sessions(GENERATE(from_range(backend_ids())), "sessions");
  for (int i = 0; i < 4; ++i) {
    lab::Session session;
    session.tenant_id = "t";
    session.session_id = "s-" + std::to_string(i);
    session.capsule_id = "c";
    session.created_at = timestamp::from_milliseconds(i);
    session.expires_at = timestamp::from_seconds(4102444800 + i);
    session.roles = {"admin", "r-" + std::to_string(i)};
    session.ports = {80, 1000 + i};
    if (i % 2 == 1) session.device = "d";
    REQUIRE_OK(sessions->create(session));
  }
  catch_up();
  using Ids = std::vector<std::string>;
  const auto later = sessions->by_capsule("c").created_at(greater_than(timestamp::from_milliseconds(1))).all();
  REQUIRE_OK(later);
  REQUIRE(later->size() == 2);
  CHECK(later->front().session_id == "s-2");
  CHECK(later->front().expires_at == timestamp::from_seconds(4102444802));
  CHECK(found(sessions->by_capsule("c").where(lab::SessionFields::expires_at > timestamp::from_seconds(4102444802)),
              &lab::SessionByCapsuleItem::session_id) == Ids{"s-3"});
  CHECK(found(sessions->keys_by_device("d"), &lab::SessionKeysByDeviceItem::session_id).size() == 2);
  CHECK(found(sessions->by_tenant_id("t").where(lab::SessionFields::roles.contains("r-3")),
              &lab::Session::session_id) == Ids{"s-3"});
  CHECK(found(sessions->by_tenant_id("t").where(lab::SessionFields::ports.contains(1002)), &lab::Session::session_id) ==
        Ids{"s-2"});
  REQUIRE_OK(sessions->update("t", "s-1").remove_device().set_roles({}).execute());
  catch_up();
  CHECK(found(sessions->keys_by_device("d"), &lab::SessionKeysByDeviceItem::session_id) == Ids{"s-3"});
  CHECK(sessions->get("t", "s-1")->value().roles.empty());
}

TEST_CASE("reserved words and odd names in every expression", "[queries]") {
  const Table<lab::OddRepository> odds(GENERATE(from_range(backend_ids())), "odd-names.v1");
  using Fields = lab::OddFields;
  lab::Odd odd;
  odd.key = "k";
  odd.client = "c";
  odd.options = "o";
  odd.value = lab::Part{.class_ = "first", .a_b = 2};
  odd.class_ = "x";
  odd._private = "p";
  odd.with_space = {"a"};
  odd.quote_d = 5;
  odd.back = "b";
  odd.groesse = 1.5;
  odd.status = "s";
  REQUIRE_OK(odds->create(odd));
  CHECK(odds->create(odd).error().kind() == ErrorKind::condition_failed);
  const auto update = odds->update("k", "c")
                          .set__2fa(true)
                          .set__private("q")
                          .set_with_space({"b", "c"})
                          .set_quote_d(6)
                          .set_groesse(2.5)
                          .set_size(1)
                          .remove_back()
                          .execute();
  REQUIRE_OK(update);
  catch_up();
  const auto read = odds->by_class("x")
                        .created_at(at_most(timestamp()))
                        .where(Fields::_2fa == true && Fields::quote_d.between(6, 7))
                        .where(!(Fields::_2fa != true) && Fields::quote_d >= 6)
                        .all();
  REQUIRE_OK(read);
  REQUIRE(read->size() == 1);
  CHECK(read->front()._2fa);
  CHECK(read->front().quote_d == 6);
  const auto full = odds->by_status("s")
                        .options("o")
                        .where(Fields::with_space.contains("c") && Fields::back.not_exists() && Fields::groesse > 2 &&
                               Fields::size == 1 && Fields::_private == "q" && Fields::value.exists())
                        .all();
  REQUIRE_OK(full);
  REQUIRE(full->size() == 1);
  CHECK(full->front().value->a_b == 2);
  CHECK(full->front().groesse == 2.5);
}

}  // namespace
}  // namespace partita::test
