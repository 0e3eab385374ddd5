// Each operation of a repository does what it says.
#include "servers.hpp"

#include "lab/contact.partita.hpp"

#include <string>

namespace partita::test {
namespace {

using lab::Contact;
using lab::ContactRepository;
using lab::Status;

using Contacts = Table<ContactRepository>;

Contact sample() {
  return {.id = "c-1",
          .tenant_id = "t-1",
          .account_id = "a-9",
          .role = "cto",
          .department = "eng",
          .created_at = timestamp::from_milliseconds(1700000000123),
          .name = "Zoë",
          .phone = "+49",
          .rating = 4.5};
}

// What is stored of it.
Contact created() {
  Contact contact = sample();
  contact.revision = 1;
  return contact;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
TEST_CASE("create adds an item, and only if its key is free", "[operations]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  const auto made = contacts->create(sample());
  REQUIRE_OK(made);
  CHECK(made.cost().requests == 1);
  CHECK(made.cost().write_units == 4);  // the table and 3 indexes
  CHECK(contacts->get("c-1", "t-1")->value() == created());

  Contact other = sample();
  other.name = "someone else";
  const auto again = contacts->create(other);
  REQUIRE_FALSE(again);
  CHECK(again.error().kind() == ErrorKind::condition_failed);
  CHECK(again.error().table() == "contacts");
  CHECK(again.error().operation() == "PutItem");
  CHECK(again.error().status() == 400);
  CHECK(again.error().attempts() == 1);
  CHECK_FALSE(again.error().request_id().empty());
  CHECK_FALSE(again.error().maybe_applied());
  CHECK(contacts->get("c-1", "t-1")->value() == created());

  // The key is both of its parts.
  other.tenant_id = "t-2";
  REQUIRE_OK(contacts->create(other));
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
TEST_CASE("a failed condition brings the stored item along", "[operations]") {
  const Contacts contacts(GENERATE(from_range(witnesses("condition-failure-item"))), "contacts");
  REQUIRE_OK(contacts->create(sample()));
  Contact other = sample();
  other.name = "someone else";
  const auto made = contacts->create(other);
  REQUIRE_FALSE(made);
  auto existing = ContactRepository::existing(made.error());
  REQUIRE_OK(existing);
  CHECK(existing->value() == created());

  const auto changed = contacts->update("c-1", "t-1", expect{5}).set_name("x").execute();
  REQUIRE_FALSE(changed);
  existing = ContactRepository::existing(changed.error());
  REQUIRE_OK(existing);
  CHECK(existing->value() == created());
}

TEST_CASE("a failed condition on a missing item brings nothing along", "[operations]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  const auto changed = contacts->update("c-1", "t-1", expect{0}).set_name("x").execute();
  REQUIRE_FALSE(changed);
  CHECK(changed.error().kind() == ErrorKind::condition_failed);
  const auto existing = ContactRepository::existing(changed.error());
  REQUIRE_OK(existing);
  CHECK_FALSE(existing->has_value());
}

TEST_CASE("put replaces the version of an item that it was made from", "[operations]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  const auto put = contacts->put(sample());
  REQUIRE_OK(put);
  CHECK(put.cost().write_units == 4);
  Contact other = created();
  other.phone.reset();
  other.status = Status::gone;
  REQUIRE_OK(contacts->put(other));
  other.revision = 2;
  const auto found = contacts->get("c-1", "t-1", ReadOptions().consistent());
  REQUIRE_OK(found);
  CHECK(found->value() == other);  // the phone is gone: a put replaces the whole item

  // Somebody who read the first version does not overwrite the second one.
  const auto stale = contacts->put(created());
  REQUIRE_FALSE(stale);
  CHECK(stale.error().kind() == ErrorKind::condition_failed);
  CHECK(contacts->get("c-1", "t-1")->value() == other);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
TEST_CASE("get finds an item, and says when there is none", "[operations]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  REQUIRE_OK(contacts->put(sample()));
  const auto found = contacts->get("c-1", "t-1");
  REQUIRE_OK(found);
  CHECK(found->value() == created());
  CHECK(found.cost().requests == 1);
  CHECK(found.cost().items_returned == 1);
  CHECK(found.cost().read_units == 0.5);
  const auto consistent = contacts->get({.id = "c-1", .tenant_id = "t-1"}, ReadOptions().consistent());
  REQUIRE_OK(consistent);
  CHECK(consistent->value() == created());
  CHECK(consistent.cost().read_units == 1);
  const auto none = contacts->get("c-1", "t-2");
  REQUIRE_OK(none);
  CHECK_FALSE(none->has_value());
  CHECK(none.cost().items_returned == 0);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html
TEST_CASE("update changes single attributes of an item that is there", "[operations]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  REQUIRE_OK(contacts->put(sample()));
  const auto done = contacts->update("c-1", "t-1", expect{1})
                        .set_name("Ann")
                        .set_score(99)
                        .set_rating(-0.25)
                        .remove_phone()
                        .execute();
  REQUIRE_OK(done);
  CHECK(done.cost().write_units >= 4);
  Contact changed = created();
  changed.name = "Ann";
  changed.score = 99;
  changed.rating = -0.25;
  changed.phone.reset();
  changed.revision = 2;
  CHECK(contacts->get("c-1", "t-1")->value() == changed);

  // The raw API would have created the item.
  const auto missing = contacts->update("c-2", "t-1", any_version).set_name("Ann").execute();
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind() == ErrorKind::condition_failed);
  CHECK_FALSE(contacts->get("c-2", "t-1")->has_value());
}

TEST_CASE("an update counts the version up, and knows another's change by it", "[operations]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  REQUIRE_OK(contacts->create(sample()));
  REQUIRE_OK(contacts->update("c-1", "t-1", expect{1}).set_score(1).execute());
  const auto stale = contacts->update("c-1", "t-1", expect{1}).set_score(2).execute();
  REQUIRE_FALSE(stale);
  CHECK(stale.error().kind() == ErrorKind::condition_failed);
  REQUIRE_OK(contacts->update("c-1", "t-1", any_version).set_score(3).execute());
  REQUIRE_OK(contacts->update("c-1", "t-1", any_version).set_score(4).execute());
  const auto found = contacts->get("c-1", "t-1");
  REQUIRE_OK(found);
  CHECK(found->value().revision == 4);
  CHECK(found->value().score == 4);
}

TEST_CASE("an attribute that is removed reads as its default, and leaves its index", "[operations]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  REQUIRE_OK(contacts->create(sample()));
  catch_up();
  CHECK(contacts->by_status(Status::active).all()->size() == 1);
  REQUIRE_OK(contacts->update("c-1", "t-1", expect{1}).remove_status().remove_score().execute());
  const auto found = contacts->get("c-1", "t-1");
  REQUIRE_OK(found);
  CHECK(found->value().status == Status::active);
  CHECK(found->value().score == 10);
  catch_up();
  CHECK(contacts->by_status(Status::active).all()->empty());
  REQUIRE_OK(contacts->update("c-1", "t-1", expect{2}).set_status(Status::gone).execute());
  catch_up();
  CHECK(contacts->by_status(Status::gone).all()->size() == 1);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
TEST_CASE("remove removes an item, whether it is there or not", "[operations]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  REQUIRE_OK(contacts->put(sample()));
  const auto removed = contacts->remove("c-1", "t-1", any_version);
  REQUIRE_OK(removed);
  CHECK(removed.cost().write_units == 4);
  CHECK_FALSE(contacts->get("c-1", "t-1")->has_value());
  REQUIRE_OK(contacts->remove({.id = "c-1", .tenant_id = "t-1"}, any_version));
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
TEST_CASE("replace finds an item, conditions hold, and what was there comes back", "[operations]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  const auto missing = contacts->replace(sample());
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind() == ErrorKind::condition_failed);
  REQUIRE_OK(contacts->create(sample()));
  Contact other = created();
  other.name = "Ann";
  REQUIRE_OK(contacts->replace(other));

  using Fields = lab::ContactFields;
  other.revision = 2;
  other.score = 50;
  CHECK_FALSE(contacts->put(other, if_(Fields::name == "Zoë")));
  const auto before = contacts->put_returning_old(other, if_(Fields::name == "Ann"));
  REQUIRE_OK(before);
  REQUIRE(before->has_value());
  CHECK((*before)->revision == 2);
  const auto after =
      contacts->update("c-1", "t-1", expect{3}).add_to_score(7).if_(Fields::phone.exists()).execute_returning_new();
  REQUIRE_OK(after);
  CHECK(after->score == 57);
  CHECK(after->revision == 4);
  CHECK_FALSE(contacts->remove("c-1", "t-1", expect{3}));
  const auto removed = contacts->remove_returning_old("c-1", "t-1", expect{4});
  REQUIRE_OK(removed);
  CHECK((*removed)->score == 57);
}

TEST_CASE("an upsert adds an item, and changes one attribute by attribute", "[operations]") {
  const Contacts contacts(GENERATE(from_range(backend_ids())), "contacts");
  REQUIRE_OK(contacts->upsert(sample()));
  CHECK(contacts->get("c-1", "t-1")->value() == created());
  Contact other = created();
  other.phone.reset();
  other.name = "Ann";
  REQUIRE_OK(contacts->upsert(other));
  other.revision = 2;
  CHECK(contacts->get("c-1", "t-1")->value() == other);
  CHECK_FALSE(contacts->upsert(created()));  // of an earlier version
}

}  // namespace
}  // namespace partita::test
