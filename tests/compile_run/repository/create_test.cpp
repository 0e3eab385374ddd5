// Adding and replacing items.
#include "contacts.hpp"

#include "session.partita.hpp"

#include <catch2/catch.hpp>

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
                            {"Item", stored_sample()},
                            {"ConditionExpression", "attribute_not_exists(id)"},
                            {"ReturnValuesOnConditionCheckFailure", "ALL_OLD"},
                            {"ReturnConsumedCapacity", "TOTAL"}});
  CHECK(made.cost().requests == 1);
  CHECK(made.cost().write_units == 4);
  CHECK(made.cost().read_units == 0);
}

TEST_CASE("put sends the item alone, and can be repeated", "[create]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  REQUIRE(contacts->put(sample()));
  const auto sent = contacts.transport->only();
  CHECK(sent.operation == "PutItem");
  CHECK(sent.retry == RetryClass::idempotent);
  CHECK(sent.json() == Json{{"TableName", "contacts"}, {"Item", stored_sample()}, {"ReturnConsumedCapacity", "TOTAL"}});
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
  CHECK(item.at("revision") == Json{{"N", "0"}});
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
    Json item = stored_sample();
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
