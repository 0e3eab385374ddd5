// What writes of an entity with companions send, and what they refuse.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
#include "lookups.hpp"

#include <partita/transaction.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

namespace partita::test {
namespace {

TEST_CASE("a create is one transaction, and reads nothing", "[lookups]") {
  const Jobs lab;
  lab.transport->answer("{}");
  REQUIRE(lab.jobs.create(job({"red"})));
  const auto sent = lab.transport->only();
  CHECK(sent.operation == "TransactWriteItems");
  const Json actions = sent.json()["TransactItems"];
  REQUIRE(actions.size() == 3);
  CHECK(actions[0]["Put"]["Item"]["sk"]["S"] == "JOB#1");
  CHECK(actions[0]["Put"]["ConditionExpression"] == "attribute_not_exists(#owner)");
  const Json owner = {{"M", {{"owner", {{"S", "ann"}}}, {"sk", {{"S", "JOB#1"}}}}}};
  CHECK(actions[1]["Put"]["Item"] ==
        Json{{"owner", {{"S", "SLUG#s"}}}, {"sk", {{"S", "SLUG#s"}}}, {"partita:owner", owner}});
  CHECK(actions[2]["Put"]["Item"] ==
        Json{{"owner", {{"S", "ann"}}}, {"sk", {{"S", "TAG#red#1"}}}, {"partita:owner", owner}});
  CHECK(actions[1]["Put"]["ConditionExpression"] == "attribute_not_exists(#0) OR #1 = :owner");
}

TEST_CASE("companions carry the type, the tenant and the time to live", "[lookups]") {
  const Jobs lab;
  lab.transport->answer("{}");
  REQUIRE(lab.cases.create(a_case("c", {7})));
  const Json put = lab.transport->only().json()["TransactItems"][1]["Put"];
  CHECK(put["Item"]["pk"]["S"] == "TENANT#t");
  CHECK(put["Item"]["sk"]["S"] == "PARTY#7#1970-01-01T00:00:01.000Z#c");
  CHECK(put["Item"]["kind"]["S"] == "case:lookup");
  CHECK(put["Item"]["tenant_id"]["S"] == "t");
  CHECK(put["Item"]["closed_at"]["N"] == "5000");
  // Of an expired item the key is free.
  CHECK(put["ConditionExpression"] == "attribute_not_exists(#0) OR #1 = :owner OR #2 <= :now");
  CHECK(put["ExpressionAttributeValues"][":now"]["N"] == "1000");
}

TEST_CASE("a transaction over expired items removes their lookups by its first attempt", "[lookups]") {
  const Jobs lab;
  const auto expired = [](const std::string& id) {
    return R"({"pk":{"S":"TENANT#t"},"sk":{"S":"CASE#)" + id +
           R"("},"kind":{"S":"case"},"tenant_id":{"S":"t"},"id":{"S":")" + id +
           R"("},"opened_at":{"N":"1000"},"parties":{"L":[{"N":"7"}]},"closed_at":{"N":"900"}})";
  };
  lab.transport->answer(R"({"Responses":{"cases":[)" + expired("a") + "," + expired("b") + "]}}");
  lab.transport->answer("{}");
  WriteTransaction transaction{lab.client};
  transaction.put(lab.cases, a_case("a", {8})).put(lab.cases, a_case("b", {}));
  REQUIRE(transaction.execute());
  REQUIRE(lab.transport->sent().size() == 2);
  const Json actions = lab.transport->last().json()["TransactItems"];
  std::multiset<std::string> done;
  for (const Json& action : actions) {
    const bool removes = action.contains("Delete");
    done.insert(removes ? "remove " + action["Delete"]["Key"]["sk"]["S"].get<std::string>()
                        : "put " + action["Put"]["Item"]["sk"]["S"].get<std::string>());
  }
  CHECK(done == std::multiset<std::string>{"put CASE#a", "put CASE#b", "put PARTY#8#1970-01-01T00:00:01.000Z#a",
                                           "remove PARTY#7#1970-01-01T00:00:01.000Z#a",
                                           "remove PARTY#7#1970-01-01T00:00:01.000Z#b"});
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html: a token with another
// request is an IdempotentParameterMismatch.
TEST_CASE("a transaction that is executed again says the same, whatever time it is", "[lookups]") {
  std::int64_t second = 1000;
  ClientOptions options = no_waits();
  options.clock = [&] { return std::chrono::system_clock::time_point(std::chrono::seconds(second++)); };
  const auto transport = std::make_shared<ScriptedTransport>();
  const Client client = *Client::open(transport, options);
  transport->answer("{}");
  transport->answer("{}");
  WriteTransaction transaction{client};
  transaction.create(CaseRepository(client, "t"), a_case("c", {7}));
  REQUIRE(transaction.execute(TransactionOptions().token("t-1")));
  REQUIRE(transaction.execute(TransactionOptions().token("t-1")));
  const auto sent = transport->sent();
  REQUIRE(sent.size() == 2);
  CHECK(sent.front().body == sent.back().body);
}

