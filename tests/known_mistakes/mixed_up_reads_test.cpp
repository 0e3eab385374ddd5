// Scans that nobody asked for, limits that mean several things, attributes that an index does not have, and costs that
// nobody sees.
#include "contacts.hpp"
#include "patient_lab.hpp"
#include "scripted_server.hpp"

#include "lab/single_table.partita.hpp"
#include "member.partita.hpp"
#include "note.partita.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace partita::test {
namespace {

template <class R>
concept has_scan = requires(const R& repository) { repository.scan(); };

// That a query without an index fails the build is shown by docs/diagnostics/missing-index.md, whose examples are run.
TEST_CASE("nothing scans unless the schema allows it (Dynamoid #96, sails-dynamodb #6)") {
  static_assert(has_scan<lab::NoteRepository>);
  static_assert(!has_scan<lab::MemberRepository> && !has_scan<ContactRepository>);
}

TEST_CASE("a filter never becomes a scan (ElectroDB's match, Toasty's filters)") {
  const Contacts contacts;
  for (int i = 0; i < 6; ++i) contacts.transport->answer(page({}));
  const auto filtered = [&] { return contacts->by_account("a").where(ContactFields::name == "x"); };
  REQUIRE(filtered().all());
  REQUIRE(filtered().first());
  REQUIRE(filtered().count());
  REQUIRE(filtered().exists());
  REQUIRE(contacts->by_role("cto").where(ContactFields::name == "x").all());
  for (const auto& sent : contacts.transport->sent()) CHECK(sent.operation == "Query");
}

TEST_CASE("page size, items evaluated and items returned are three things (dynomite #93, aws-sdk-js-v3 #5952)") {
  const Contacts contacts;
  contacts.transport->answer(page({"1"}, "1"));  // each page: one more evaluated than returned
  contacts.transport->answer(page({}, "2"));
  contacts.transport->answer(page({"3", "4"}, "4"));
  const auto found = contacts->by_account("a").where(ContactFields::score > 1).page_size(9).max_items(2).all();
  REQUIRE(found);
  CHECK(ids_of(*found) == std::vector<std::string>{"1", "3"});  // max_items: what the caller gets
  CHECK(found.cost().items_evaluated == 6);
  for (const auto& sent : contacts.transport->sent()) CHECK(sent.json().at("Limit") == 9);  // page_size: what is read
}

TEST_CASE("an empty page is not the end (boto3 #2039, aws-sdk-java #339)") {
  const Contacts contacts;
  contacts.transport->answer(page({}, "1"));
  contacts.transport->answer(page({}, "2"));
  contacts.transport->answer(page({"3"}));
  const auto found = contacts->by_account("a").where(ContactFields::score > 1).first();
  REQUIRE(found);
  REQUIRE(found->has_value());
  CHECK(found->value().id == "3");
}

TEST_CASE("where a query ended in the middle of a page, it goes on there (boto3 #3076)") {
  const Contacts contacts;
  contacts.transport->answer(page({"1", "2", "3"}, "3"));
  const auto found = contacts->by_account("a").where(ContactFields::score > 1).max_items(2).all();
  REQUIRE(found);
  REQUIRE(found.next());
  contacts.transport->answer(page({"3"}));
  REQUIRE(contacts->by_account("a").where(ContactFields::score > 1).after(*found.next()).all());
  CHECK(contacts.transport->last().json().at("ExclusiveStartKey").at("id").at("S") == "2");
}

template <class Item>
concept has_title = requires(const Item& item) { item.title; };

TEST_CASE("the result of an index has what the index projects (ElectroDB #556, OneTable #364)") {
  static_assert(has_title<lab::Workflow> && !has_title<lab::WorkflowByOwnerItem>);
  const Scripted<lab::WorkflowRepository> workflows;
  workflows.transport->answer(
      R"({"Count":1,"ScannedCount":1,"Items":[{"pk":{"S":"TENANT#t"},"sk":{"S":"WF#w"},"gsi1pk":{"S":"OWNER#t#ann"},)"
      R"("gsi1sk":{"S":"open#1970-01-01T00:00:00.000Z"}}]})");
  const auto found = workflows->by_owner("t", "ann").all();
  REQUIRE(found);
  CHECK(found->front().id == "w");
  CHECK(workflows.transport->sent().size() == 1);  // to read the rest of an item is a request of its own
}

TEST_CASE("what a call cost is said without being asked for (aws-sdk-java-v2 #3744, guregu/dynamo #56)") {
  const Contacts contacts;
  contacts.transport->answer(page({"1"}, "1", 2.5));
  contacts.transport->answer(page({"2"}, "", 1.5));
  const auto found = contacts->by_account("a").all();
  REQUIRE(found);
  CHECK(found.cost().read_units == 4);
  CHECK(found.cost().requests == 2);
  for (const auto& sent : contacts.transport->sent()) CHECK(sent.json().contains("ReturnConsumedCapacity"));
  contacts.transport->answer(written);
  CHECK(contacts->create(sample()).cost().write_units == 4);
}

TEST_CASE("what failed is counted too (guregu/dynamo #112)") {
  const PatientLab lab;
  ScriptedServer server;
  server.enqueue(error_answer(400, "ProvisionedThroughputExceededException", "slow down"), 2);
  server.enqueue({.body = page({"1"}, "1", 2.5)});
  server.enqueue(error_answer(400, "ValidationException", "no"));
  const ContactRepository contacts{*Client::open(server.url(), lab.options())};
  const auto found = contacts.by_account("a").all();
  REQUIRE_FALSE(found);
  CHECK(found.cost().requests == 4);
  CHECK(found.cost().read_units == 2.5);
}

}  // namespace
}  // namespace partita::test
