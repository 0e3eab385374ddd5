// What cannot be stored is refused before anything is sent, by name.
#include "contacts.hpp"

#include "lab/everything.partita.hpp"
#include "lab/measurement.partita.hpp"
#include "odd.partita.hpp"
#include "session.partita.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace partita::test {
namespace {

template <class Repository, class Outcome>
void check_refused(const Scripted<Repository>& scripted, const Outcome& outcome,
                   const std::vector<std::string>& texts) {
  REQUIRE_FALSE(outcome);
  INFO(outcome.error().to_string());
  CHECK(outcome.error().kind() == ErrorKind::invalid_argument);
  CHECK_FALSE(outcome.error().operation().empty());
  CHECK_FALSE(outcome.error().table().empty());
  for (const std::string& text : texts) CHECK(outcome.error().message().find(text) != std::string::npos);
  CHECK(outcome.error().attempts() == 0);
  CHECK(outcome.cost().requests == 0);
  CHECK(scripted.transport->sent().empty());
}

TEST_CASE("empty key values are refused with attribute and key", "[refusals]") {
  const Contacts contacts;
  const auto with = [](auto change) {
    Contact contact = sample();
    change(contact);
    return contact;
  };
  check_refused(contacts, contacts->create(with([](auto& c) { c.id.clear(); })), {"'id'", "table 'contacts'", "empty"});
  check_refused(contacts, contacts->create(with([](auto& c) { c.tenant_id.clear(); })), {"'tenant_id'", "table"});
  check_refused(contacts, contacts->put(with([](auto& c) { c.role.clear(); })), {"'role'", "index 'by_role'"});
  check_refused(contacts, contacts->put(with([](auto& c) { c.department.clear(); })), {"'department'", "'by_role'"});
  check_refused(contacts, contacts->put(Contact{}), {"'id'"});
  check_refused(contacts, contacts->get("", "t"), {"'id'", "table 'contacts'", "empty"});
  check_refused(contacts, contacts->get("c", ""), {"'tenant_id'", "table 'contacts'", "empty"});
  check_refused(contacts, contacts->remove("", "t", any_version), {"'id'"});
  check_refused(contacts, contacts->by_id("").all(), {"'id'"});
  check_refused(contacts, contacts->by_account("").all(), {"'account_id'", "index 'by_account'"});
  check_refused(contacts, contacts->by_role("r").department("").all(), {"'department'"});
  check_refused(contacts, contacts->update("", "t", any_version).set_phone("1").execute(), {"'id'"});
  check_refused(contacts, contacts->update("c", "t", any_version).set_role("").execute(), {"'role'", "'by_role'"});
}

TEST_CASE("key values over DynamoDB's limit are refused, at the limit they are sent", "[refusals]") {
  const Contacts contacts;
  check_refused(contacts, contacts->get(std::string(2049, 'x'), "t"), {"'id'", "2048"});
  check_refused(contacts, contacts->get("c", std::string(1025, 'x')), {"'tenant_id'", "1024"});
  check_refused(contacts, contacts->by_account(std::string(2049, 'x')).all(), {"'account_id'", "2048"});
  check_refused(contacts, contacts->update("c", "t", expect{1}).set_department(std::string(1025, 'x')).execute(),
                {"'department'", "1024"});
  check_refused(contacts, contacts->by_role("r").department(at_most(std::string(1025, 'x'))).all(),
                {"'department'", "1025", "1024"});
  check_refused(contacts, contacts->by_role("r").department(between("", "a")).all(), {"'department'", "empty"});
  // Bytes count, not characters.
  std::string umlauts;
  for (int i = 0; i < 513; ++i) umlauts += "ü";
  check_refused(contacts, contacts->get("c", umlauts), {"'tenant_id'", "1026"});
  contacts.transport->answer("{}");
  CHECK(contacts->get(std::string(2048, 'x'), std::string(1024, 'x')));
}

TEST_CASE("the limits hold for bytes too", "[refusals]") {
  const Scripted<lab::MeasurementRepository> measurements;
  check_refused(measurements, measurements->get(std::vector<std::byte>{}, 1), {"'device'", "empty"});
  check_refused(measurements, measurements->by_device(std::vector<std::byte>(2049)).all(), {"'device'", "2048"});
  check_refused(measurements, measurements->create({}), {"'device'"});
}

TEST_CASE("strings that are not UTF-8 are refused wherever they stand", "[refusals]") {
  const auto bad =
      GENERATE(as<std::string>{}, "\xff", "a\xc3", "\xed\xa0\x80", "\xc0\xaf", "\xf4\x90\x80\x80", "ok\x80");
  const Contacts contacts;
  Contact contact = sample();
  contact.name = bad;
  check_refused(contacts, contacts->create(contact), {"'name'", "UTF-8"});
  contact = sample();
  contact.phone = bad;
  check_refused(contacts, contacts->put(contact), {"'phone'", "UTF-8"});
  check_refused(contacts, contacts->get(bad, "t"), {"'id'", "UTF-8"});
  check_refused(contacts, contacts->by_role(bad).all(), {"'role'", "UTF-8"});
  check_refused(contacts, contacts->by_role("r").department(begins_with(bad)).all(), {"'department'", "UTF-8"});
  check_refused(contacts, contacts->update("c", "t", any_version).set_name(bad).execute(), {"'name'", "UTF-8"});

  const Scripted<lab::EverythingRepository> everything;
  lab::Everything item;
  item.id = "x";
  item.labels["k"] = bad;
  check_refused(everything, everything->put(item), {"'labels'", "UTF-8"});
  item.labels = {{bad, "v"}};
  check_refused(everything, everything->put(item), {"'labels'", "UTF-8"});
  item.labels.clear();
  item.tags = {bad};
  check_refused(everything, everything->put(item), {"'tags'", "UTF-8"});
  item.tags.clear();
  item.tree.children = {{"child", {{bad, {}}}}};
  check_refused(everything, everything->put(item), {"tree.children", "UTF-8"});
}

TEST_CASE("numbers that DynamoDB cannot hold are refused by attribute", "[refusals]") {
  using Limits = std::numeric_limits<double>;
  const auto bad = GENERATE(Limits::quiet_NaN(), Limits::infinity(), -Limits::infinity(), Limits::max(),
                            Limits::denorm_min(), Limits::min(), 1e-131, 1.1e126, -1.1e126);
  INFO(bad);
  const Contacts contacts;
  Contact contact = sample();
  contact.rating = bad;
  check_refused(contacts, contacts->create(contact), {"'rating'"});
  check_refused(contacts, contacts->update("c", "t", expect{1}).set_rating(bad).execute(), {"'rating'"});
  check_refused(contacts, contacts->by_account("a").where(ContactFields::rating < bad).all(), {"'rating'"});
  const Scripted<lab::MeasurementRepository> measurements;
  const std::vector<std::byte> device{std::byte{1}};
  check_refused(measurements, measurements->by_value(device).value(at_least(bad)).all(), {"'value'"});
}

TEST_CASE("an enumerator without a name is refused", "[refusals]") {
  const Contacts contacts;
  Contact contact = sample();
  contact.status = static_cast<Status>(7);
  check_refused(contacts, contacts->create(contact), {"'status'", "7"});
  check_refused(contacts, contacts->by_status(static_cast<Status>(7)).all(), {"'status'", "7"});
}

TEST_CASE("an ISO time out of the years 0000 to 9999 is refused", "[refusals]") {
  const Scripted<lab::EverythingRepository> everything;
  lab::Everything item;
  item.id = "x";
  item.at_iso = iso_timestamp::from_milliseconds(253402300800000);
  check_refused(everything, everything->put(item), {"'at_iso'"});
}

TEST_CASE("the first of several faults is told", "[refusals]") {
  const Contacts contacts;
  Contact contact = sample();
  contact.tenant_id.clear();
  contact.rating = std::nan("");
  check_refused(contacts, contacts->create(contact), {"'tenant_id'"});
  check_refused(contacts, contacts->by_account("").where(ContactFields::name == "\xff").page_size(0).all(),
                {"'account_id'"});
}

}  // namespace
}  // namespace partita::test
