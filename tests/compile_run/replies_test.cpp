// What generated repositories make of answers.
#include "contact/contact.partita.hpp"
#include "scripted_transport.hpp"
#include "session/session.partita.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using golden::contact::Contact;
using golden::contact::ContactRepository;
using golden::contact::Status;

std::string item(const std::string& id, const std::string& more = "") {
  return R"({"id":{"S":")" + id +
         R"("},"tenant_id":{"S":"t"},"account_id":{"S":"a"},"role":{"S":"r"},"department":{"S":"d"},)"
         R"("created_at":{"N":"5"})" +
         more + "}";
}

std::string page(const std::vector<std::string>& ids, const std::string& last_key = "") {
  std::string items;
  for (const std::string& id : ids) items += (items.empty() ? "" : ",") + item(id);
  const std::string count = std::to_string(ids.size());
  return R"({"Count":)" + count + R"(,"Items":[)" + items + R"(],"ScannedCount":)" + count +
         (last_key.empty() ? "" : R"(,"LastEvaluatedKey":{"id":{"S":")" + last_key + R"("},"tenant_id":{"S":"t"}})") +
         R"(,"ConsumedCapacity":{"TableName":"contacts","CapacityUnits":0.5}})";
}

struct Answered {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  ContactRepository contacts{Client(transport)};
};

Error refused(const std::string& stored) {
  Error::Details details;
  details.kind = ErrorKind::condition_failed;
  details.message = "The conditional request failed";
  details.item = stored;
  return Error(details);
}

}  // namespace

TEST_CASE("an item is decoded, with the defaults of what it lacks") {
  const Answered answered;
  answered.transport->answers(
      {R"({"Item":)" + item("c") + R"(,"ConsumedCapacity":{"TableName":"contacts","CapacityUnits":1}})"});
  const auto found = answered.contacts.get("c", "t");
  REQUIRE(found);
  REQUIRE(found->has_value());
  CHECK((*found)->id == "c");
  CHECK((*found)->status == Status::active);
  CHECK_FALSE((*found)->phone);
  CHECK((*found)->created_at == timestamp::from_milliseconds(5));
  CHECK(found.cost().read_units == 1);
  CHECK(found.cost().requests == 1);
}

TEST_CASE("an item that is not there is no error") {
  const Answered answered;
  const auto found = answered.contacts.get("c", "t");
  REQUIRE(found);
  CHECK_FALSE(found->has_value());
}

TEST_CASE("an item without a required attribute is a decode error that names it") {
  const Answered answered;
  answered.transport->answers({R"({"Item":{"id":{"S":"c"},"tenant_id":{"S":"t"}}})"});
  const auto found = answered.contacts.get("c", "t");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::decode);
  CHECK(found.error().message().find("account_id") != std::string::npos);
  CHECK(found.error().operation() == "GetItem");
}

TEST_CASE("pages are read one at a time, and all items until there is no more") {
  const Answered answered;
  answered.transport->answers({page({"1", "2"}, "2"), page({}, "3"), page({"4"})});
  std::vector<std::string> ids;
  std::size_t pages = 0;
  for (auto& each : answered.contacts.by_account("a").page_size(2).pages()) {
    REQUIRE(each);
    ++pages;
    CHECK(answered.transport->sent().size() == pages);
    for (const Contact& contact : *each) ids.push_back(contact.id);
  }
  CHECK(pages == 3);
  CHECK(ids == std::vector<std::string>{"1", "2", "4"});
  CHECK(answered.transport->sent()[1].body.find(R"("ExclusiveStartKey":{"id":{"S":"2"},"tenant_id":{"S":"t"}})") !=
        std::string::npos);
}

TEST_CASE("all adds up what its pages cost") {
  const Answered answered;
  answered.transport->answers({page({"1", "2"}, "2"), page({"3"})});
  const auto all = answered.contacts.by_account("a").all();
  REQUIRE(all);
  CHECK(all->size() == 3);
  CHECK(all.cost().requests == 2);
  CHECK(all.cost().read_units == 1);
  CHECK(all.cost().items_returned == 3);
}

TEST_CASE("max_items ends a query") {
  const Answered answered;
  answered.transport->answers({page({"1", "2"}, "2"), page({"3", "4"}, "4")});
  const auto some = answered.contacts.by_account("a").max_items(3).all();
  REQUIRE(some);
  CHECK(some->size() == 3);
  CHECK(answered.transport->sent().size() == 2);
}

TEST_CASE("a failed condition brings the stored item along") {
  const Answered answered;
  answered.transport->fails(refused(item("c", R"(,"phone":{"S":"1"})")));
  const auto made =
      answered.contacts.create({.id = "c", .tenant_id = "t", .account_id = "a", .role = "r", .department = "d"});
  REQUIRE_FALSE(made);
  CHECK(made.error().kind() == ErrorKind::condition_failed);
  const auto existing = ContactRepository::existing(made.error());
  REQUIRE(existing);
  REQUIRE(existing->has_value());
  CHECK((*existing)->phone == "1");
}

TEST_CASE("a create that fails on its own earlier attempt has succeeded") {
  const Contact contact{.id = "c",
                        .tenant_id = "t",
                        .account_id = "a",
                        .role = "r",
                        .department = "d",
                        .created_at = timestamp::from_milliseconds(5)};
  const std::string same = item("c", R"(,"status":{"S":"active"},"revision":{"N":"0"})");
  {
    const Answered answered;
    answered.transport->fails(refused(same), true);
    CHECK(answered.contacts.create(contact));
  }
  {
    INFO("the first attempt was refused for sure");
    const Answered answered;
    answered.transport->fails(refused(same), false);
    CHECK_FALSE(answered.contacts.create(contact));
  }
  {
    INFO("another item is in the way");
    const Answered answered;
    answered.transport->fails(refused(item("c", R"(,"phone":{"S":"1"})")), true);
    CHECK_FALSE(answered.contacts.create(contact));
  }
}

TEST_CASE("a narrow index returns what it holds") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const golden::session::SessionRepository sessions{Client(transport)};
  transport->answers({R"({"Items":[{"tenant_id":{"S":"t"},"session_id":{"S":"s"},"capsule_id":{"S":"c"},)"
                      R"("created_at":{"N":"1"},"expires_at":{"N":"2"}}],"Count":1,"ScannedCount":1})"});
  const auto found = sessions.by_capsule("c").all();
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  CHECK(found->front().session_id == "s");
  CHECK(found->front().expires_at == timestamp::from_seconds(2));
}

}  // namespace partita::test
