// Conditions hold for the items that the service says they hold for.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
#include "servers.hpp"

#include "lab/contact.partita.hpp"
#include "session.partita.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::ContactFields;
using lab::SessionFields;
using Ids = std::set<std::string>;

TEST_CASE("conditions on contacts", "[conditions]") {
  const Table<lab::ContactRepository> contacts(GENERATE(from_range(backend_ids())), "contacts");
  const auto add = [&](const std::string& id, const std::string& name, std::int32_t score, double rating) {
    lab::Contact contact{.id = id, .tenant_id = "t", .account_id = "a", .role = "r", .department = "d"};
    contact.name = name;
    contact.score = score;
    contact.rating = rating;
    REQUIRE_OK(contacts->put(contact));
  };
  add("1", "Ann", 1, 5);
  add("2", "Bo", 2, 2);
  add("3", "Zoey", 3, 0.5);
  const auto found = [&](const Condition<lab::Contact>& condition) {
    const auto items = contacts->by_account("a").where(condition).all();
    REQUIRE_OK(items);
    Ids ids;
    for (const lab::Contact& each : *items) ids.insert(each.id);
    return ids;
  };
  catch_up();
  CHECK(found(ContactFields::score.in({1, 3, 7})) == Ids{"1", "3"});
  // DynamoDB documents 100 values; dynoxide counts the attribute among them.
  CHECK(found(ContactFields::score.in(std::vector<int>(99, 2))) == Ids{"2"});
  CHECK(found(ContactFields::score < ContactFields::rating) == Ids{"1"});
  CHECK(found(ContactFields::score == ContactFields::rating) == Ids{"2"});
  CHECK(found(ContactFields::score.between(0, ContactFields::rating)) == Ids{"1", "2"});
  CHECK(found(ContactFields::name.size() == 4) == Ids{"3"});
  CHECK(found(ContactFields::name.size().between(2, 3)) == Ids{"1", "2"});
  CHECK(found(ContactFields::name.has_type(AttributeType::string)) == Ids{"1", "2", "3"});
  CHECK(found(ContactFields::name.has_type(AttributeType::number)).empty());
  CHECK(found(ContactFields::phone.has_type(AttributeType::string)).empty());
}

TEST_CASE("conditions on sets", "[conditions]") {
  const Table<lab::SessionRepository> sessions(GENERATE(from_range(backend_ids())), "sessions");
  lab::Session session{.tenant_id = "t", .session_id = "s", .capsule_id = "c", .roles = {"admin", "guest"}};
  session.expires_at = timestamp::from_milliseconds(4102444800000);
  REQUIRE_OK(sessions->put(session));
  const auto holds = [&](const Condition<lab::Session>& condition) {
    const auto items = sessions->by_tenant_id("t").where(condition).all();
    REQUIRE_OK(items);
    return items->size() == 1;
  };
  CHECK(holds(SessionFields::roles.size() == 2));
  CHECK(holds(SessionFields::roles.contains("guest")));
  CHECK(holds(SessionFields::roles.has_type(AttributeType::string_set)));
  CHECK_FALSE(holds(SessionFields::ports.size() >= 0));  // an empty set is absent
}

}  // namespace
}  // namespace partita::test
