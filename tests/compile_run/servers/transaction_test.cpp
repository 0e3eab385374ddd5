// Write transactions on real servers. Both allow up to 10 actions.
#include "servers.hpp"

#include "lab/contact.partita.hpp"

#include <partita/read_transaction.hpp>
#include <partita/transaction.hpp>

#include <string>

namespace partita::test {
namespace {

using lab::Contact;
using lab::ContactFields;
using lab::ContactRepository;

Contact contact(const std::string& id) {
  Contact item{.id = id, .tenant_id = "t", .account_id = "a", .role = "r", .name = id};
  item.department = "d";
  return item;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
TEST_CASE("the actions of a transaction happen all, or not at all", "[transaction]") {
  const Table<ContactRepository> contacts(GENERATE(from_range(backend_ids())), "contacts");
  const ContactRepository repository{contacts.client()};
  REQUIRE_OK(contacts->create(contact("1")));
  REQUIRE_OK(contacts->create(contact("2")));

  WriteTransaction all{contacts.client()};
  all.create(repository, contact("3"))
      .update(repository.update("1", "t", expect{1}).add_to_score(5))
      .remove(repository, "2", "t", expect{1});
  const auto done = all.execute(TransactionOptions().token("once"));
  REQUIRE_OK(done);
  CHECK(done.cost().write_units > 0);
  CHECK(contacts->get("1", "t")->value().score == 15);
  CHECK_FALSE(contacts->get("2", "t")->has_value());
  CHECK(contacts->get("3", "t")->value().revision == 1);

  // The same token again changes nothing.
  REQUIRE_OK(all.execute(TransactionOptions().token("once")));
  CHECK(contacts->get("1", "t")->value().score == 15);

  WriteTransaction nothing{contacts.client()};
  nothing.create(repository, contact("4"))
      .check(repository, "1", "t", if_(ContactFields::score == 15))
      .create(repository, contact("3"));
  const auto failed = nothing.execute();
  REQUIRE_FALSE(failed);
  INFO(failed.error().to_string());
  CHECK(failed.error().kind() == ErrorKind::condition_failed);
  CHECK(failed.error().action() == 2);
  const auto existing = ContactRepository::existing(failed.error());
  REQUIRE_OK(existing);
  CHECK(existing->value().id == "3");
  CHECK_FALSE(contacts->get("4", "t")->has_value());
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html
TEST_CASE("a read transaction returns what is there, at 2 read units an item", "[transaction]") {
  const Table<ContactRepository> contacts(GENERATE(from_range(backend_ids())), "contacts");
  const ContactRepository repository{contacts.client()};
  REQUIRE_OK(contacts->create(contact("1")));
  const auto got = read_transaction(contacts.client())
                       .get(repository, "1", "t")
                       .get(repository, lab::ContactKey{"2", "t"})
                       .execute();
  REQUIRE_OK(got);
  CHECK(std::get<0>(*got)->name == "1");
  CHECK(std::get<1>(*got) == std::nullopt);
  CHECK(got.cost().read_units == 4);
  CHECK(got.cost().items_returned == 1);
}

TEST_CASE("an update that is sent exactly once and a check alone are transactions", "[transaction]") {
  const Table<ContactRepository> contacts(GENERATE(from_range(backend_ids())), "contacts");
  REQUIRE_OK(contacts->create(contact("1")));
  REQUIRE_OK(contacts->update("1", "t", any_version).add_to_score(1).exactly_once().execute());
  REQUIRE_OK(contacts->check("1", "t", if_(ContactFields::score == 11)));
  const auto failed = contacts->check("1", "t", if_(ContactFields::score == 12));
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind() == ErrorKind::condition_failed);
}

}  // namespace
}  // namespace partita::test
