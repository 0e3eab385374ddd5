// What writes and lookups of an entity with companions send, and what they make of races.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
#include "scripted_transport.hpp"

#include "lab/lookups.partita.hpp"

#include <partita/client_options.hpp>
#include <partita/dry_run.hpp>
#include <partita/transaction.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <set>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Case;
using lab::CaseRepository;
using lab::Job;
using lab::JobFields;
using lab::JobRepository;

ClientOptions no_waits() {
  ClientOptions options;
  options.sleep = [](std::chrono::nanoseconds, const StopSignal& stop) { return !stop.requested(); };
  options.max_attempts = 3;
  options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(1000)); };
  return options;
}

struct Jobs {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  Client client = *Client::open(transport, no_waits());
  JobRepository jobs{client};
  CaseRepository cases{client, "t"};

  void cancel(const std::string& reasons) const {
    Error::Details details;
    details.kind = ErrorKind::conflict;
    details.message = "Transaction cancelled";
    details.cancellation_reasons = reasons;
    transport->fail(Error(std::move(details)));
  }
  void answer_item(const std::string& item) const { transport->answer(R"({"Item":)" + item + "}"); }
};

Job job(std::set<std::string> tags) {
  return {.owner = "ann", .id = "1", .tags = std::move(tags), .slug = "s", .title = "t"};
}

std::string stored(const std::string& tags, const std::string& slug = "s") {
  return R"({"owner":{"S":"ann"},"sk":{"S":"JOB#1"},"id":{"S":"1"},"tags":{"SS":[)" + tags + R"(]},"slug":{"S":")" +
         slug + R"("},"title":{"S":"t"}})";
}

Case a_case(const std::string& id, std::vector<std::int64_t> parties) {
  Case item{.tenant_id = "t", .id = id, .opened_at = timestamp::from_seconds(1), .parties = std::move(parties)};
  item.closed_at = timestamp::from_seconds(5'000);
  return item;
}

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

TEST_CASE("a lookup skips and counts what does not hold its value by now", "[lookups]") {
  const Jobs lab;
  const auto lookup = [](const std::string& id) {
    return R"({"owner":{"S":"ann"},"sk":{"S":"TAG#red#)" + id + R"("},"partita:owner":{"M":{"sk":{"S":"JOB#)" + id +
           R"("},"owner":{"S":"ann"}}}})";
  };
  lab.transport->answer(R"({"Count":3,"ScannedCount":3,"Items":[)" + lookup("1") + "," + lookup("2") + "," +
                        lookup("3") + R"(],"ConsumedCapacity":{"TableName":"jobs","CapacityUnits":0.5}})");
  std::string second = stored(R"("blue")");
  second.replace(second.find("JOB#1"), 5, "JOB#2");
  second.replace(second.find(R"("id":{"S":"1")"), 13, R"("id":{"S":"2")");
  lab.transport->answer(R"({"Responses":{"jobs":[)" + second + "," + stored(R"("red")") +
                        R"(]},"UnprocessedKeys":{},"ConsumedCapacity":[{"TableName":"jobs","CapacityUnits":1}]})");
  const auto found = lab.jobs.by_tag("ann", "red").all();
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  CHECK(found->front().id == "1");
  CHECK(found.cost().strays == 2);
  CHECK(found.cost().requests == 2);
  CHECK(found.cost().items_returned == 1);
  CHECK(found.cost().read_units == 1.5);
  const Json query = lab.transport->sent().front().json();
  CHECK(query["Limit"] == 100);
  CHECK(query["ExpressionAttributeValues"][":k1"]["S"] == "TAG#red#");
  CHECK_FALSE(query.contains("ConsistentRead"));
}

std::string page_of(const std::string& items, int count) {
  const std::string number = std::to_string(count);
  return R"({"Count":)" + number + R"(,"ScannedCount":)" + number + R"(,"Items":)" + items + "}";
}

TEST_CASE("a collection of one entity leaves companions out", "[lookups][collection]") {
  const Scripted<lab::MemosReader> memos;
  memos.transport->answer(page_of(R"([{"owner":{"S":"ann"},"id":{"S":"x"},"topics":{"L":[{"S":"a"}]}}])", 1));
  const auto found = memos->get("ann");
  INFO((found ? std::string() : found.error().to_string()));
  REQUIRE(found);
  REQUIRE(found->memos.size() == 1);
  const Json query = memos.transport->only().json();
  CHECK(query["FilterExpression"] == "attribute_not_exists(#0)");
  CHECK(query["ExpressionAttributeNames"]["#0"] == "partita:owner");
}

