// What lookups, and the repair and backfill of companions, read and skip.
#include "lookups.hpp"

#include <partita/dry_run.hpp>
#include <partita/transaction.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace partita::test {
namespace {

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

TEST_CASE("pages of a lookup that end at an item that cannot be read go on before it", "[lookups][pages]") {
  const Jobs lab;
  const auto lookup = [](const std::string& id) {
    return R"({"owner":{"S":"ann"},"sk":{"S":"TAG#red#)" + id + R"("},"partita:owner":{"M":{"sk":{"S":"JOB#)" + id +
           R"("},"owner":{"S":"ann"}}}})";
  };
  const auto answer = [&](const std::string& id, const std::string& more, const std::string& item) {
    lab.transport->answer(R"({"Count":1,"ScannedCount":1,"Items":[)" + lookup(id) + "]" + more + "}");
    lab.transport->answer(R"({"Responses":{"jobs":[)" + item + R"(]},"UnprocessedKeys":{}})");
  };
  const std::string first_key = R"({"owner":{"S":"ann"},"sk":{"S":"TAG#red#1"}})";
  answer("1", R"(,"LastEvaluatedKey":)" + first_key, stored(R"("red")"));
  std::string broken = stored(R"("red")");
  broken.replace(broken.find("JOB#1"), 5, "JOB#2");
  broken.replace(broken.find(R"("id":{"S":"1")"), 13, R"("id":{"N":"2")");
  const bool last = GENERATE(false, true);
  answer("2", last ? "" : R"(,"LastEvaluatedKey":{"owner":{"S":"ann"},"sk":{"S":"TAG#red#2"}})", broken);

  auto pages = lab.jobs.by_tag("ann", "red").page_size(1).pages();
  const auto first = pages.next();
  REQUIRE(first);
  REQUIRE(*first);
  const auto second = pages.next();
  REQUIRE(second);
  REQUIRE_FALSE(*second);
  CHECK(second->error().kind() == ErrorKind::decode);
  CHECK_FALSE(pages.next());
  const auto cursor = pages.cursor();
  REQUIRE(cursor);
  REQUIRE(*cursor);

  lab.transport->answer(page_of("[]", 0));
  REQUIRE(lab.jobs.by_tag("ann", "red").after(**cursor).all());
  CHECK(lab.transport->last().json()["ExclusiveStartKey"] == Json::parse(first_key));
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
