// What writes of an entity with companions make of others that write meanwhile.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
#include "lookups.hpp"

#include <catch2/catch.hpp>

#include <set>
#include <string>

namespace partita::test {
namespace {

TEST_CASE("a writer between the read and the transaction seeds the next attempt", "[lookups]") {
  Jobs lab;
  lab.answer_item(stored(R"("red")"));
  lab.cancel(R"([{"Code":"ConditionalCheckFailed","Item":)" + stored(R"("blue","green")") +
             R"(},{"Code":"None"},{"Code":"None"}])");
  lab.transport->answer("{}");
  const auto put = lab.jobs.put(job({"black"}));
  REQUIRE(put);
  CHECK(put.cost().requests == 3);
  REQUIRE(lab.transport->sent().size() == 3);
  const Json first = lab.transport->sent()[1].json()["TransactItems"];
  const Json second = lab.transport->last().json()["TransactItems"];
  CHECK(lab.transport->sent()[1].json()["ClientRequestToken"] != lab.transport->last().json()["ClientRequestToken"]);
  CHECK(first[2]["Delete"]["Key"]["sk"]["S"] == "TAG#red#1");
  REQUIRE(second.size() == 4);
  CHECK(second[0]["Put"]["ExpressionAttributeValues"][":c0"]["SS"] == Json{"blue", "green"});
  CHECK(second[1]["Put"]["Item"]["sk"]["S"] == "TAG#black#1");
  CHECK(second[2]["Delete"]["Key"]["sk"]["S"] == "TAG#blue#1");
  CHECK(second[3]["Delete"]["Key"]["sk"]["S"] == "TAG#green#1");
}

TEST_CASE("a condition that fails while the item is as it was read is the caller's", "[lookups]") {
  Jobs lab;
  lab.answer_item(stored(R"("b","a")"));
  // The order of a set is nothing that changed.
  lab.cancel(R"([{"Code":"ConditionalCheckFailed","Item":)" + stored(R"("a","b")") + R"(},{"Code":"None"}])");
  const auto put = lab.jobs.put(job({"x"}), if_(JobFields::title == "other"));
  REQUIRE_FALSE(put);
  CHECK(put.error().kind() == ErrorKind::condition_failed);
  CHECK_FALSE(put.error().action());
  CHECK(JobRepository::existing(put.error()).value()->tags == std::set<std::string>{"a", "b"});
}

std::string stored_case(const std::string& opened_at, const std::string& more = {}) {
  return R"({"pk":{"S":"TENANT#t"},"sk":{"S":"CASE#c"},"kind":{"S":"case"},"tenant_id":{"S":"t"},"id":{"S":"c"},)"
         R"("title":{"S":""},"revision":{"N":"3"},"opened_at":{"S":")" +
         opened_at + R"("})" + more + "}";
}

TEST_CASE("a remove that meets its own first attempt succeeds", "[lookups]") {
  const Jobs lab;
  lab.answer_item(stored_case("1970-01-01T00:00:01.000Z"));
  lab.transport->fail(ErrorKind::condition_failed, {}, true, 2);
  lab.transport->answer("{}");
  CHECK(lab.cases.remove("c", expect{3}));
  CHECK(lab.transport->sent()[1].operation == "DeleteItem");
  CHECK(lab.transport->script_is_over());
}

TEST_CASE("a remove that finds no item, and was never in doubt, fails", "[lookups]") {
  const Jobs lab;
  lab.answer_item(stored_case("1970-01-01T00:00:01.000Z"));
  lab.transport->fail(ErrorKind::condition_failed);
  lab.transport->answer("{}");
  lab.transport->fail(ErrorKind::condition_failed);
  lab.transport->answer("{}");
  const auto removed = lab.cases.remove("c", expect{3});
  REQUIRE_FALSE(removed);
  CHECK(removed.error().kind() == ErrorKind::condition_failed);
  CHECK_FALSE(removed.error().maybe_applied());
}

TEST_CASE("a doubt outlasts the attempts that follow", "[lookups]") {
  const Jobs lab;
  lab.answer_item(stored_case("1970-01-01T00:00:01.000Z"));
  SECTION("of one request") {
    const std::string changed = stored_case("1970-01-01T00:00:02.000Z");
    lab.transport->fail(ErrorKind::condition_failed, changed, true, 2);
    lab.transport->fail(ErrorKind::condition_failed, changed);
  }
  SECTION("that became a transaction") {
    const std::string changed = stored_case("1970-01-01T00:00:01.000Z", R"(,"parties":{"L":[{"N":"7"}]})");
    lab.transport->fail(ErrorKind::condition_failed, changed, true, 2);
    lab.cancel(R"([{"Code":"ConditionalCheckFailed","Item":)" + changed + R"(},{"Code":"None"}])");
  }
  const auto removed = lab.cases.remove("c", expect{3});
  REQUIRE_FALSE(removed);
  CHECK(removed.error().kind() == ErrorKind::condition_failed);
  CHECK(removed.error().maybe_applied());
  CHECK(lab.transport->script_is_over());
}

TEST_CASE("an item that is always changed meanwhile is a conflict", "[lookups]") {
  Jobs lab;
  lab.answer_item(stored(R"("0")"));
  for (int i = 1; i <= 3; ++i) {
    lab.cancel(R"([{"Code":"ConditionalCheckFailed","Item":)" + stored("\"" + std::to_string(i) + "\"") + "}]");
  }
  const auto removed = lab.jobs.remove("ann", "1");
  REQUIRE_FALSE(removed);
  CHECK(removed.error().kind() == ErrorKind::conflict);
  CHECK(lab.transport->script_is_over());
}

TEST_CASE("a lookup item that another item owns is left alone", "[lookups]") {
  Jobs lab;
  lab.answer_item(stored(R"("red")"));
  // The slug's item was made for another job, by a program that knew nothing of the constraint.
  lab.cancel(
      R"([{"Code":"None"},{"Code":"ConditionalCheckFailed","Item":{"partita:owner":{"M":{}}}},{"Code":"None"}])");
  lab.transport->answer("{}");
  REQUIRE(lab.jobs.remove("ann", "1"));
  REQUIRE(lab.transport->sent()[1].json()["TransactItems"].size() == 3);
  const Json second = lab.transport->last().json()["TransactItems"];
  REQUIRE(second.size() == 2);
  CHECK(second[1]["Delete"]["Key"]["sk"]["S"] == "TAG#red#1");
}

TEST_CASE("a taken value names the constraint, and shows no sensitive value", "[lookups]") {
  Jobs lab;
  lab.cancel(R"([{"Code":"None"},{"Code":"ConditionalCheckFailed","Message":"The conditional request failed"}])");
  const auto plain = lab.jobs.create(job({}));
  REQUIRE_FALSE(plain);
  CHECK(plain.error().kind() == ErrorKind::condition_failed);
  CHECK(plain.error().message() ==
        "unique constraint 'SLUG#{slug}': the value 's' of attribute 'slug' is taken by another item");
  Case item = a_case("c", {});
  item.dockets = {"secret"};
  lab.cancel(R"([{"Code":"None"},{"Code":"ConditionalCheckFailed"}])");
  const auto hidden = lab.cases.create(item);
  REQUIRE_FALSE(hidden);
  CHECK(hidden.error().message() ==
        "unique constraint 'DOCKET#{tenant_id}#{dockets}': the value of attribute 'dockets' is taken by another item");
}

}  // namespace
}  // namespace partita::test
