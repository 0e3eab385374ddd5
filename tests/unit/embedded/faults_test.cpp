// What a client of the engine meets on request. Types, texts and statuses are the service's:
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
#include "item_tables.hpp"

#include <partita/client_options.hpp>
#include <partita/metrics.hpp>
#include <partita/transport.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace partita;
using namespace std::chrono_literals;
using Json = nlohmann::json;

// A client with tables `one` and `two`, whose waits take no time and are written down.
struct Faulty {
  explicit Faulty(std::vector<EmbeddedFault> faults, ClientOptions options = {}) {
    options.embedded.faults = std::move(faults);
    options.sleep = [waits = waits](std::chrono::nanoseconds time, const StopSignal& stop) {
      waits->push_back(time);
      return !stop.requested();
    };
    auto opened = Client::open("memory:", options);
    if (!opened) FAIL(opened.error().to_string());
    client = std::make_unique<Client>(*std::move(opened));
    for (const char* const table : {"one", "two"}) {
      const Reply made = send("CreateTable", "{'TableName':'" + std::string(table) +
                                                 "','BillingMode':'PAY_PER_REQUEST','AttributeDefinitions':[{"
                                                 "'AttributeName':'pk','AttributeType':'S'}],'KeySchema':[{"
                                                 "'AttributeName':'pk','KeyType':'HASH'}]}");
      if (made.error) FAIL(made.error->to_string());
    }
  }

  Reply send(std::string_view operation, const std::string& body, RetryClass retry = RetryClass::idempotent,
             CallContext context = {}) const {
    Reply reply;
    const std::string text = quoted(body);
    client->transport().send(
        {.operation = operation, .table = "one", .body = text, .retry = retry, .context = std::move(context)}, reply);
    return reply;
  }
  Json answer(std::string_view operation, const std::string& body) const {
    const Reply reply = send(operation, body);
    return reply.error ? Json(reply.error->to_string()) : Json::parse(reply.body.view());
  }

  Reply put(const std::string& key, const std::string& table = "one") const {
    return send("PutItem", "{'TableName':'" + table + "','Item':{'pk':{'S':'" + key + "'}}}");
  }
  bool holds(const std::string& key, const std::string& table = "one") const {
    return answer("Query", "{'TableName':'" + table +
                               "','KeyConditionExpression':'pk = :k','ExpressionAttributeValues':{':k':{'S':'" + key +
                               "'}}}")["Count"] == 1;
  }
  std::shared_ptr<std::vector<std::chrono::nanoseconds>> waits =
      std::make_shared<std::vector<std::chrono::nanoseconds>>();
  std::unique_ptr<Client> client;
};

ClientOptions without_retries() {
  ClientOptions options;
  options.max_attempts = 1;
  return options;
}

TEST_CASE("the first two puts are throttled, and the client's retries make them good") {
  const Faulty db({{.kind = FaultKind::throttling, .operations = {"PutItem"}, .count = 2}});
  const Reply reply = db.put("a");
  CHECK_FALSE(reply.error);
  CHECK(reply.facts.attempts == 3);
  CHECK(db.waits->size() == 2);
  CHECK(db.holds("a"));
  const auto throttled = metrics(*db.client).throttlings;
  REQUIRE(throttled.size() == 1);
  CHECK(throttled[0].table == "one");
  CHECK(throttled[0].kind == "write");
  CHECK(throttled[0].limit == "key_range");  // which tables have that are billed on demand, as this one is
  CHECK(throttled[0].count == 2);
}

