// Adding and replacing items.
#include "contacts.hpp"

#include "session.partita.hpp"

#include <partita/client_options.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <limits>
#include <memory>
#include <string>

namespace partita::test {
namespace {

TEST_CASE("create sends the item and the condition that its key is free", "[create]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  const auto made = contacts->create(sample());
  REQUIRE(made);
  const auto sent = contacts.transport->only();
  CHECK(sent.operation == "PutItem");
  CHECK(sent.table == "contacts");
  CHECK(sent.retry == RetryClass::conditional);
  CHECK(sent.json() == Json{{"TableName", "contacts"},
                            {"Item", stored_version(1)},
                            {"ConditionExpression", "attribute_not_exists(id)"},
                            {"ReturnValuesOnConditionCheckFailure", "ALL_OLD"},
                            {"ReturnConsumedCapacity", "INDEXES"}});
  CHECK(made.cost().requests == 1);
  CHECK(made.cost().write_units == 4);
  CHECK(made.cost().read_units == 0);
}

TEST_CASE("put of an entity without a version sends the item alone, and can be repeated", "[create]") {
  const Scripted<lab::SessionRepository> sessions;
  sessions.transport->answer(written);
  REQUIRE(sessions->put({.tenant_id = "t", .session_id = "s", .capsule_id = "c"}));
  const auto sent = sessions.transport->only();
  CHECK(sent.operation == "PutItem");
  CHECK(sent.retry == RetryClass::idempotent);
  CHECK_FALSE(sent.json().contains("ConditionExpression"));
}

TEST_CASE("put of a versioned entity expects the version of the item, and stores the next", "[create]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  REQUIRE(contacts->put(sample()));
  const auto sent = contacts.transport->only();
  CHECK(sent.retry == RetryClass::conditional);
  CHECK(sent.json() == Json{{"TableName", "contacts"},
                            {"Item", stored_version(4)},
                            {"ConditionExpression", "revision = :version"},
                            {"ExpressionAttributeValues", {{":version", {{"N", "3"}}}}},
                            {"ReturnValuesOnConditionCheckFailure", "ALL_OLD"},
                            {"ReturnConsumedCapacity", "INDEXES"}});

  Contact first = sample();
  first.revision = 0;
  contacts.transport->answer(written);
  REQUIRE(contacts->put(first));
  CHECK(contacts.transport->last().json().at("ConditionExpression") ==
        "attribute_not_exists(revision) OR revision = :version");

  first.revision = std::numeric_limits<std::int64_t>::max();
  const auto refused = contacts->put(first);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::invalid_argument);
  CHECK_THAT(refused.error().message(), Catch::Contains("has no successor"));
  CHECK(contacts.transport->sent().size() == 2);
}

TEST_CASE("replace must find an item", "[create]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  REQUIRE(contacts->replace(sample()));
  CHECK(contacts.transport->only().json().at("ConditionExpression") == "attribute_exists(id) AND revision = :version");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ttl-expired-items.html: an expired item may still be
// there for days.
TEST_CASE("an item past its time to live does not exist for writes", "[create]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  ClientOptions options;
  options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(1700000000)); };
  const auto client = Client::open(transport, options);
  REQUIRE(client);
  const lab::SessionRepository sessions{*client};
  const lab::Session session{.tenant_id = "t", .session_id = "s", .capsule_id = "c"};
  const Json now{{":now", {{"N", "1700000000"}}}};
  transport->answer(written);
  REQUIRE(sessions.create(session));
  CHECK(transport->last().json().at("ConditionExpression") == "attribute_not_exists(tenant_id) OR expires_at <= :now");
  CHECK(transport->last().json().at("ExpressionAttributeValues") == now);
  transport->answer(written);
  REQUIRE(sessions.replace(session));
  CHECK(transport->last().json().at("ConditionExpression") ==
        "attribute_exists(tenant_id) AND (attribute_not_exists(expires_at) OR expires_at > :now)");
  CHECK(transport->last().json().at("ExpressionAttributeValues") == now);
}

