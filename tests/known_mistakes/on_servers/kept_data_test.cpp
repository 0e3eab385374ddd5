// Mistakes that lose or mix up stored data, tried on all backends.
#include "servers.hpp"

#include "badge.partita.hpp"
#include "lab/contact.partita.hpp"
#include "lab/everything.partita.hpp"
#include "lab/shared_index.partita.hpp"
#include "lab/single_table.partita.hpp"
#include "note.partita.hpp"
#include "session.partita.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Contact;
using lab::Everything;
using lab::EverythingFields;

Contact contact() {
  Contact contact{.id = "c-1", .tenant_id = "t", .account_id = "a", .role = "r", .name = "first"};
  contact.department = "d";
  return contact;
}

TEST_CASE("an item read through an index is never another type (cashapp/tempest #183), on servers") {
  const Table<lab::InvoiceRepository> invoices(GENERATE(from_range(backend_ids())), "ledger");
  const lab::RefundRepository refunds{invoices.client()};
  REQUIRE_OK(invoices->create({.id = "1", .customer = "c", .total = 10}));
  REQUIRE_OK(invoices->create({.id = "2", .customer = "c", .total = 20}));
  REQUIRE_OK(refunds.create({.id = "1", .customer = "c", .total = 3}));
  catch_up();
  const auto billed = invoices->by_customer("c").all();
  REQUIRE_OK(billed);
  CHECK(billed->size() == 2);
  const auto refunded = refunds.by_customer("c").all();
  REQUIRE_OK(refunded);
  REQUIRE(refunded->size() == 1);
  CHECK(refunded->front().total == 3);
  CHECK(*refunds.by_customer("c").count() == 1);
}

TEST_CASE("ids that differ in case are two items (ElectroDB #523), on servers") {
  const Table<lab::WorkflowRepository> workflows(GENERATE(from_range(backend_ids())), "app");
  for (const std::string id : {"aB", "AB", "ab"}) {
    REQUIRE_OK(
        workflows->create({.tenant_id = "t", .id = id, .owner = "o" + id, .progress = {}, .due_at = {}, .title = id}));
  }
  CHECK(workflows->by_tenant_id("t").all()->size() == 3);
  CHECK((*workflows->get("t", "aB"))->title == "aB");
  catch_up();
  CHECK(workflows->by_owner("t", "oAB").all()->size() == 1);
}

TEST_CASE("a partial update leaves what it does not name (aws-sdk-java-v2 #2292, #4758), on servers") {
  const Table<lab::EverythingRepository> items(GENERATE(from_range(backend_ids())), "everything");
  Everything item;
  item.id = "x";
  item.text = "t";
  item.blob = {std::byte{0}};
  item.tree.name = "r";
  item.leaf = {.title = "l", .size = 4};
  item.maybe_text = "kept";
  item.words = {"a", "b"};
  item.expires_at = timestamp::from_seconds(4102444800);
  REQUIRE_OK(items->put(item));
  REQUIRE_OK(items->update("x").set(EverythingFields::leaf.title, "new").set_i32(7).execute());
  item.leaf.title = "new";
  item.i32 = 7;
  CHECK((*items->get("x", ReadOptions().consistent())).value() == item);
}

TEST_CASE("an index key follows its parts (ElectroDB #572), on servers") {
  const Table<lab::WorkflowRepository> workflows(GENERATE(from_range(backend_ids())), "app");
  lab::Workflow item{.tenant_id = "t", .id = "w", .owner = "ann", .progress = {}, .due_at = {}, .title = "x"};
  REQUIRE_OK(workflows->create(item));
  const auto owned = [&](const std::string& owner) {
    catch_up();
    return *workflows->by_owner("t", owner).count();
  };
  REQUIRE_OK(workflows->update("t", "w").set_owner("bob").execute());
  CHECK(owned("ann") == 0);
  CHECK(owned("bob") == 1);
  item.owner = "cid";
  REQUIRE_OK(workflows->upsert(item));
  CHECK(owned("bob") == 0);
  CHECK(owned("cid") == 1);
  item.owner.reset();
  REQUIRE_OK(workflows->upsert(item));
  CHECK(owned("cid") == 0);
}