TEST_CASE("a throttled request was not applied, and its error is the service's") {
  const Faulty db({{.kind = FaultKind::throttling, .operations = {"PutItem", "GetItem"}}}, without_retries());
  const Reply reply = db.put("a");
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::throttled);
  CHECK(reply.error->code() == "ProvisionedThroughputExceededException");
  CHECK(reply.error->message() ==
        "The level of configured provisioned throughput for the table was exceeded. Consider increasing your "
        "provisioning level with the UpdateTable API.; writes of table 'one': one partition's limit, a hot key "
        "(TableWriteKeyRangeThroughputExceeded)");
  CHECK(reply.error->operation() == "PutItem");
  CHECK(reply.error->table() == "one");
  CHECK(reply.error->request_id() == "embedded-fault-1");
  CHECK_FALSE(reply.error->maybe_applied());
  CHECK(reply.facts.status == 400);
  CHECK_FALSE(db.holds("a"));
}

TEST_CASE("an operation on tables is throttled without a table's limits") {
  const Faulty db({{.kind = FaultKind::throttling, .operations = {"DescribeTable"}}}, without_retries());
  const Reply reply = db.send("DescribeTable", "{'TableName':'one'}");
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::throttled);
  CHECK(reply.error->code() == "ThrottlingException");
}

TEST_CASE("a server's error leaves open whether the request was applied") {
  const Faulty db({{.kind = FaultKind::server_error, .operations = {"PutItem"}, .count = 1}}, without_retries());
  const Reply reply = db.put("a");
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::server);
  CHECK(reply.error->code() == "InternalServerError");
  CHECK(reply.error->maybe_applied());
  CHECK(reply.facts.status == 500);
  CHECK_FALSE(db.holds("a"));
  CHECK_FALSE(db.put("a").error);
}

TEST_CASE("a request whose answer is lost was applied") {
  const Faulty db({{.kind = FaultKind::lost_answer, .operations = {"PutItem"}, .count = 1}}, without_retries());
  const Reply reply = db.put("a");
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::transport);
  CHECK(reply.error->message() == "the exchange with 'memory:' broke: Recv failure: Connection reset by peer");
  CHECK(reply.error->maybe_applied());
  CHECK(reply.error->request_id().empty());
  CHECK(reply.facts.status == 0);
  CHECK(db.holds("a"));
}

TEST_CASE("what adds is not repeated once its answer is lost") {
  const Faulty db({{.kind = FaultKind::lost_answer, .operations = {"UpdateItem"}, .count = 1}});
  const std::string add =
      "{'TableName':'one','Key':{'pk':{'S':'a'}},'UpdateExpression':'ADD n "
      ":n','ExpressionAttributeValues':{':n':{'N':'1'"
      "}}}";
  const Reply reply = db.send("UpdateItem", add, RetryClass::additive);
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::outcome_unknown);
  CHECK(db.answer("GetItem", "{'TableName':'one','Key':{'pk':{'S':'a'}}}")["Item"]["n"]["N"] == "1");
}

TEST_CASE("rules are gone through in their order, and the first that strikes decides") {
  const Faulty db({{.kind = FaultKind::throttling, .operations = {"PutItem"}, .count = 1},
                   {.kind = FaultKind::server_error, .operations = {"PutItem"}, .count = 1}},
                  without_retries());
  CHECK(db.put("a").error->kind() == ErrorKind::throttled);
  CHECK(db.put("a").error->kind() == ErrorKind::server);
  CHECK_FALSE(db.put("a").error);
}

TEST_CASE("a rule with tables is for requests to these alone, in batches and transactions too") {
  const Faulty throttling(
      {{.kind = FaultKind::throttling, .operations = {"PutItem", "BatchWriteItem", "Query"}, .tables = {"two"}}},
      without_retries());
  CHECK_FALSE(throttling.put("a", "one").error);
  CHECK(throttling.put("a", "two").error);
  CHECK(throttling.put("a", "arn:aws:dynamodb:partita:000000000000:table/two").error);
  const std::string write = "[{'PutRequest':{'Item':{'pk':{'S':'b'}}}}]";
  CHECK_FALSE(throttling.send("BatchWriteItem", "{'RequestItems':{'one':" + write + "}}").error);
  const Reply both = throttling.send("BatchWriteItem", "{'RequestItems':{'one':" + write + ",'two':" + write + "}}");
  REQUIRE(both.error);
  REQUIRE(both.error->throttling().size() == 1);
  CHECK(both.error->throttling()[0].table == "two");
}

