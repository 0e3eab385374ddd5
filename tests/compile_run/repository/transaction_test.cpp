// Write transactions: what they send, what they refuse, and what they make of a cancellation.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
#include "contacts.hpp"

#include "document.partita.hpp"
#include "scripted_server.hpp"

#include <partita/client_options.hpp>
#include <partita/transaction.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace partita::test {
namespace {

struct Transactions {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  Client client = *Client::open(transport, options());
  ContactRepository contacts{client};

  static ClientOptions options() {
    ClientOptions options;
    options.sleep = [](std::chrono::nanoseconds, const StopSignal& stop) { return !stop.requested(); };
    options.random = [] { return 0.5; };
    return options;
  }
};

Contact other(const std::string& id) {
  Contact contact = sample();
  contact.id = id;
  return contact;
}

TEST_CASE("a transaction sends the requests of single writes as its actions", "[transaction]") {
  const Transactions lab;
  WriteTransaction transaction{lab.client};
  transaction.create(lab.contacts, other("c-1"))
      .put(lab.contacts, other("c-2"), if_(ContactFields::phone.exists()))
      .update(lab.contacts.update("c-3", "t-1", expect{3}).set_phone("+49"))
      .remove(lab.contacts, "c-4", "t-1", expect{7})
      .check(lab.contacts, "c-5", "t-1", if_(ContactFields::score > 3));
  CHECK(lab.transport->sent().empty());
  lab.transport->answer(R"({"ConsumedCapacity":[{"TableName":"contacts","CapacityUnits":20}]})");
  const auto done = transaction.execute(TransactionOptions().token("t-9"));
  REQUIRE(done);
  CHECK(done.cost().requests == 1);
  CHECK(done.cost().write_units == 20);
  const auto sent = lab.transport->only();
  CHECK(sent.operation == "TransactWriteItems");
  CHECK(sent.table == "contacts");
  CHECK(sent.retry == RetryClass::idempotent);
  const Json body = sent.json();
  CHECK(body["ClientRequestToken"] == "t-9");
  CHECK(body["ReturnConsumedCapacity"] == "INDEXES");
  const Json& actions = body["TransactItems"];
  REQUIRE(actions.size() == 5);

  // Each is what the repository would send alone, but for what only a request has.
  const auto alone = [&](const auto& write) {
    const Contacts contacts;
    contacts.transport->answer(written);
    REQUIRE(write(contacts.repository));
    Json request = contacts.transport->only().json();
    request.erase("ReturnConsumedCapacity");
    return request;
  };
  CHECK(actions[0] == Json{{"Put", alone([](auto& contacts) { return contacts.create(other("c-1")); })}});
  CHECK(actions[1] == Json{{"Put", alone([](auto& contacts) {
                              return contacts.put(other("c-2"), if_(ContactFields::phone.exists()));
                            })}});
  CHECK(actions[2] == Json{{"Update", alone([](auto& contacts) {
                              return contacts.update("c-3", "t-1", expect{3}).set_phone("+49").execute();
                            })}});
  CHECK(actions[3] == Json{{"Delete", alone([](auto& contacts) { return contacts.remove("c-4", "t-1", expect{7}); })}});
  CHECK(actions[4]["ConditionCheck"]["ConditionExpression"] == "attribute_exists(id) AND (score > :c0)");
}

TEST_CASE("each execution has a token of its own", "[transaction]") {
  const Transactions lab;
  WriteTransaction transaction{lab.client};
  transaction.create(lab.contacts, sample());
  lab.transport->answer("{}");
  REQUIRE(transaction.execute());
  CHECK(lab.transport->only().json()["ClientRequestToken"] == "00000008000000080000000800000008");
}

TEST_CASE("what can't be sent is refused before anything is", "[transaction]") {
  const Transactions lab;
  WriteTransaction transaction{lab.client};
  std::string expected;
  SECTION("no action") {
    expected = "has no actions";
  }
  SECTION("101 actions") {
    for (int i = 0; i < 101; ++i) transaction.create(lab.contacts, other("c-" + std::to_string(i)));
    expected = "101 actions";
  }
  SECTION("more than 4 MB") {
    for (int i = 0; i < 12; ++i) {
      Contact contact = other("c-" + std::to_string(i));
      contact.name = std::string(390'000, 'x');
      transaction.put(lab.contacts, contact);
    }
    expected = "4194304";
  }
  SECTION("two actions on one item") {
    transaction.create(lab.contacts, other("c-1")).create(lab.contacts, other("c-2"));
    transaction.remove(lab.contacts, lab::ContactKey{"c-1", "t-1"}, any_version);
    expected = "actions 0 and 2";
  }
  SECTION("an action that is refused") {
    transaction.create(lab.contacts, other("c-1")).create(lab.contacts, other("")).create(lab.contacts, other(""));
    expected = "action 1, counted from 0: ";
  }
  SECTION("an update of nothing") {
    transaction.update(lab.contacts.update("c-1", "t-1", any_version));
    expected = "changes nothing";
  }
  const auto done = transaction.execute();
  REQUIRE_FALSE(done);
  INFO(done.error().to_string());
  CHECK(done.error().kind() == ErrorKind::invalid_argument);
  CHECK(done.error().message().find(expected) != std::string::npos);
  CHECK(lab.transport->sent().empty());
}

TEST_CASE("a token of more than 36 characters is refused", "[transaction]") {
  const Transactions lab;
  WriteTransaction transaction{lab.client};
  transaction.create(lab.contacts, sample());
  CHECK(transaction.execute(TransactionOptions().token(std::string(37, 'x'))).error().kind() ==
        ErrorKind::invalid_argument);
}

TEST_CASE("a check alone is a transaction of one action", "[transaction]") {
  const Transactions lab;
  lab.transport->answer("{}");
  REQUIRE(lab.contacts.check("c-1", "t-1"));
  const Json actions = lab.transport->only().json()["TransactItems"];
  REQUIRE(actions.size() == 1);
  CHECK(actions[0].contains("ConditionCheck"));
}

// Answers over HTTP, as the service decodes to errors there.
struct Served {
  ClientOptions options = Transactions::options();
  ScriptedServer server{};
  Client client = *Client::open(server.url(), options);
  ContactRepository contacts{client};
};

// No two random numbers are the same, so no two tokens are.
ClientOptions counting() {
  ClientOptions options = Transactions::options();
  options.random = [count = 0]() mutable { return ++count / 1024.0; };
  return options;
}

ScriptedAnswer cancelled(const Json& reasons) {
  return {.status = 400,
          .body = Json{{"__type", "com.amazonaws.dynamodb.v20120810#TransactionCanceledException"},
                       {"message", "Transaction cancelled"},
                       {"CancellationReasons", reasons}}
                      .dump()};
}

const Json none{{"Code", "None"}};

TEST_CASE("a cancelled transaction says which action, why, and what stood in its way", "[transaction]") {
  const std::string message = GENERATE("Message", "message");
  Served served;
  served.server.enqueue(cancelled({none,
                                   {{"Code", "TransactionConflict"}, {message, "busy"}},
                                   {{"Code", "ConditionalCheckFailed"}, {message, "no"}, {"Item", stored("c-3")}}}));
  WriteTransaction transaction{served.client};
  for (const char* id : {"c-1", "c-2", "c-3"}) transaction.create(served.contacts, other(id));
  const auto done = transaction.execute();
  REQUIRE_FALSE(done);
  CHECK(done.error().kind() == ErrorKind::condition_failed);
  CHECK(done.error().action() == 2);
  CHECK(done.error().message() == "action 2, counted from 0 (Put on 'contacts'): no");
  CHECK(done.error().table() == "contacts");
  const auto existing = ContactRepository::existing(done.error());
  REQUIRE(existing);
  CHECK(existing->value().id == "c-3");
  CHECK(served.server.requests().size() == 1);
}

TEST_CASE("a conflict is tried again with the same bytes", "[transaction]") {
  Served served{.options = counting()};
  served.server.enqueue(cancelled({{{"Code", "TransactionConflict"}, {"Message", "busy"}}}));
  served.server.enqueue(error_answer(400, "TransactionInProgressException", "wait"));
  served.server.enqueue({.body = "{}"});
  WriteTransaction transaction{served.client};
  transaction.create(served.contacts, sample());
  const auto done = transaction.execute();
  REQUIRE(done);
  CHECK(done.cost().requests == 3);
  const auto requests = served.server.requests();
  CHECK(requests[0].body == requests[1].body);
  CHECK(requests[0].body == requests[2].body);
}

TEST_CASE("a transaction that is under way is asked for again for longer than others, with the same bytes",
          "[transaction]") {
  Served served{.options = counting()};
  served.server.enqueue(error_answer(400, "TransactionInProgressException", "wait"), 9);
  served.server.enqueue({.body = "{}"});
  WriteTransaction transaction{served.client};
  transaction.create(served.contacts, sample());
  REQUIRE(transaction.execute());
  const auto requests = served.server.requests();
  REQUIRE(requests.size() == 10);
  for (const auto& each : requests) CHECK(each.body == requests.front().body);
}

TEST_CASE("a conflict that stays is an error in the end", "[transaction]") {
  Served served;
  served.server.enqueue(cancelled({{{"Code", "TransactionConflict"}, {"Message", "busy"}}}), 4);
  WriteTransaction transaction{served.client};
  transaction.create(served.contacts, sample());
  const auto done = transaction.execute();
  REQUIRE_FALSE(done);
  CHECK(done.error().kind() == ErrorKind::conflict);
  CHECK(done.error().action() == 0);
  CHECK(done.cost().requests == 4);
}

TEST_CASE("an update that adds is repeated if it is sent exactly once", "[transaction]") {
  Served served;
  served.server.enqueue(reset_unanswered());
  served.server.enqueue({.body = "{}"});
  REQUIRE(served.contacts.update("c-1", "t-1", any_version).add_to_score(1).exactly_once().execute());
  const auto requests = served.server.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].operation() == "TransactWriteItems");
  CHECK(requests[0].body == requests[1].body);
}