TEST_CASE("a part of a collection that leaves companions out ends inside of a page", "[lookups][collection]") {
  const Scripted<lab::MemosReader> memos;
  const auto memo = [](const std::string& id) {
    return R"({"owner":{"S":"ann"},"id":{"S":")" + id + R"("},"topics":{"L":[{"S":"a"}]}})";
  };
  memos.transport->answer(page_of("[" + memo("x") + "," + memo("y") + "," + memo("z") + "]", 3));
  const auto part = memos->get("ann", CollectionOptions().max_items(2));
  REQUIRE(part);
  REQUIRE(part->memos.size() == 2);
  CHECK(part->memos.back().id == "y");
  CHECK_FALSE(memos.transport->only().json().contains("Limit"));  // it would count companions
  REQUIRE(part.next());
  memos.transport->answer(page_of("[" + memo("z") + "]", 1));
  const auto rest = memos->get("ann", CollectionOptions().after(*part.next()));
  REQUIRE(rest);
  CHECK(rest->memos.size() == 1);
  CHECK_FALSE(rest.next());
  CHECK(memos.transport->last().json()["ExclusiveStartKey"] == Json::parse(R"({"owner":{"S":"ann"},"id":{"S":"y"}})"));
}

// What another program can store under `partita:owner`.
const std::vector<std::string> no_keys = {
    R"({"S":"ann"})",
    R"({"M":{}})",
    R"({"M":{"owner":{"S":"ann"}}})",
    R"({"M":{"owner":{"S":"ann"},"sk":{"N":"1"}}})",
    R"({"M":{"owner":{"S":"ann"},"sk":{"S":""}}})",
    R"({"M":{"owner":{"S":"ann"},"sk":{"L":[{"S":"JOB#1"}]}}})",
    R"({"M":{"owner":{"S":"ann"},"sk":{"S":"JOB#1"},"more":{"S":"x"}}})",
};

