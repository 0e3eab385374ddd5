// Versions, times to live, times of writes, types and tenants: what an entity declares holds on every write, together.
#include "contacts.hpp"
#include "patient_lab.hpp"
#include "scripted_server.hpp"

#include "lease.partita.hpp"
#include "session.partita.hpp"

#include <partita/transaction.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Lease;
using lab::LeaseRepository;

struct Leases : PatientLab {
  LeaseRepository leases{client, "t-1"};
  Lease lease{.tenant_id = "t-1",
              .id = "l-1",
              .holder = "ann",
              .made = timestamp::from_seconds(5),
              .changed = timestamp::from_seconds(6),
              .expires_at = timestamp::from_seconds(now + 60),
              .revision = 3};

  Json answered(const Result<void>& done) const {
    INFO((done ? std::string() : done.error().to_string()));
    REQUIRE(done);
    return transport->last().json();
  }
};

bool holds(const Json& body, const std::string& part) {
  return body.at("ConditionExpression").get<std::string>().find(part) != std::string::npos;
}

TEST_CASE("one extension more drops none of the others (aws-sdk-java-v2 #5728)") {
  // A version, a time to live, two times of writes, a type and a tenant, all on one entity.
  const Leases lab;
  for (int i = 0; i < 5; ++i) lab.transport->answer("{}");
  const Json now{{"N", "1700000000000"}};
  const Json sooner{{"N", "1700000000"}};

  Json body = lab.answered(lab.leases.create(lab.lease));
  CHECK(body.at("Item").at("revision").at("N") == "1");
  CHECK(body.at("Item").at("made") == now);
  CHECK(body.at("Item").at("changed") == now);
  CHECK(body.at("Item").at("expires_at").at("N") == "1700000060");
  CHECK(body.at("Item").at("type").at("S") == "lease");
  CHECK(body.at("Item").at("pk").at("S") == "TENANT#t-1");
  CHECK(holds(body, "attribute_not_exists(pk)"));
  CHECK(holds(body, "expires_at <= :now"));

  body = lab.answered(lab.leases.put(lab.lease));
  CHECK(body.at("Item").at("revision").at("N") == "4");
  CHECK(body.at("Item").at("made").at("N") == "5000");
  CHECK(body.at("Item").at("changed") == now);
  CHECK(body.at("Item").at("type").at("S") == "lease");
  CHECK(holds(body, "revision = :version"));
  CHECK(holds(body, "#type = :type"));

  body = lab.answered(lab.leases.replace(lab.lease));
  CHECK(holds(body, "attribute_exists(pk)"));
  CHECK(holds(body, "revision = :version"));
  CHECK(holds(body, "#type = :type"));
  CHECK(holds(body, "expires_at > :now"));
  CHECK(body.at("ExpressionAttributeValues").at(":now") == sooner);

  body = lab.answered(lab.leases.update("l-1", expect{3}).set_holder("bob").execute());
  CHECK(body.at("Key").at("pk").at("S") == "TENANT#t-1");
  CHECK(holds(body, "attribute_exists(pk)"));
  CHECK(holds(body, "revision = :version"));
  CHECK(holds(body, "#type = :type"));
  CHECK(holds(body, "expires_at > :now"));
  const std::string update = body.at("UpdateExpression");
  CHECK(update.find("changed = ") != std::string::npos);
  CHECK(update.find("revision = :next") != std::string::npos);
  CHECK(body.at("ExpressionAttributeValues").at(":next").at("N") == "4");

  body = lab.answered(lab.leases.remove("l-1", expect{3}));
  CHECK(body.at("Key").at("pk").at("S") == "TENANT#t-1");
  CHECK(holds(body, "revision = :version"));
  CHECK(holds(body, "#type = :type"));

  // And an item of another tenant goes nowhere.
  Lease other = lab.lease;
  other.tenant_id = "t-2";
  CHECK(lab.leases.put(other).error().kind() == ErrorKind::invalid_argument);
  CHECK(lab.transport->sent().size() == 5);
}

template <class R>
concept batch_puts_without_a_word =
    requires(const R& repository, const std::vector<Contact>& items) { repository.put_many(items); };

// One that names none does not compile: tests/compile_fail/remove_without_version.cpp.
TEST_CASE("a delete holds the version (aws-sdk-java-v2 #2358)") {
  const Contacts contacts;
  contacts.transport->answer(written);
  REQUIRE(contacts->remove("c-1", "t-1", expect{3}));
  const Json body = contacts.transport->only().json();
  CHECK(body.at("ConditionExpression") == "revision = :version");
  CHECK(body.at("ExpressionAttributeValues").at(":version").at("N") == "3");
}