TEST_CASE("expired credentials are final") {
  const Faulty db({{.kind = FaultKind::expired_credentials, .operations = {"GetItem"}}});
  const Reply reply = db.send("GetItem", "{'TableName':'one','Key':{'pk':{'S':'a'}}}");
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::credentials);
  CHECK(reply.error->code() == "ExpiredTokenException");
  CHECK(reply.error->message() == "The security token included in the request is expired");
  CHECK(reply.facts.attempts == 1);
}

TEST_CASE("a write conflicts with a transaction, and is repeated") {
  const Faulty db({{.kind = FaultKind::conflict, .count = 1}});
  const Reply reply = db.put("a");
  CHECK_FALSE(reply.error);
  CHECK(reply.facts.attempts == 2);
}

TEST_CASE("a transaction that is cancelled says which of its actions met the fault") {
  const std::string body =
      "{'TransactItems':[{'Put':{'TableName':'one','Item':{'pk':{'S':'a'}}}},{'Put':{'TableName':'two','Item':{'pk':{'"
      "S':"
      "'a'}}}},{'Delete':{'TableName':'two','Key':{'pk':{'S':'b'}}}}]}";
  ClientOptions once;
  once.max_attempts = 1;
  const Faulty db({{.kind = FaultKind::conflict, .tables = {"two"}, .count = 1},
                   {.kind = FaultKind::throttling, .operations = {"TransactWriteItems"}, .count = 1}},
                  once);
  const Reply reply = db.send("TransactWriteItems", body);
  REQUIRE(reply.error);
  CHECK(reply.error->code() == "TransactionCanceledException");
  CHECK(reply.error->message() ==
        "Transaction cancelled, please refer cancellation reasons for specific reasons [None, TransactionConflict, "
        "None]");
  CHECK(Json::parse(reply.error->details().cancellation_reasons) ==
        Json::parse(quoted("[{'Code':'None'},{'Code':'TransactionConflict','Message':'Transaction is ongoing for the "
                           "item'},{'Code':'None'}]")));
  CHECK_FALSE(db.holds("a"));
  const Reply throttled = db.send("TransactWriteItems", body);
  REQUIRE(throttled.error);
  CHECK(Json::parse(throttled.error->details().cancellation_reasons)[0]["Code"] == "ProvisionedThroughputExceeded");
  CHECK_FALSE(db.send("TransactWriteItems", body).error);
}

TEST_CASE("a batch gives back every second of its writes, and has not done them") {
  const Faulty db({{.kind = FaultKind::unprocessed, .count = 1}});
  const auto write = [](const std::string& key) { return "{'PutRequest':{'Item':{'pk':{'S':'" + key + "'}}}}"; };
  const std::string writes =
      "{'one':[" + write("1") + "," + write("2") + "," + write("3") + "],'two':[" + write("4") + "]}";
  const Json said = db.answer("BatchWriteItem", "{'RequestItems':" + writes + ",'ReturnConsumedCapacity':'TOTAL'}");
  CHECK(said["UnprocessedItems"] == Json::parse(quoted("{'one':[" + write("2") + "],'two':[" + write("4") + "]}")));
  CHECK(said["ConsumedCapacity"].size() == 1);
  CHECK(db.holds("1"));
  CHECK_FALSE(db.holds("2"));
  CHECK(db.holds("3"));
  CHECK_FALSE(db.holds("4", "two"));
  CHECK(db.answer("BatchWriteItem", "{'RequestItems':" + writes + "}")["UnprocessedItems"].empty());
}

