// Reading page by page: lazily, to the end, and no further.
#include "contacts.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::test {
namespace {

std::vector<Json> bodies(const Contacts& contacts) {
  std::vector<Json> all;
  for (const auto& sent : contacts.transport->sent()) all.push_back(sent.json());
  return all;
}

std::optional<std::uint64_t> limit_of(const Json& body) {
  if (!body.contains("Limit")) return std::nullopt;
  return body.at("Limit").get<std::uint64_t>();
}

TEST_CASE("each page is one request, sent when the loop asks for it", "[pages]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1", "2"}, "2"));
  contacts.transport->answer(page({}, "3", 1.5));
  contacts.transport->answer(page({"4"}));
  auto pages = contacts->by_account("a").page_size(2).pages();
  CHECK(contacts.transport->sent().empty());
  std::vector<std::string> ids;
  std::size_t count = 0;
  for (auto& each : pages) {
    REQUIRE(each);
    CHECK(contacts.transport->sent().size() == ++count);
    CHECK(each.cost().requests == 1);
    CHECK(each.cost().read_units == (count == 2 ? 1.5 : 0.5));
    for (const Contact& contact : *each) ids.push_back(contact.id);
  }
  CHECK(ids == std::vector<std::string>{"1", "2", "4"});
  CHECK(count == 3);
  CHECK(pages.cost().requests == 3);
  CHECK(pages.cost().read_units == 2.5);
  CHECK(pages.cost().items_returned == 3);
  CHECK(pages.cost().items_evaluated == 6);
  CHECK_FALSE(pages.next());
  CHECK(contacts.transport->sent().size() == 3);

  const auto sent = bodies(contacts);
  CHECK_FALSE(sent[0].contains("ExclusiveStartKey"));
  CHECK(sent[1].at("ExclusiveStartKey") == Json{{"id", {{"S", "2"}}}, {"tenant_id", {{"S", "t-1"}}}});
  CHECK(sent[2].at("ExclusiveStartKey") == Json{{"id", {{"S", "3"}}}, {"tenant_id", {{"S", "t-1"}}}});
  // But for the place to go on from, all requests are the same.
  for (const std::size_t i : {1U, 2U}) {
    Json rest = sent[i];
    rest.erase("ExclusiveStartKey");
    CHECK(rest == sent[0]);
  }
}

TEST_CASE("a place to go on from is sent back as it came, escapes and all", "[pages]") {
  const Contacts contacts;
  Json first = Json::parse(page({"1"}));
  first["LastEvaluatedKey"] = {{"id", {{"S", "a\"b\\c\nü\x01"}}}, {"n", {{"N", "1E+2"}}}, {"b", {{"B", "AP8="}}}};
  contacts.transport->answer(first.dump());
  contacts.transport->answer(page({}));
  REQUIRE(contacts->by_account("a").all());
  CHECK(bodies(contacts)[1].at("ExclusiveStartKey") == first.at("LastEvaluatedKey"));
}

TEST_CASE("a loop that is left sends nothing more", "[pages]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1"}, "1"));
  for (auto& each : contacts->by_account("a").pages()) {
    REQUIRE(each);
    break;
  }
  CHECK(contacts.transport->sent().size() == 1);
}

TEST_CASE("pages own what they need", "[pages]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1"}, "1"));
  contacts.transport->answer(page({"2"}));
  auto pages = [&] {
    const std::string account = "a-temporary-account-longer-than-any-small-string";
    const ContactRepository repository{Client(contacts.transport)};
    auto query = repository.by_account(account);
    return query.where(ContactFields::name == std::string("someone with a long enough name")).pages();
  }();
  std::size_t count = 0;
  for (auto& each : pages) count += each ? each->size() : 100;
  CHECK(count == 2);
  CHECK(bodies(contacts)[1].at("ExpressionAttributeValues").at(":k0") ==
        Json{{"S", "a-temporary-account-longer-than-any-small-string"}});
  CHECK(bodies(contacts)[1].at("ExpressionAttributeValues").at(":f0") ==
        Json{{"S", "someone with a long enough name"}});
}