TEST_CASE("every write path holds the version (EfficientDynamoDb #177)") {
  const Contacts contacts;
  for (int i = 0; i < 5; ++i) contacts.transport->answer(written);
  const auto last = [&] { return contacts.transport->last().json(); };
  const auto expects_three = [](const Json& body) {
    CHECK(holds(body, "revision = :version"));
    CHECK(body.at("ExpressionAttributeValues").at(":version").at("N") == "3");
  };
  REQUIRE(contacts->put(sample()));
  expects_three(last());
  REQUIRE(contacts->replace(sample()));
  expects_three(last());
  REQUIRE(contacts->upsert(sample()));
  expects_three(last());
  REQUIRE(contacts->update("c-1", "t-1", expect{3}).set_name("x").execute());
  expects_three(last());
  REQUIRE(contacts->remove("c-1", "t-1", expect{3}));
  expects_three(last());

  WriteTransaction transaction{Client(contacts.transport)};
  const auto other = [](const std::string& id) {
    Contact contact = sample();
    contact.id = id;
    return contact;
  };
  transaction.put(contacts.repository, other("1"))
      .replace(contacts.repository, other("2"))
      .update(contacts->update("3", "t-1", expect{3}).set_name("x"))
      .remove(contacts.repository, "4", "t-1", expect{3});
  contacts.transport->answer("{}");
  REQUIRE(transaction.execute());
  const Json sent = last();
  REQUIRE(sent.at("TransactItems").size() == 4);
  for (const Json& action : sent.at("TransactItems")) expects_three(action.front());
}

TEST_CASE("a versioned entity is not written by a batch unless that is said (a batch carries no conditions)") {
  // tests/compile_fail/batch_of_versions.cpp shows what compilers say.
  const Contacts contacts;
  contacts.transport->answer("{}");
  REQUIRE(contacts->put_many(std::vector<Contact>{sample()}, unconditionally));
  const Json put = contacts.transport->only().json().at("RequestItems").at("contacts").at(0).at("PutRequest");
  CHECK(put.at("Item").at("revision").at("N") == "4");  // readers of the old version must notice
}

TEST_CASE("a time to live is a number of seconds (CommE2E/comm stored a string; aws-sdk-java-v2 #4295)") {
  const PatientLab lab;
  const lab::SessionRepository sessions{lab.client};
  lab.transport->answer("{}");
  lab.transport->answer("{}");
  const auto at = timestamp::from_milliseconds(1'700'000'060'999);
  REQUIRE(sessions.put({.tenant_id = "t", .session_id = "s", .capsule_id = "c", .expires_at = at}));
  CHECK(lab.transport->last().json().at("Item").at("expires_at") == Json{{"N", "1700000060"}});
  REQUIRE(sessions.update("t", "s").set_expires_at(at).execute());
  CHECK(lab.transport->last().json().at("ExpressionAttributeValues").at(":u0") == Json{{"N", "1700000060"}});
}

TEST_CASE("an item past its time to live is not read, deleted or not (spring-data-dynamodb #151)") {
  const Leases lab;
  const auto stored = [](int seconds) {
    return Json{{"Item",
                 {{"pk", {{"S", "TENANT#t-1"}}},
                  {"sk", {{"S", "LEASE#l-1"}}},
                  {"tenant_id", {{"S", "t-1"}}},
                  {"id", {{"S", "l-1"}}},
                  {"holder", {{"S", "ann"}}},
                  {"made", {{"N", "5"}}},
                  {"changed", {{"N", "6"}}},
                  {"expires_at", {{"N", std::to_string(PatientLab::now + seconds)}}},
                  {"revision", {{"N", "1"}}},
                  {"type", {{"S", "lease"}}}}}}
        .dump();
  };
  lab.transport->answer(stored(0));
  const auto gone = lab.leases.get("l-1");
  REQUIRE(gone);
  CHECK_FALSE(gone->has_value());
  lab.transport->answer(stored(1));
  const auto there = lab.leases.get("l-1");
  REQUIRE(there);
  CHECK(there->has_value());
}

TEST_CASE("a failed condition gives the item that is there (dynamodb-toolbox #581, tempest PR #181)") {
  const Contacts contacts;
  contacts.transport->fail(ErrorKind::condition_failed, stored_version(7).dump());
  const auto failed = contacts->put(sample());
  REQUIRE_FALSE(failed);
  CHECK(contacts.transport->last().json().at("ReturnValuesOnConditionCheckFailure") == "ALL_OLD");
  const auto there = ContactRepository::existing(failed.error());
  REQUIRE(there);
  REQUIRE(there->has_value());
  CHECK((*there)->revision == 7);
}

TEST_CASE("a transaction is sent again under its token (dynamoose #1028)") {
  const PatientLab lab;
  ScriptedServer server;
  server.enqueue(reset_unanswered());  // it may have been applied
  server.enqueue({.body = "{}"}, 2);
  const Client client = *Client::open(server.url(), lab.options());
  const ContactRepository contacts{client};
  WriteTransaction transaction{client};
  transaction.update(contacts.update("c-1", "t-1", any_version).add_to_score(1));
  REQUIRE(transaction.execute());
  REQUIRE(transaction.execute(TransactionOptions().token("order-17")));
  const auto token = [requests = server.requests()](std::size_t request) {
    return Json::parse(requests.at(request).body).at("ClientRequestToken").get<std::string>();
  };
  CHECK_FALSE(token(0).empty());
  CHECK(token(1) == token(0));
  CHECK(token(2) == "order-17");
}

}  // namespace
}  // namespace partita::test