TEST_CASE("the item of a cancelled transaction hides what is sensitive, and what is another tenant's",
          "[transaction]") {
  Served served;
  const lab::LedgerRepository ledgers{served.client, 7};
  const int owner = GENERATE(7, 8);
  const Json item{{"name", {{"S", "l"}}},
                  {"owner", {{"N", std::to_string(owner)}}},
                  {"secret", {{"S", "hush"}}},
                  {"revision", {{"N", "1"}}},
                  {"type", {{"S", "ledger"}}}};
  served.server.enqueue(cancelled({{{"Code", "ConditionalCheckFailed"}, {"Message", "no"}, {"Item", item}}}));
  WriteTransaction transaction{served.client};
  transaction.create(ledgers, lab::Ledger{.name = "l", .owner = 7, .secret = "s"});
  const auto done = transaction.execute();
  REQUIRE_FALSE(done);
  CHECK(done.error().item().find("hush") == std::string::npos);
  CHECK(done.error().item().empty() == (owner == 8));
  CHECK(done.error().details().cancellation_reasons.empty());
  CHECK(ledgers.existing(done.error())->has_value() == (owner == 7));
}

TEST_CASE("an error shows no item of a cancellation that names no action to blame", "[transaction]") {
  Served served;
  const Json blameless{{"Code", "None"}, {"Item", stored("c-1")}};
  const Json too_many = {none, {{"Code", "ConditionalCheckFailed"}, {"Item", stored("c-2")}}};
  served.server.enqueue(cancelled(GENERATE_COPY(Json::array({blameless}), too_many)));
  WriteTransaction transaction{served.client};
  transaction.create(served.contacts, sample());
  const auto done = transaction.execute();
  REQUIRE_FALSE(done);
  CHECK(done.error().item().empty());
  CHECK(done.error().details().cancellation_reasons.empty());
}

}  // namespace
}  // namespace partita::test