TEST_CASE("a batch gives back every second of its keys as they were asked for, and a single one never") {
  const Faulty db({{.kind = FaultKind::unprocessed, .operations = {"BatchGetItem"}, .tables = {"one"}}});
  for (const char* const key : {"1", "2", "3"}) REQUIRE_FALSE(db.put(key).error);
  const auto get = [&](const std::string& keys) {
    return db.answer("BatchGetItem", "{'RequestItems':{'one':{'ConsistentRead':true,'Keys':[" + keys +
                                         "]},'two':{'Keys':[{'pk':{'S':'1'}},{'pk':{'S':'2'}}]}}}");
  };
  const Json said = get("{'pk':{'S':'1'}},{'pk':{'S':'2'}},{'pk':{'S':'3'}}");
  CHECK(said["Responses"]["one"].size() == 2);
  CHECK(said["UnprocessedKeys"] == Json::parse(quoted("{'one':{'Keys':[{'pk':{'S':'2'}}],'ConsistentRead':true}}")));
  CHECK(get("{'pk':{'S':'2'}}")["UnprocessedKeys"].empty());
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html: "DynamoDB rejects the entire
// batch write operation", and API_BatchGetItem.html, errors.
TEST_CASE("what is wrong with a batch is told of the whole, and nothing of it is left out or done") {
  const Faulty db({{.kind = FaultKind::unprocessed}});
  const auto refused = [&](const std::string& operation, const std::string& items) {
    const Reply reply = db.send(operation, "{'RequestItems':{'one':" + items + "}}");
    return reply.error ? reply.error->message() : std::string(reply.body.view());
  };
  std::string writes;
  for (int i = 0; i < 26; ++i) writes += ",{'PutRequest':{'Item':{'pk':{'S':'" + std::to_string(i) + "'}}}}";
  CHECK(refused("BatchWriteItem", "[" + writes.substr(1) + "]").find("length less than or equal to 25") !=
        std::string::npos);
  std::string keys;
  for (int i = 0; i < 101; ++i) keys += ",{'pk':{'S':'" + std::to_string(i) + "'}}";
  CHECK(refused("BatchGetItem", "{'Keys':[" + keys.substr(1) + "]}") ==
        "Too many items requested for the BatchGetItem call");
  const std::string twice = "Provided list of item keys contains duplicates";
  CHECK(refused("BatchWriteItem",
                "[{'PutRequest':{'Item':{'pk':{'S':'0'}}}},{'DeleteRequest':{'Key':{'pk':{'S':'0'}}}}]") == twice);
  CHECK(refused("BatchGetItem", "{'Keys':[{'pk':{'S':'0'}},{'pk':{'S':'0'}}]}") == twice);
  const std::string mismatch = "The provided key element does not match the schema";
  CHECK(refused("BatchWriteItem",
                "[{'PutRequest':{'Item':{'pk':{'S':'0'}}}},{'PutRequest':{'Item':{'pk':{'N':'1'}}}}]") == mismatch);
  CHECK(refused("BatchGetItem", "{'Keys':[{'pk':{'S':'0'}},{'pk':{'N':'1'}}]}") == mismatch);
  CHECK_FALSE(db.holds("0"));
}

TEST_CASE("deletes that are left out come back as they were asked for") {
  const Faulty db({{.kind = FaultKind::unprocessed, .operations = {"BatchWriteItem"}, .count = 1}});
  REQUIRE_FALSE(db.put("b", "two").error);
  const Json said = db.answer("BatchWriteItem",
                              "{'RequestItems':{'one':[{'PutRequest':{'Item':{'pk':{'S':'a'}}}}],"
                              "'arn:aws:dynamodb:partita:000000000000:table/two':[{'DeleteRequest':{'Key':{'pk':{'S':"
                              "'b'}}}}]}}");
  CHECK(said["UnprocessedItems"] ==
        Json::parse(quoted("{'arn:aws:dynamodb:partita:000000000000:table/two':[{'DeleteRequest':{'Key':{'pk':{'S':'b'}"
                           "}}}]}")));
  CHECK(db.holds("b", "two"));
}

TEST_CASE("what a batch is cut at comes back together with what a fault leaves out") {
  const Faulty db({{.kind = FaultKind::unprocessed, .operations = {"BatchGetItem"}}});
  std::string keys;
  for (int i = 0; i < 99; ++i) {
    const std::string key = std::to_string(i);
    REQUIRE_FALSE(db.send("PutItem", "{'TableName':'one','Item':{'pk':{'S':'" + key + "'},'v':{'S':'" +
                                         std::string(390'000, 'x') + "'}}}")
                      .error);
    keys += (i == 0 ? "{'pk':{'S':'" : ",{'pk':{'S':'") + key + "'}}";
  }
  const Json said = db.answer("BatchGetItem", "{'RequestItems':{'one':{'Keys':[" + keys + "]}}}");
  const std::size_t done = said["Responses"]["one"].size();
  CHECK(done == 41);  // 16 MB
  CHECK(said["UnprocessedKeys"]["one"]["Keys"].size() == 99 - done);
}