TEST_CASE("an update of what no companion is made from is one plain request", "[lookups]") {
  const Jobs lab;
  lab.transport->answer("{}");
  REQUIRE(lab.jobs.update("ann", "1").set_title("x").execute());
  CHECK(lab.transport->only().operation == "UpdateItem");
  const Json update = lab.transport->only().json();
  CHECK(update["ConditionExpression"] == "attribute_exists(#owner) AND attribute_not_exists(#0)");
  CHECK(update["ExpressionAttributeNames"]["#0"] == "partita:owner");
}

TEST_CASE("no update or check of an entity without a discriminator holds for a companion", "[lookups]") {
  const Jobs lab;
  lab.transport->answer("{}");
  WriteTransaction transaction{lab.client};
  transaction.update(lab.jobs.update("ann", "1").set_title("x"))
      .check(lab.jobs, "ann", "2", if_(JobFields::title == "t"));
  REQUIRE(transaction.execute());
  const Json actions = lab.transport->only().json()["TransactItems"];
  CHECK(actions[0]["Update"]["ConditionExpression"] == "attribute_exists(#owner) AND attribute_not_exists(#0)");
  const std::string check = actions[1]["ConditionCheck"]["ConditionExpression"];
  CHECK(check == "attribute_exists(#owner) AND attribute_not_exists(#0) AND (title = :c0)");
  CHECK(actions[1]["ConditionCheck"]["ExpressionAttributeNames"]["#0"] == "partita:owner");
}

TEST_CASE("a write whose companions stay is one plain request behind a read", "[lookups]") {
  const Jobs lab;
  lab.answer_item(stored(R"("red")"));
  lab.transport->answer("{}");
  REQUIRE(lab.jobs.put(job({"red"})));
  REQUIRE(lab.transport->sent().size() == 2);
  const auto& read = lab.transport->sent().front();
  CHECK(read.operation == "GetItem");
  CHECK(read.json()["ConsistentRead"] == true);
  CHECK(read.json()["Key"] == Json{{"owner", {{"S", "ann"}}}, {"sk", {{"S", "JOB#1"}}}});
  const Json put = lab.transport->last().json();
  CHECK(lab.transport->last().operation == "PutItem");
  CHECK(lab.transport->last().retry == RetryClass::conditional);
  CHECK(put["ConditionExpression"] == "(tags = :c0) AND (slug = :c1)");
  CHECK(put["ExpressionAttributeValues"][":c0"]["SS"] == Json{"red"});
}