TEST_CASE("no write path overwrites a newer version (aws-sdk-java-v2 #2358, EfficientDynamoDb #177), on servers") {
  const Table<lab::ContactRepository> contacts(GENERATE(from_range(backend_ids())), "contacts");
  REQUIRE_OK(contacts->create(contact()));
  Contact stale = (*contacts->get("c-1", "t")).value();
  REQUIRE_OK(contacts->update("c-1", "t", expect{1}).set_name("newer").execute());
  stale.name = "stale";
  const auto refused = [](const Result<void>& done) {
    REQUIRE_FALSE(done);
    CHECK(done.error().kind() == ErrorKind::condition_failed);
  };
  refused(contacts->put(stale));
  refused(contacts->replace(stale));
  refused(contacts->upsert(stale));
  refused(contacts->create(stale));
  refused(contacts->update("c-1", "t", expect{1}).set_name("stale").execute());
  refused(contacts->remove("c-1", "t", expect{1}));
  const auto kept = contacts->get("c-1", "t", ReadOptions().consistent());
  REQUIRE_OK(kept);
  REQUIRE(kept->has_value());
  CHECK(kept->value().name == "newer");
  CHECK(kept->value().revision == 2);
}

TEST_CASE("an item past its time to live is neither read nor in the way (spring-data-dynamodb #151), on servers") {
  const Table<lab::SessionRepository> sessions(GENERATE(from_range(backend_ids())), "sessions");
  lab::Session session{.tenant_id = "t", .session_id = "s", .capsule_id = "c"};
  session.expires_at = timestamp::from_seconds(1'000'000'000);
  REQUIRE_OK(sessions->put(session));
  CHECK_FALSE(sessions->get("t", "s")->has_value());
  CHECK(sessions->by_tenant_id("t").all()->empty());
  session.expires_at = timestamp::from_seconds(4102444800);
  REQUIRE_OK(sessions->create(session));
  CHECK(sessions->get("t", "s")->has_value());
}

// "DynamoDB determines the number of read capacity units consumed based on item size, not on the amount of data that is
// returned": https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
TEST_CASE("a view reads less, and costs what the item costs (fluent-dynamodb's documentation), on servers") {
  const Table<lab::NoteRepository> notes(GENERATE(from_range(witnesses("consumed-capacity-projection"))), "notes");
  lab::Note note;
  note.id = "n-1";
  note.shelf = "s";
  note.text = "t";
  note.owner = lab::Owner{.name = std::string(9000, 'x'), .age = 1};  // no part of the view
  REQUIRE_OK(notes->create(note));
  const auto whole = notes->get("n-1", ReadOptions().consistent());
  const auto card = notes->get_as<lab::NoteCard>("n-1", ReadOptions().consistent());
  REQUIRE_OK(whole);
  REQUIRE_OK(card);
  CHECK(whole.cost().read_units == 3);
  CHECK(card.cost().read_units == 3);
}

TEST_CASE("an item with two unique constraints is removed whole (Toasty), on servers") {
  const Table<lab::BadgeRepository> badges(GENERATE(from_range(backend_ids())), "badges");
  const lab::Badge first{.id = "1", .number = "7", .email = "a@b", .name = "Ann"};
  REQUIRE_OK(badges->create(first));
  const auto taken = [&](const lab::Badge& badge) {
    const auto made = badges->create(badge);
    REQUIRE_FALSE(made);
    CHECK(made.error().kind() == ErrorKind::condition_failed);
    CHECK_FALSE(badges->get(badge.id)->has_value());
  };
  taken({.id = "2", .number = "7", .email = "c@d", .name = "Bob"});
  taken({.id = "2", .number = "8", .email = "a@b", .name = "Bob"});
  REQUIRE_OK(badges->remove("1"));
  CHECK_FALSE(badges->get("1")->has_value());
  // Both values are free again, and nothing of the other badges was left behind.
  REQUIRE_OK(badges->create({.id = "2", .number = "7", .email = "a@b", .name = "Bob"}));
  const auto report = badges->repair();
  REQUIRE(report);
  CHECK(report.written + report.deleted + report.conflicts == 0);
}

TEST_CASE(
    "a unique value is held by one item, and moves on with an update (ElectroDB #385, OneTable #317), on servers") {
  const Table<lab::BadgeRepository> badges(GENERATE(from_range(backend_ids())), "badges");
  REQUIRE_OK(badges->create({.id = "1", .number = "1", .email = "a@b", .name = "Ann"}));
  REQUIRE_OK(badges->create({.id = "2", .number = "2", .email = "c@d", .name = "Bob"}));
  CHECK(badges->update("2").set_email("a@b").execute().error().kind() == ErrorKind::condition_failed);
  REQUIRE_OK(badges->update("1").set_email("x@y").execute());
  REQUIRE_OK(badges->update("2").set_email("a@b").execute());
  CHECK(badges->update("1").set_email("a@b").execute().error().kind() == ErrorKind::condition_failed);
}

}  // namespace
}  // namespace partita::test