TEST_CASE("after an error the range ends and nothing more is sent", "[pages]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1"}, "1"));
  contacts.transport->fail(ErrorKind::throttled, {}, false, 4);
  contacts.transport->answer(page({"3"}));
  auto pages = contacts->by_account("a").pages();
  std::size_t good = 0;
  std::size_t bad = 0;
  for (auto& each : pages) {
    if (each) {
      ++good;
      continue;
    }
    ++bad;
    CHECK(each.error().kind() == ErrorKind::throttled);
    CHECK(each.error().operation() == "Query");
    CHECK(each.error().table() == "contacts");
    CHECK(each.cost().requests == 4);
  }
  CHECK(good == 1);
  CHECK(bad == 1);
  CHECK_FALSE(pages.next());
  CHECK(contacts.transport->sent().size() == 2);
  CHECK(pages.cost().requests == 5);
}

TEST_CASE("all returns every item, or the error and nothing else", "[pages]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1", "2"}, "2"));
  SECTION("every item") {
    contacts.transport->answer(page({"3"}));
    const auto found = contacts->by_account("a").all();
    REQUIRE(found);
    CHECK(ids_of(*found) == std::vector<std::string>{"1", "2", "3"});
    CHECK(found.cost().requests == 2);
    CHECK(found.cost().read_units == 1);
    CHECK(found.cost().items_returned == 3);
    CHECK(found.cost().items_evaluated == 5);
  }
  SECTION("an error on a later page") {
    contacts.transport->fail(ErrorKind::transport, {}, false, 3);
    const auto found = contacts->by_account("a").all();
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::transport);
    CHECK(found.cost().requests == 4);
    CHECK(found.cost().read_units == 0.5);
  }
  SECTION("an item on a later page that cannot be decoded") {
    Json bad = Json::parse(page({"3", "4"}));
    bad["Items"][1].erase("name");
    contacts.transport->answer(bad.dump());
    const auto found = contacts->by_account("a").all();
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::decode);
    CHECK(found.error().message().find("'name'") != std::string::npos);
    CHECK(found.error().table() == "contacts");
  }
}

TEST_CASE("without a filter max_items is asked of the service, as far as it is left", "[pages]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1", "2"}, "2"));
  contacts.transport->answer(page({"3"}, "3"));
  const auto found = contacts->by_account("a").max_items(3).all();
  REQUIRE(found);
  CHECK(ids_of(*found) == std::vector<std::string>{"1", "2", "3"});
  const auto sent = bodies(contacts);
  REQUIRE(sent.size() == 2);
  CHECK(limit_of(sent[0]) == 3U);
  CHECK(limit_of(sent[1]) == 1U);
}

TEST_CASE("page_size is a limit of its own beside max_items", "[pages]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1", "2"}, "2"));
  contacts.transport->answer(page({"3"}, "3"));
  REQUIRE(contacts->by_account("a").page_size(2).max_items(3).all());
  const auto sent = bodies(contacts);
  REQUIRE(sent.size() == 2);
  CHECK(limit_of(sent[0]) == 2U);
  CHECK(limit_of(sent[1]) == 1U);
}

TEST_CASE("under a filter Limit is page_size alone, and max_items is counted here", "[pages]") {
  const Contacts contacts;
  contacts.transport->answer(page({}, "9"));
  contacts.transport->answer(page({"1", "2"}, "2"));
  contacts.transport->answer(page({"3", "4", "5"}, "5"));
  SECTION("no page_size, no Limit") {
    const auto found = contacts->by_account("a").where(ContactFields::score > 1).max_items(3).all();
    REQUIRE(found);
    CHECK(ids_of(*found) == std::vector<std::string>{"1", "2", "3"});
    CHECK(found.cost().items_returned == 5);
    for (const Json& body : bodies(contacts)) CHECK_FALSE(limit_of(body));
  }
  SECTION("page_size") {
    const auto found = contacts->by_account("a").where(ContactFields::score > 1).page_size(50).max_items(3).all();
    REQUIRE(found);
    CHECK(found->size() == 3);
    for (const Json& body : bodies(contacts)) CHECK(limit_of(body) == 50U);
  }
  CHECK(contacts.transport->sent().size() == 3);
}