TEST_CASE("a condition of the caller's stands beside those of the write", "[create]") {
  const Contacts contacts;
  for (int i = 0; i < 3; ++i) contacts.transport->answer(written);
  REQUIRE(contacts->create(sample(), if_(ContactFields::name != "x")));
  Json body = contacts.transport->last().json();
  CHECK(body.at("ConditionExpression") == "attribute_not_exists(id) AND (#name <> :c0)");
  CHECK(body.at("ExpressionAttributeNames") == Json{{"#name", "name"}});
  CHECK(body.at("ExpressionAttributeValues") == Json{{":c0", {{"S", "x"}}}});
  REQUIRE(contacts->remove("c-1", "t-1", any_version, if_(ContactFields::phone.not_exists())));
  const auto sent = contacts.transport->last();
  CHECK(sent.json().at("ConditionExpression") == "attribute_not_exists(phone)");
  CHECK(sent.retry == RetryClass::conditional);
  REQUIRE(contacts->remove("c-1", "t-1", expect{3}, if_(ContactFields::phone.exists()).if_(ContactFields::score > 1)));
  body = contacts.transport->last().json();
  CHECK(body.at("ConditionExpression") == "revision = :version AND ((attribute_exists(phone)) AND (score > :c0))");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html: ReturnValues
TEST_CASE("what was replaced or removed comes back where it is asked for", "[create]") {
  const Contacts contacts;
  contacts.transport->answer(Json{{"Attributes", stored_sample()}}.dump());
  const auto replaced = contacts->put_returning_old(sample());
  REQUIRE(replaced);
  REQUIRE(replaced->has_value());
  CHECK(**replaced == sample());
  CHECK(contacts.transport->last().json().at("ReturnValues") == "ALL_OLD");
  // A repeat would return what the first attempt wrote.
  CHECK(contacts.transport->last().retry == RetryClass::additive);
  contacts.transport->answer("{}");
  const auto removed = contacts->remove_returning_old("c-1", "t-1", any_version);
  REQUIRE(removed);
  CHECK_FALSE(removed->has_value());
}

TEST_CASE("an optional without a value is left out, everything else is written", "[create]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  Contact contact = sample();
  contact.phone.reset();
  contact.status = Status::active;
  contact.score = 10;
  contact.revision = 0;
  contact.name.clear();
  REQUIRE(contacts->create(contact));
  const Json item = contacts.transport->only().json().at("Item");
  CHECK_FALSE(item.contains("phone"));
  CHECK(item.at("status") == Json{{"S", "active"}});
  CHECK(item.at("score") == Json{{"N", "10"}});
  CHECK(item.at("revision") == Json{{"N", "1"}});
  CHECK(item.at("name") == Json{{"S", ""}});
}

TEST_CASE("empty sets are left out, and time to live is stored in seconds", "[create]") {
  const Scripted<lab::SessionRepository> sessions;
  sessions.transport->answer("{}");
  lab::Session session;
  session.tenant_id = "t";
  session.session_id = "s";
  session.capsule_id = "c";
  session.ports = {-1, 443};
  session.created_at = timestamp::from_milliseconds(1700000000999);
  session.expires_at = timestamp::from_milliseconds(1700000000999);
  REQUIRE(sessions->put(session));
  CHECK(sessions.transport->only().json().at("Item") == Json::parse(R"({
    "tenant_id": {"S": "t"}, "session_id": {"S": "s"}, "capsule_id": {"S": "c"}, "ports": {"NS": ["-1", "443"]},
    "created_at": {"N": "1700000000999"}, "expires_at": {"N": "1700000000"}})"));
}

TEST_CASE("a create that finds another item fails with it", "[create]") {
  const Contacts contacts;
  Json other = stored_sample();
  other["name"]["S"] = "someone else";
  contacts.transport->fail(ErrorKind::condition_failed, other.dump());
  const auto made = contacts->create(sample());
  REQUIRE_FALSE(made);
  CHECK(made.error().kind() == ErrorKind::condition_failed);
  CHECK(made.error().operation() == "PutItem");
  CHECK(made.error().table() == "contacts");
  CHECK_FALSE(made.error().maybe_applied());
  const auto existing = ContactRepository::existing(made.error());
  REQUIRE(existing);
  REQUIRE(existing->has_value());
  CHECK((*existing)->name == "someone else");
  CHECK((*existing)->phone == "+49");
}

TEST_CASE("a create after an attempt with unknown outcome looks at what is in its way", "[create]") {
  const Contacts contacts;
  SECTION("the very item that was sent: it succeeded") {
    // In another order of attributes, and with numbers in another form, as a server may return it.
    Json item = stored_version(1);
    item["rating"]["N"] = "4.50";
    std::string text = "{";
    for (auto member = item.rbegin(); member != item.rend(); ++member) {
      text += (text.size() > 1 ? "," : "") + Json(member.key()).dump() + ":" + member->dump();
    }
    contacts.transport->fail(ErrorKind::condition_failed, text + "}", true, 2);
    const auto made = contacts->create(sample());
    REQUIRE(made);
    CHECK(made.cost().requests == 2);
  }
  SECTION("another item: the conflict is real, but this call may have been applied before") {
    Json other = stored_sample();
    other["score"]["N"] = "-4";
    contacts.transport->fail(ErrorKind::condition_failed, other.dump(), true, 2);
    const auto made = contacts->create(sample());
    REQUIRE_FALSE(made);
    CHECK(made.error().kind() == ErrorKind::condition_failed);
    CHECK(made.error().maybe_applied());
    CHECK(made.cost().requests == 2);
  }
  SECTION("an item with one attribute more: not ours") {
    Json other = stored_sample();
    other.erase("phone");
    contacts.transport->fail(ErrorKind::condition_failed, other.dump(), true);
    CHECK_FALSE(contacts->create(sample()));
  }
  SECTION("no item in the answer: nothing proves that it was ours") {
    contacts.transport->fail(ErrorKind::condition_failed, "", true);
    const auto made = contacts->create(sample());
    REQUIRE_FALSE(made);
    CHECK(made.error().maybe_applied());
  }
  SECTION("an item that cannot be decoded: not ours") {
    contacts.transport->fail(ErrorKind::condition_failed, R"({"id":{"S":"c-1"}})", true);
    CHECK_FALSE(contacts->create(sample()));
  }
}

TEST_CASE("the first attempt's conflict is never taken for success", "[create]") {
  const Contacts contacts;
  contacts.transport->fail(ErrorKind::condition_failed, stored_sample().dump(), false);
  const auto made = contacts->create(sample());
  REQUIRE_FALSE(made);
  CHECK(made.error().kind() == ErrorKind::condition_failed);
}

TEST_CASE("existing says when there is no item, and when it is not what the schema says", "[create]") {
  const Error without(ErrorKind::condition_failed, "no item");
  const auto none = ContactRepository::existing(without);
  REQUIRE(none);
  CHECK_FALSE(none->has_value());

  Error::Details details;
  details.kind = ErrorKind::condition_failed;
  details.item = R"({"id":{"N":"1"}})";
  const auto bad = ContactRepository::existing(Error(details));
  REQUIRE_FALSE(bad);
  CHECK(bad.error().kind() == ErrorKind::decode);
  CHECK(bad.error().message().find("'id'") != std::string::npos);
}

}  // namespace
}  // namespace partita::test