TEST_CASE("shares and latencies repeat with their seed") {
  const auto fates = [](std::uint64_t seed) {
    ClientOptions options = without_retries();
    options.embedded.seed = seed;
    const Faulty db({{.kind = FaultKind::latency, .operations = {"PutItem"}, .median = 10ms, .p99 = 100ms},
                     {.kind = FaultKind::throttling, .operations = {"PutItem"}, .share = 0.3}},
                    options);
    std::vector<bool> failed;
    for (int i = 0; i < 1000; ++i) failed.push_back(db.put("a").error.has_value());
    return std::pair(failed, *db.waits);
  };
  const auto first = fates(7);
  CHECK(fates(7) == first);
  CHECK(fates(8).first != first.first);
  const auto failures = std::count(first.first.begin(), first.first.end(), true);
  CHECK(failures > 250);
  CHECK(failures < 350);
  auto waits = first.second;
  REQUIRE(waits.size() == 1000);
  std::sort(waits.begin(), waits.end());
  CHECK(waits[500] > 8ms);
  CHECK(waits[500] < 12ms);
  CHECK(waits[990] > 60ms);
  CHECK(waits[990] < 160ms);
}

TEST_CASE("an answer that comes later than the client waits is lost, and the request applied") {
  ClientOptions options = without_retries();
  options.connect_timeout = 20ms;
  options.request_timeout = 50ms;
  const Faulty db({{.kind = FaultKind::latency, .operations = {"PutItem"}, .median = 60ms}}, options);
  const Reply reply = db.put("a");
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::deadline);
  CHECK(reply.error->message() == "no answer from 'memory:' within 50 ms");
  CHECK(reply.error->maybe_applied());
  CHECK(*db.waits == std::vector<std::chrono::nanoseconds>{50ms});
  CHECK(db.holds("a"));
}

TEST_CASE("a call's deadline ends a latency") {
  const Faulty db({{.kind = FaultKind::latency, .operations = {"PutItem"}, .median = 1h}});
  CallContext context;
  context.deadline = std::chrono::steady_clock::now() + 10s;
  const Reply reply =
      db.send("PutItem", "{'TableName':'one','Item':{'pk':{'S':'a'}}}", RetryClass::additive, std::move(context));
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::outcome_unknown);
  CHECK(reply.error->message().starts_with("no answer from 'memory:' before the call's deadline"));
}

TEST_CASE("the breaker opens for the engine as it does for the service") {
  ClientOptions options = without_retries();
  options.breaker.failures = 3;
  const Faulty db({{.kind = FaultKind::server_error, .operations = {"PutItem"}}}, options);
  for (int i = 0; i < 3; ++i) CHECK(db.put("a").error->kind() == ErrorKind::server);
  CHECK(db.put("a").error->kind() == ErrorKind::circuit_open);
  CHECK(metrics(*db.client).writes == BreakerState::open);
}

}  // namespace