TEST_CASE("a companion that says no key of an item is skipped by lookups, and left by repair", "[lookups]") {
  const Jobs lab;
  const std::string owner = GENERATE(from_range(no_keys));
  const std::string stray = R"({"owner":{"S":"ann"},"sk":{"S":"TAG#red#1"},"partita:owner":)" + owner + "}";
  INFO(stray);
  lab.transport->answer(page_of("[" + stray + "]", 1));
  const auto found = lab.jobs.by_tag("ann", "red").all();
  REQUIRE(found);
  CHECK(found->empty());
  lab.transport->answer(page_of("[" + stray + "]", 1));
  const auto report = lab.jobs.repair();
  REQUIRE(report);
  CHECK(report.conflicts == 1);
  CHECK(report.deleted == 0);
  CHECK_FALSE(report.next);
  CHECK(report.first_conflict->message() ==
        "attribute 'partita:owner' holds no key of an item of the table (item "
        R"({"owner":{"S":"ann"},"sk":{"S":"TAG#red#1"}}))");
  CHECK(lab.transport->sent().size() == 2);
}

TEST_CASE("a page of lookup items that is none is an error", "[lookups]") {
  const Jobs lab;
  const std::string lookup =
      R"({"owner":{"S":"ann"},"sk":{"S":"TAG#red#1"},"partita:owner":{"M":{"owner":{"S":"ann"},"sk":{"S":"JOB#1"}}}})";
  lab.transport->answer(page_of(GENERATE_COPY("[" + lookup + ",7]", std::string(R"({"S":"x"})")), 2));
  const auto found = lab.jobs.by_tag("ann", "red").all();
  REQUIRE_FALSE(found);
  INFO(found.error().to_string());
  CHECK(found.error().kind() == ErrorKind::decode);
  CHECK(found.error().operation() == "Query");
  CHECK(found.error().table() == "jobs");
  CHECK(lab.transport->sent().size() == 1);
}

TEST_CASE("a backfill counts an item that no write would take, and goes on", "[lookups]") {
  const Jobs lab;
  std::string tags = R"("0")";
  for (int i = 1; i < 120; ++i) tags += ",\"" + std::to_string(i) + "\"";
  std::string other = stored(R"("red")", "other");
  other.replace(other.find("JOB#1"), 5, "JOB#2");
  other.replace(other.find(R"("id":{"S":"1")"), 13, R"("id":{"S":"2")");
  lab.transport->answer(page_of("[" + stored(tags) + "," + other + "]", 2));
  lab.transport->answer(R"({"Responses":{"jobs":[]},"UnprocessedKeys":{}})");
  lab.transport->answer("{}");
  const auto report = lab.jobs.backfill();
  INFO((report ? std::string() : report.error->to_string()));
  REQUIRE(report);
  CHECK(report.examined == 2);
  CHECK(report.written == 2);
  CHECK(report.conflicts == 1);
  CHECK(report.first_conflict->kind() == ErrorKind::invalid_argument);
  CHECK(report.first_conflict->message() ==
        "attribute 'tags' has 120 values; its lookup allows 20 (item "
        R"({"owner":{"S":"ann"},"sk":{"S":"JOB#1"}}))");
  CHECK(lab.transport->last().json()["TransactItems"][0]["ConditionCheck"]["Key"]["sk"]["S"] == "JOB#2");
}

TEST_CASE("a repair that fails says what it did, and where it goes on", "[lookups]") {
  const Jobs lab;
  std::string other = stored(R"("red")", "other");
  other.replace(other.find("JOB#1"), 5, "JOB#2");
  other.replace(other.find(R"("id":{"S":"1")"), 13, R"("id":{"S":"2")");
  std::string first = page_of("[" + stored(R"("red")") + "]", 1);
  first.replace(first.size() - 1, 1, R"(,"LastEvaluatedKey":{"owner":{"S":"ann"},"sk":{"S":"JOB#1"}}})");
  const std::string second = page_of("[" + other + "]", 1);
  const auto mends = [&](const std::string& page) {
    lab.transport->answer(page);
    lab.transport->answer(R"({"Responses":{"jobs":[]},"UnprocessedKeys":{}})");
    lab.transport->answer("{}");
  };
  const auto start = [](const ScriptedTransport::Sent& sent) { return sent.json()["ExclusiveStartKey"]; };

  SECTION("on a later page") {
    mends(first);
    SECTION("that can't be read") {
      lab.transport->fail(ErrorKind::throttled);
    }
    SECTION("that can't be mended") {
      lab.transport->answer(second);
      lab.transport->fail(ErrorKind::throttled);
    }
    const RepairReport report = lab.jobs.backfill();
    CHECK_FALSE(report);
    CHECK(report.error->kind() == ErrorKind::throttled);
    CHECK(report.written == 2);
    CHECK(report.cost.requests == lab.transport->sent().size());
    REQUIRE(report.next);

    mends(second);
    const std::size_t before = lab.transport->sent().size();
    const RepairReport rest = lab.jobs.backfill(RepairOptions().after(*report.next));
    CHECK(rest);
    CHECK(rest.written == 2);
    CHECK_FALSE(rest.next);
    CHECK(start(lab.transport->sent()[before])["sk"]["S"] == "JOB#1");
  }
  SECTION("on the first page") {
    lab.transport->fail(ErrorKind::throttled);
    const RepairReport report = lab.jobs.repair();
    CHECK(report.error->kind() == ErrorKind::throttled);
    REQUIRE(report.next);
    lab.transport->answer(page_of("[]", 0));
    CHECK(lab.jobs.repair(RepairOptions().after(*report.next)));
    CHECK(start(lab.transport->last()).is_null());
  }
  SECTION("before it began") {
    lab.transport->fail(ErrorKind::throttled);
    const RepairReport report = lab.jobs.repair();
    const RepairReport other_walk = lab.jobs.backfill(RepairOptions().after(*report.next));
    CHECK(other_walk.error->kind() == ErrorKind::invalid_argument);
    CHECK_FALSE(other_walk.next);
  }
}

TEST_CASE("a plan shows no sensitive value in the key of a companion, or of a lookup",
          "[lookups][dry_run][sensitive]") {
  const Jobs lab;
  const auto check = [](const Result<PlannedRequest>& plan, const std::string& secret) {
    REQUIRE(plan);
    INFO(plan->to_string());
    CHECK(plan->body().find(secret) != std::string::npos);
    CHECK(plan->to_string().find(secret) == std::string::npos);
    CHECK(plan->to_string().find("cases") != std::string::npos);
    CHECK(Json::accept(plan->to_string().substr(plan->to_string().find('{'))));
  };
  Case item = a_case("c", {4711});
  item.dockets = {"secret"};
  check(dry_run(lab.client, [&](const Client& dry) { return lab.cases.with(dry).create(item); }), "secret");
  check(dry_run(lab.client,
                [&](const Client& dry) {
                  return WriteTransaction(dry).create(lab.cases, item).create(lab.jobs, job({})).execute();
                }),
        "secret");
  check(dry_run(lab.client, [&](const Client& dry) { return lab.cases.with(dry).by_party(4711).all(); }), "4711");

  const auto plain = dry_run(lab.client, [&](const Client& dry) { return lab.jobs.with(dry).create(job({"red"})); });
  REQUIRE(plain);
  CHECK(plain->to_string().find("TAG#red#1") != std::string::npos);
}

}  // namespace
}  // namespace partita::test