TEST_CASE("max_items ends a query in the middle of a page, and at its end", "[pages]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1", "2", "3"}, "3"));
  std::vector<std::size_t> sizes;
  for (auto& each : contacts->by_account("a").where(ContactFields::score > 1).max_items(2).pages()) {
    REQUIRE(each);
    sizes.push_back(each->size());
  }
  CHECK(sizes == std::vector<std::size_t>{2});
  CHECK(contacts.transport->sent().size() == 1);
}

TEST_CASE("no items asked for, no request", "[pages]") {
  const Contacts contacts;
  const auto found = contacts->by_account("a").max_items(0).all();
  REQUIRE(found);
  CHECK(found->empty());
  CHECK(contacts.transport->sent().empty());
}

TEST_CASE("a page_size of nothing is refused", "[pages]") {
  const Contacts contacts;
  const auto found = contacts->by_account("a").page_size(0).all();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::invalid_argument);
  CHECK(contacts.transport->sent().empty());
}

TEST_CASE("a page that disagrees with itself is a decode error", "[pages]") {
  const Contacts contacts;
  Json answer = Json::parse(page({"1", "2"}));
  SECTION("fewer items than counted") {
    answer["Count"] = 3;
  }
  SECTION("more items than counted") {
    answer["Count"] = 1;
  }
  SECTION("items and no count") {
    answer.erase("Count");
  }
  SECTION("a count and no items") {
    answer.erase("Items");
  }
  SECTION("neither") {
    answer.erase("Items");
    answer.erase("Count");
  }
  SECTION("items that are no list") {
    answer["Items"] = Json::object();
  }
  SECTION("a count that is no number") {
    answer["Count"] = "2";
  }
  contacts.transport->answer(answer.dump());
  const auto found = contacts->by_account("a").all();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::decode);
  CHECK(found.error().table() == "contacts");
  CHECK(found.error().operation() == "Query");
}

TEST_CASE("members of an answer may come in any order", "[pages]") {
  const Contacts contacts;
  const Json last{{"id", {{"S", "1"}}}, {"tenant_id", {{"S", "t-1"}}}};
  contacts.transport->answer(R"({"LastEvaluatedKey":)" + last.dump() +
                             R"(,"ScannedCount":4,"New":[{"a":1}],"Items":[)" + stored("1").dump() +
                             R"(],"ConsumedCapacity":{"TableName":"t","CapacityUnits":2},"Count":1})");
  contacts.transport->answer(page({}));
  const auto found = contacts->by_account("a").all();
  REQUIRE(found);
  CHECK(ids_of(*found) == std::vector<std::string>{"1"});
  CHECK(found.cost().read_units == 2.5);
  CHECK(bodies(contacts)[1].at("ExclusiveStartKey") == last);
}

TEST_CASE("items of a page in different orders of attributes, with more and fewer of them, read alike", "[pages]") {
  const Contacts contacts;
  const Json plain = stored("1");
  std::string backwards;
  for (auto member = plain.rbegin(); member != plain.rend(); ++member) {
    backwards += (backwards.empty() ? "" : ",") + Json(member.key()).dump() + ":" + member->dump();
  }
  Json more = stored("2");
  more["extra"] = {{"M", {{"name", {{"S", "x"}}}}}};
  Json fewer = stored("3");
  fewer.erase("phone");
  contacts.transport->answer(R"({"Items":[)" + plain.dump() + ",{" + backwards + "}," + more.dump() + "," +
                             fewer.dump() + "," + plain.dump() + R"(],"Count":5,"ScannedCount":5})");
  const auto found = contacts->by_account("a").all();
  REQUIRE(found);
  CHECK(ids_of(*found) == std::vector<std::string>{"1", "1", "2", "3", "1"});
  CHECK(found->at(0) == found->at(1));
  CHECK(found->at(0) == found->at(4));
  CHECK(found->at(2).name == "Zoë");
  CHECK(found->at(3).phone == std::nullopt);
}

}  // namespace
}  // namespace partita::test
