// The bytes that generated repositories send.
#include "contact/contact.partita.hpp"
#include "odd_names/odd_names.partita.hpp"
#include "scripted_transport.hpp"
#include "session/session.partita.hpp"
#include "simple_key/simple_key.partita.hpp"
#include "workflow/workflow.partita.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

namespace partita::test {
namespace {

using golden::contact::Contact;
using golden::contact::ContactFields;
using golden::contact::ContactRepository;
using golden::contact::Status;

struct Recorded {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  ContactRepository contacts{Client(transport)};

  const std::string& body() const { return transport->last().body; }
};

Contact sample() {
  return {.id = "c-1",
          .tenant_id = "t-1",
          .account_id = "a-9",
          .role = "cto",
          .department = "eng",
          .status = Status::gone,
          .created_at = timestamp::from_milliseconds(1700000000123),
          .phone = "+49",
          .revision = 3};
}

constexpr const char* sample_item =
    R"({"id":{"S":"c-1"},"tenant_id":{"S":"t-1"},"account_id":{"S":"a-9"},"role":{"S":"cto"},)"
    R"("department":{"S":"eng"},"status":{"S":"gone"},"created_at":{"N":"1700000000123"},"phone":{"S":"+49"},)"
    R"("revision":{"N":"3"}})";

}  // namespace

TEST_CASE("create sends an item that must not exist") {
  const Recorded recorded;
  REQUIRE(recorded.contacts.create(sample()));
  CHECK(recorded.transport->last().operation == "PutItem");
  CHECK(recorded.transport->last().table == "contacts");
  CHECK(recorded.transport->last().retry == RetryClass::conditional);
  CHECK(recorded.body() == R"json({"TableName":"contacts","Item":)json" + std::string(sample_item) +
                               R"json(,"ConditionExpression":"attribute_not_exists(id)",)json"
                               R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD","ReturnConsumedCapacity":"TOTAL"})");
}

TEST_CASE("put sends an item without condition, and leaves out what is absent") {
  const Recorded recorded;
  Contact contact = sample();
  contact.phone.reset();
  REQUIRE(recorded.contacts.put(contact));
  CHECK(recorded.transport->last().retry == RetryClass::idempotent);
  CHECK(recorded.body().find("phone") == std::string::npos);
  CHECK(recorded.body().find("ConditionExpression") == std::string::npos);
}

TEST_CASE("get and remove send the key") {
  const Recorded recorded;
  const std::string key = R"({"TableName":"contacts","Key":{"id":{"S":"c-1"},"tenant_id":{"S":"t-1"}})";
  REQUIRE(recorded.contacts.get("c-1", "t-1"));
  CHECK(recorded.transport->last().operation == "GetItem");
  CHECK(recorded.body() == key + R"(,"ReturnConsumedCapacity":"TOTAL"})");
  REQUIRE(recorded.contacts.get({.id = "c-1", .tenant_id = "t-1"}, ReadOptions().consistent()));
  CHECK(recorded.body() == key + R"(,"ConsistentRead":true,"ReturnConsumedCapacity":"TOTAL"})");
  REQUIRE(recorded.contacts.remove({.id = "c-1", .tenant_id = "t-1"}));
  CHECK(recorded.transport->last().operation == "DeleteItem");
  CHECK(recorded.body() == key + R"(,"ReturnConsumedCapacity":"TOTAL"})");
}

TEST_CASE("an update sets and removes single attributes of the version it expects") {
  const Recorded recorded;
  REQUIRE(recorded.contacts.update("c-1", "t-1", expect{3}).set_role("ceo").remove_phone().execute());
  CHECK(recorded.transport->last().operation == "UpdateItem");
  CHECK(recorded.transport->last().retry == RetryClass::conditional);
  CHECK(recorded.body() == R"json({"TableName":"contacts","Key":{"id":{"S":"c-1"},"tenant_id":{"S":"t-1"}},)json"
                           R"json("UpdateExpression":"SET #role = :u0, revision = :next REMOVE phone",)json"
                           R"json("ConditionExpression":"attribute_exists(id) AND revision = :version",)json"
                           R"("ExpressionAttributeNames":{"#role":"role"},)"
                           R"("ExpressionAttributeValues":{":u0":{"S":"ceo"},":next":{"N":"4"},":version":{"N":"3"}},)"
                           R"("ReturnValuesOnConditionCheckFailure":"ALL_OLD","ReturnConsumedCapacity":"TOTAL"})");
}

TEST_CASE("an update that takes any version is not repeated") {
  const Recorded recorded;
  REQUIRE(recorded.contacts.update("c-1", "t-1", any_version).set_phone("1").execute());
  CHECK(recorded.transport->last().retry == RetryClass::additive);
}

TEST_CASE("a query names its index, key condition, filter, order and limit") {
  const Recorded recorded;
  auto query = recorded.contacts.by_role("exec").department(begins_with("eng"));
  query.where(ContactFields::status == Status::active && ContactFields::phone.exists()).descending().page_size(10);
  REQUIRE(query.all());
  CHECK(recorded.transport->last().operation == "Query");
  CHECK(recorded.body() == R"json({"TableName":"contacts","IndexName":"by_role",)json"
                           R"json("KeyConditionExpression":"#role = :k0 AND begins_with(department, :k1)",)json"
                           R"json("FilterExpression":"(#status = :f0) AND (attribute_exists(phone))",)json"
                           R"("ExpressionAttributeNames":{"#role":"role","#status":"status"},)"
                           R"("ExpressionAttributeValues":{":k0":{"S":"exec"},":k1":{"S":"eng"},":f0":{"S":"active"}},)"
                           R"("Limit":10,"ScanIndexForward":false,"ReturnConsumedCapacity":"TOTAL"})");
}

TEST_CASE("sort conditions use the stored form of their type") {
  const Recorded recorded;
  const auto from = timestamp::from_milliseconds(1000);
  REQUIRE(
      recorded.contacts.by_status(Status::gone).created_at(between(from, timestamp::from_milliseconds(2000))).all());
  CHECK(recorded.body().find("created_at BETWEEN :k1 AND :k2") != std::string::npos);
  CHECK(recorded.body().find(R"(":k1":{"N":"1000"},":k2":{"N":"2000"})") != std::string::npos);
}

TEST_CASE("the table and local indexes can be queried consistently") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const golden::workflow::WorkflowRepository workflows{Client(transport)};
  REQUIRE(workflows.by_tenant_id("t").consistent().all());
  CHECK(transport->last().body.find(R"("ConsistentRead":true)") != std::string::npos);
  CHECK(transport->last().body.find("IndexName") == std::string::npos);
  REQUIRE(workflows.by_change("t").updated_at(at_least(timestamp::from_milliseconds(5))).consistent().all());
  CHECK(transport->last().body.find(R"("IndexName":"by_change")") != std::string::npos);
  CHECK(transport->last().body.find("tenant_id = :k0 AND updated_at >= :k1") != std::string::npos);
}

TEST_CASE("time to live counts seconds everywhere") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const golden::session::SessionRepository sessions{Client(transport)};
  const auto at = timestamp::from_milliseconds(1700000000999);
  golden::session::Session session;
  session.tenant_id = "t";
  session.session_id = "s";
  session.capsule_id = "c";
  session.expires_at = at;
  REQUIRE(sessions.put(session));
  CHECK(transport->last().body.find(R"("expires_at":{"N":"1700000000"})") != std::string::npos);
  REQUIRE(sessions.update("t", "s").set_expires_at(at).execute());
  CHECK(transport->last().body.find(R"({"N":"1700000000"})") != std::string::npos);
  REQUIRE(sessions.by_tenant_id("t").where(golden::session::SessionFields::expires_at < at).all());
  CHECK(transport->last().body.find(R"(":f0":{"N":"1700000000"})") != std::string::npos);
}

