// The first item, whether there is one, how many there are, a limit of pages, and items one by one.
#include "contacts.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace partita::test {
namespace {

std::string counted(int count, const std::string& last_id = {}) {
  Json answer{{"Count", count}, {"ScannedCount", count + 1}, {"ConsumedCapacity", {{"CapacityUnits", 0.5}}}};
  if (!last_id.empty()) answer["LastEvaluatedKey"] = {{"id", {{"S", last_id}}}, {"tenant_id", {{"S", "t-1"}}}};
  return answer.dump();
}

TEST_CASE("first asks for one item where there is no filter", "[first]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1"}, "1"));
  const auto found = contacts->by_account("a").first();
  REQUIRE(found);
  CHECK(found->value().id == "1");
  CHECK(contacts.transport->only().json().at("Limit") == 1);
}

TEST_CASE("first reads on under a filter until something matches, without a Limit", "[first]") {
  const Contacts contacts;
  contacts.transport->answer(page({}, "5"));
  contacts.transport->answer(page({"6", "7"}, "9"));
  const auto found = contacts->by_account("a").where(ContactFields::score > 1).first();
  REQUIRE(found);
  CHECK(found->value().id == "6");
  CHECK(found.cost().requests == 2);
  CHECK_FALSE(contacts.transport->last().json().contains("Limit"));
  contacts.transport->answer(page({}));
  CHECK_FALSE(contacts->by_account("a").first()->has_value());
}

TEST_CASE("count and exists decode nothing", "[count]") {
  const Contacts contacts;
  contacts.transport->answer(counted(2, "5"));
  contacts.transport->answer(counted(3));
  const auto all = contacts->by_account("a").where(ContactFields::score > 1).count();
  REQUIRE(all);
  CHECK(*all == 5);
  CHECK(all.cost().requests == 2);
  CHECK(all.cost().read_units == 1);
  CHECK(all.cost().items_evaluated == 7);
  CHECK(all.cost().items_returned == 0);
  CHECK(contacts.transport->last().json().at("Select") == "COUNT");

  contacts.transport->answer(counted(1, "5"));
  CHECK(*contacts->by_account("a").exists());
  CHECK(contacts.transport->last().json().at("Limit") == 1);
  contacts.transport->answer(counted(0));
  CHECK_FALSE(*contacts->by_account("a").exists());
  contacts.transport->answer(counted(4, "5"));
  CHECK(*contacts->by_account("a").where(ContactFields::score > 1).max_items(3).count() == 3);
  CHECK(contacts.transport->script_is_over());
}

TEST_CASE("an answer without a count is an error, not none", "[count]") {
  const Contacts contacts;
  contacts.transport->answer("{}");
  const auto found = contacts->by_account("a").count();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::decode);
}

TEST_CASE("a time limit is that of all pages that a call reads", "[pages]") {
  const Contacts contacts;
  contacts.transport->takes = std::chrono::milliseconds(30);
  QueryOptions options;
  options.timeout(std::chrono::milliseconds(20));
  const auto query = contacts->by_account("a").where(ContactFields::score > 1);
  SECTION("all") {
    contacts.transport->answer(page({"1"}, "1"));
    contacts.transport->answer(page({"2"}));
    CHECK(query.all(options));
  }
  SECTION("first") {
    contacts.transport->answer(page({}, "1"));
    contacts.transport->answer(page({"2"}));
    CHECK(query.first(options));
  }
  SECTION("count") {
    contacts.transport->answer(counted(2, "5"));
    contacts.transport->answer(counted(3));
    CHECK(query.count(options));
  }
  REQUIRE(contacts.transport->sent().size() == 2);
  CHECK(contacts.transport->last().has_deadline);
  CHECK(contacts.transport->last().is_late);
}

TEST_CASE("max_pages ends a query, and says where it goes on", "[pages]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1"}, "1"));
  contacts.transport->answer(page({"2"}, "2"));
  const auto found = contacts->by_account("a").max_pages(2).all();
  REQUIRE(found);
  CHECK(ids_of(*found) == std::vector<std::string>{"1", "2"});
  CHECK(found.next());
  CHECK(contacts->by_account("a").max_pages(0).all().error().kind() == ErrorKind::invalid_argument);
}

TEST_CASE("items come one by one over pages, an error once and last", "[items]") {
  const Contacts contacts;
  contacts.transport->answer(page({"1", "2"}, "2"));
  contacts.transport->answer(page({}, "3"));
  contacts.transport->fail(ErrorKind::throttled);
  std::string seen;
  auto items = contacts->by_account("a").items();
  for (auto& each : items) seen += each ? each->id + " " : "error ";
  CHECK(seen == "1 2 error ");
  CHECK(items.cost().requests == 3);
  // What was given out is not read again.
  contacts.transport->answer(page({"4"}));
  const auto rest = items.cursor();
  REQUIRE(rest);
  CHECK(ids_of(*contacts->by_account("a").after(**rest).all()) == std::vector<std::string>{"4"});
  CHECK(contacts.transport->last().json().at("ExclusiveStartKey").at("id").at("S") == "3");
}

}  // namespace
}  // namespace partita::test