TEST_CASE("what no transaction can hold is refused before anything is sent", "[lookups]") {
  Jobs lab;
  std::string expected;
  Error refused(ErrorKind::server, "");
  SECTION("too many values") {
    std::set<std::string> tags;
    for (int i = 0; i < 21; ++i) tags.insert(std::to_string(i));
    refused = lab.jobs.create(job(tags)).error();
    expected = "attribute 'tags' has 21 values; its lookup allows 20";
  }
  SECTION("a key that is too long") {
    refused = lab.jobs.create(job({std::string(1024, 'x')})).error();
    expected = "the key of lookup 'TAG#{tags}#{id}' has 1030 bytes; DynamoDB allows 1024";
  }
  SECTION("a delimiter in a value") {
    refused = lab.jobs.create(job({"a#b"})).error();
    expected = "its part 'tags' holds '#'";
  }
  SECTION("more than 100 actions") {
    std::vector<std::int64_t> parties(40);
    for (std::size_t i = 0; i < parties.size(); ++i) parties[i] = static_cast<std::int64_t>(i);
    WriteTransaction transaction{lab.client};
    for (const char* id : {"a", "b", "c"}) transaction.create(lab.cases, a_case(id, parties));
    refused = transaction.execute().error();
    expected = "the transaction has 123 actions, 120 of them for lookups and unique constraints; DynamoDB allows 100";
  }
  SECTION("two items of one unique value") {
    Job other = job({});
    other.id = "2";
    WriteTransaction transaction{lab.client};
    transaction.create(lab.jobs, job({})).create(lab.jobs, other);
    refused = transaction.execute().error();
    expected = "actions 0 and 1, counted from 0, both write one item of unique constraint 'SLUG#{slug}'";
  }
  SECTION("a token for what depends on the table") {
    WriteTransaction transaction{lab.client};
    transaction.put(lab.jobs, job({}));
    refused = transaction.execute(TransactionOptions().token("mine")).error();
    expected = "a token of the caller's can't be used with action 0";
  }
  SECTION("an image of an update that is a transaction") {
    refused = lab.jobs.update("ann", "1").set_tags({"x"}).execute_returning_new().error();
    expected = "returns no item";
  }
  INFO(refused.to_string());
  CHECK(refused.kind() == ErrorKind::invalid_argument);
  CHECK(refused.message().find(expected) != std::string::npos);
  CHECK(lab.transport->sent().empty());
}

TEST_CASE("a program's transaction reads what it needs, and tells whose action failed", "[lookups]") {
  Jobs lab;
  lab.answer_item(stored(R"("red")"));
  lab.cancel(R"([{"Code":"None"},{"Code":"None"},{"Code":"None"},{"Code":"None"},{"Code":"ConditionalCheckFailed"}])");
  Job other = job({"x"});
  other.id = "2";
  other.slug = "other";
  WriteTransaction transaction{lab.client};
  transaction.update(lab.jobs.update("ann", "1").set_tags({"blue"})).create(lab.jobs, other);
  const auto failed = transaction.execute();
  REQUIRE_FALSE(failed);
  CHECK(failed.error().action() == 1);
  CHECK(failed.error().message() ==
        "action 1, counted from 0 (Put on 'jobs'): unique constraint 'SLUG#{slug}': the value 'other' of attribute "
        "'slug' is taken by another item");
}

TEST_CASE("a program's transaction reads all that it needs by one request", "[lookups]") {
  const Jobs lab;
  lab.transport->answer(R"({"Responses":{"jobs":[)" + stored(R"("red")") + R"(]},"UnprocessedKeys":{}})");
  lab.transport->answer("{}");
  Job other = job({"x"});
  other.id = "2";
  other.slug = "other";
  WriteTransaction transaction{lab.client};
  transaction.put(lab.jobs, other).remove(lab.jobs, "ann", "1");
  const auto done = transaction.execute();
  REQUIRE(done);
  CHECK(done.cost().requests == 2);
  const auto& read = lab.transport->sent().front();
  CHECK(read.operation == "BatchGetItem");
  CHECK(read.json()["RequestItems"]["jobs"]["ConsistentRead"] == true);
  CHECK(read.json()["RequestItems"]["jobs"]["Keys"].size() == 2);
  const Json actions = lab.transport->last().json()["TransactItems"];
  REQUIRE(actions.size() == 6);
  CHECK(actions[0]["Put"]["ConditionExpression"] == "attribute_not_exists(#owner)");
  CHECK(actions[3]["Delete"]["ExpressionAttributeValues"][":c0"]["SS"] == Json{"red"});
}

}  // namespace
}  // namespace partita::test