TEST_CASE("an empty set removes its attribute") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const golden::session::SessionRepository sessions{Client(transport)};
  REQUIRE(sessions.update("t", "s").set_roles({}).execute());
  CHECK(transport->last().body.find(R"("UpdateExpression":"REMOVE #roles")") != std::string::npos);
}

TEST_CASE("a key value that DynamoDB refuses is an error before anything is sent") {
  const Recorded recorded;
  const auto check = [&](const auto& result, const std::string& attribute, const std::string& key) {
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::invalid_argument);
    CHECK(result.error().message().find(attribute) != std::string::npos);
    CHECK(result.error().message().find(key) != std::string::npos);
    CHECK(result.error().table() == "contacts");
  };
  Contact contact = sample();
  contact.role.clear();
  check(recorded.contacts.create(contact), "'role'", "index 'by_role'");
  check(recorded.contacts.get("", "t-1"), "'id'", "table 'contacts'");
  check(recorded.contacts.get("c-1", std::string(1025, 'x')), "'tenant_id'", "table 'contacts'");
  check(recorded.contacts.by_account("").all(), "'account_id'", "index 'by_account'");
  check(recorded.contacts.update("c-1", "t-1", any_version).set_department("").execute(), "'department'",
        "index 'by_role'");
  check(recorded.contacts.update("", "t-1", any_version).set_phone("1").execute(), "'id'", "table 'contacts'");
  CHECK(recorded.transport->sent().empty());
}

TEST_CASE("odd names are aliased in every expression") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const golden::odd_names::OddRepository odd{Client(transport)};
  using Fields = golden::odd_names::OddFields;
  golden::odd_names::Odd item;
  item.key = "k";
  item.client = "c";
  item.options = "o";
  item.class_ = "cl";
  item.status = "s";
  REQUIRE(odd.create(item));
  CHECK(transport->last().body.find(
            R"json("attribute_not_exists(#key)","ExpressionAttributeNames":{"#key":"key"})json") != std::string::npos);
  REQUIRE(odd.by_class("c").created_at(timestamp()).where(Fields::_2fa == true && Fields::quote_d > 1).all());
  CHECK(transport->last().body.find(
            R"("ExpressionAttributeNames":{"#class_":"class","#created_at":"created-at","#_2fa":"2fa",)"
            R"("#quote_d":"quote\"d"})") != std::string::npos);
  REQUIRE(odd.update("k", "c").set_groesse(1.5).set_paren__(2).execute());
  CHECK(transport->last().body.find(
            R"x("ExpressionAttributeNames":{"#groesse":"größe","#paren__":"paren)\"","#key":"key"})x") !=
        std::string::npos);
}

TEST_CASE("a simple key needs no sort key") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const golden::simple_key::SettingRepository settings{Client(transport)};
  REQUIRE(settings.get(7));
  CHECK(transport->last().body ==
        R"({"TableName":"settings","Key":{"number":{"N":"7"}},"ReturnConsumedCapacity":"TOTAL"})");
  REQUIRE(settings.get({.number = 7}));
  REQUIRE(settings.update(7).set_text("").execute());
}

}  // namespace partita::test
