// Batches that mix puts and removes of several repositories.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
#include "contacts.hpp"

#include "document.partita.hpp"
#include "session.partita.hpp"

#include <partita/write_batch.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

namespace partita::test {
namespace {

struct Mixed {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  Client client{transport};
  ContactRepository contacts{client};
  lab::SessionRepository sessions{client};
};

lab::Session session(const std::string& id) {
  return {.tenant_id = "t", .session_id = id, .capsule_id = "c"};
}

const Json session_key{{"tenant_id", {{"S", "t"}}}, {"session_id", {{"S", "s-2"}}}};

TEST_CASE("a batch of puts and removes goes to several tables by one request", "[write_batch]") {
  const Mixed lab;
  lab.transport->answer(R"({"ConsumedCapacity":[{"TableName":"contacts","CapacityUnits":4,"Table":{"CapacityUnits":1},
    "GlobalSecondaryIndexes":{"by_account":{"CapacityUnits":3}}},{"TableName":"sessions","CapacityUnits":2}]})");
  const std::string_view id = "s-2";
  const BatchResult done = write_batch(lab.client)
                               .put(lab.contacts, sample(), unconditionally)
                               .put(lab.sessions, session("s-1"))
                               .remove(lab.sessions, "t", id)
                               .remove(lab.contacts, "c-2", "t-1", unconditionally)
                               .remove(lab.contacts, lab::ContactKey{"c-3", "t-1"}, unconditionally)
                               .execute();
  REQUIRE(done);
  CHECK(done.written == 5);
  CHECK(done.left.empty());
  CHECK(done.cost.write_units == 6);
  const auto sent = lab.transport->only();
  CHECK(sent.operation == "BatchWriteItem");
  CHECK(sent.table.empty());
  const Json items = sent.json()["RequestItems"];
  REQUIRE(items["contacts"].size() == 3);
  CHECK(items["contacts"][0] == Json{{"PutRequest", {{"Item", stored_version(4)}}}});
  CHECK(items["contacts"][2]["DeleteRequest"]["Key"]["id"]["S"] == "c-3");
  REQUIRE(items["sessions"].size() == 2);
  CHECK(items["sessions"][1] == Json{{"DeleteRequest", {{"Key", session_key}}}});
}

TEST_CASE("what a mixed batch leaves is sent again, by its place among all", "[write_batch]") {
  const Mixed lab;
  const Json left{{"UnprocessedItems", {{"sessions", {{{"DeleteRequest", {{"Key", session_key}}}}}}}}};
  lab.transport->answer(left.dump());
  lab.transport->fail(ErrorKind::access_denied);
  const BatchResult done = write_batch(lab.client)
                               .put(lab.contacts, sample(), unconditionally)
                               .put(lab.sessions, session("s-1"))
                               .remove(lab.sessions, "t", "s-2")
                               .execute();
  REQUIRE_FALSE(done);
  CHECK(done.written == 2);
  CHECK(done.left == std::vector<std::size_t>{2});
  CHECK(lab.transport->last().json()["RequestItems"] == left["UnprocessedItems"]);
}

TEST_CASE("a mixed batch of any length is sent by requests of 25", "[write_batch]") {
  const Mixed lab;
  WriteBatch batch = write_batch(lab.client);
  for (int i = 0; i < 30; ++i) batch.put(lab.sessions, session(std::to_string(i)));
  for (int i = 30; i < 60; ++i) batch.remove(lab.sessions, "t", std::to_string(i));
  for (int i = 0; i < 3; ++i) lab.transport->answer("{}");
  CHECK(batch.execute().written == 60);
  CHECK(lab.transport->sent().size() == 3);
  CHECK(lab.transport->last().table == "sessions");
}

TEST_CASE("what a mixed batch can't send is refused before anything is sent, with its place", "[write_batch]") {
  const Mixed lab;
  WriteBatch batch = write_batch(lab.client);
  batch.put(lab.sessions, session("s-1")).put(lab.contacts, sample(), unconditionally);
  std::string expected;
  SECTION("a put and a remove of one item") {
    batch.remove(lab.sessions, "t", "s-1");
    expected = "numbers 0 and 2 of the batch, counted from 0, have the same key";
  }
  SECTION("an empty key") {
    batch.remove(lab.sessions, "t", "").remove(lab.sessions, "", "t");
    expected = "number 2 of the batch, counted from 0: attribute 'session_id'";
  }
  SECTION("an item of another tenant") {
    batch.put(lab::DocumentRepository{lab.client, "t-1"}, lab::Document{.tenant_id = "t-2", .id = "d-1"});
    expected = "number 2 of the batch, counted from 0: attribute 'tenant_id' is not the tenant";
  }
  SECTION("an item over 400 KB") {
    Contact contact = sample();
    contact.id = "c-2";
    contact.name = std::string(410'000, 'x');
    batch.put(lab.contacts, contact, unconditionally);
    expected = "DynamoDB allows 409600";
  }
  const BatchResult done = batch.execute();
  REQUIRE_FALSE(done);
  INFO(done.error->to_string());
  CHECK(done.error->kind() == ErrorKind::invalid_argument);
  CHECK(done.error->message().find(expected) != std::string::npos);
  CHECK(done.written == 0);
  CHECK(done.left.size() >= 3);
  CHECK(lab.transport->sent().empty());
}

TEST_CASE("a batch without writes asks nobody", "[write_batch]") {
  const Mixed lab;
  CHECK(write_batch(lab.client).execute());
  CHECK(lab.transport->sent().empty());
}

}  // namespace
}  // namespace partita::test
