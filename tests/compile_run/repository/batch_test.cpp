// What reads and writes of many items send, and what they do with what the service leaves.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
#include "contacts.hpp"

#include "document.partita.hpp"
#include "session.partita.hpp"

#include <partita/client_options.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::ContactKey;
using std::chrono::milliseconds;

// Repositories whose client draws 0.5 and keeps how long it waited.
template <class Repository>
struct Batches {
  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  std::shared_ptr<std::vector<milliseconds>> waits = std::make_shared<std::vector<milliseconds>>();

  Client client() const {
    ClientOptions options;
    options.random = [] { return 0.5; };
    options.sleep = [waits = waits](std::chrono::nanoseconds time, const StopSignal& stop) {
      waits->push_back(std::chrono::duration_cast<milliseconds>(time));
      return !stop.requested();
    };
    options.clock = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(1000)); };
    options.max_attempts = 3;
    return *Client::open(transport, options);
  }
  Repository operator*() const { return Repository{client()}; }
};

Json key_of(const std::string& id) {
  return {{"id", {{"S", id}}}, {"tenant_id", {{"S", "t-1"}}}};
}

std::vector<ContactKey> keys(std::size_t count) {
  std::vector<ContactKey> list;
  for (std::size_t i = 0; i < count; ++i) list.push_back({"c-" + std::to_string(i), "t-1"});
  return list;
}

std::string found(const std::vector<std::string>& ids, const std::vector<std::string>& left = {}) {
  Json answer{{"Responses", {{"contacts", Json::array()}}}, {"UnprocessedKeys", Json::object()}};
  for (const std::string& id : ids) answer["Responses"]["contacts"].push_back(stored(id));
  for (const std::string& id : left) answer["UnprocessedKeys"]["contacts"]["Keys"].push_back(key_of(id));
  answer["ConsumedCapacity"] = {{{"TableName", "contacts"}, {"CapacityUnits", 1.5}}};
  return answer.dump();
}

TEST_CASE("get_many gives what it found in the order of the keys, and asks for each once", "[batch]") {
  const Batches<ContactRepository> contacts;
  contacts.transport->answer(found({"c-2", "c-0"}));
  const std::vector<ContactKey> list{{"c-0", "t-1"}, {"c-1", "t-1"}, {"c-2", "t-1"}, {"c-0", "t-1"}};
  const auto got = (*contacts).get_many(list, ReadOptions().consistent());
  REQUIRE(got);
  REQUIRE(got->size() == 4);
  CHECK((*got)[0]->id == "c-0");
  CHECK((*got)[1] == std::nullopt);
  CHECK((*got)[2]->id == "c-2");
  CHECK((*got)[3]->id == "c-0");
  CHECK(got.cost().requests == 1);
  CHECK(got.cost().read_units == 1.5);
  CHECK(got.cost().items_returned == 2);
  const auto sent = contacts.transport->only();
  CHECK(sent.operation == "BatchGetItem");
  CHECK(sent.table == "contacts");
  CHECK(sent.json() ==
        Json{{"RequestItems",
              {{"contacts", {{"Keys", {key_of("c-0"), key_of("c-1"), key_of("c-2")}}, {"ConsistentRead", true}}}}},
             {"ReturnConsumedCapacity", "TOTAL"}});
}

TEST_CASE("get_many of no key asks nobody", "[batch]") {
  const Batches<ContactRepository> contacts;
  const auto got = (*contacts).get_many({});
  REQUIRE(got);
  CHECK(got->empty());
  CHECK(contacts.transport->sent().empty());
}

TEST_CASE("get_many sends 100 keys by a request, with what the last one left in front", "[batch]") {
  const Batches<ContactRepository> contacts;
  contacts.transport->answer(found({"c-0"}, {"c-7", "c-3"}));
  contacts.transport->answer(found({"c-3"}));
  contacts.transport->answer(found({"c-203"}));
  const auto got = (*contacts).get_many(keys(204));
  REQUIRE(got);
  CHECK((*got)[203].has_value());
  CHECK((*got)[3].has_value());
  CHECK_FALSE((*got)[7].has_value());
  CHECK(got.cost().requests == 3);
  CHECK(contacts.waits->empty());  // each request got something done
  const auto& sent = contacts.transport->sent();
  REQUIRE(sent.size() == 3);
  const auto asked = [&](std::size_t i) { return sent[i].json()["RequestItems"]["contacts"]["Keys"]; };
  CHECK(asked(0).size() == 100);
  CHECK(asked(1).size() == 100);
  CHECK(asked(1)[0] == key_of("c-7"));
  CHECK(asked(1)[1] == key_of("c-3"));
  CHECK(asked(1)[2] == key_of("c-100"));
  CHECK(asked(2).size() == 6);
}

TEST_CASE("a request that got nothing done is followed by a wait, which progress starts over", "[batch]") {
  const Batches<ContactRepository> contacts;
  contacts.transport->answer(found({}, {"c-0", "c-1"}));
  contacts.transport->answer(found({}, {"c-0", "c-1"}));
  contacts.transport->answer(found({"c-0"}, {"c-1"}));
  contacts.transport->answer(found({}, {"c-1"}));
  contacts.transport->answer(found({"c-1"}));
  REQUIRE((*contacts).get_many(keys(2)));
  CHECK(*contacts.waits == std::vector<milliseconds>{milliseconds(50), milliseconds(100), milliseconds(50)});
}

TEST_CASE("get_many never gives a part as if it were all", "[batch]") {
  const Batches<ContactRepository> contacts;
  ErrorKind kind = ErrorKind::throttled;
  SECTION("the service leaves keys for good") {
    contacts.transport->answer(found({"c-0"}, {"c-1"}));
    for (int i = 0; i < 3; ++i) contacts.transport->answer(found({}, {"c-1"}));
  }
  SECTION("a later request fails") {
    contacts.transport->answer(found({"c-0"}, {"c-1"}));
    contacts.transport->fail(ErrorKind::throttled);
  }
  SECTION("no time is left for a wait") {
    contacts.transport->answer(found({}, {"c-0", "c-1"}));
    const auto got = (*contacts).get_many(keys(2), ReadOptions().timeout(milliseconds(20)));
    REQUIRE_FALSE(got);
    CHECK(got.error().kind() == ErrorKind::throttled);
    CHECK(contacts.waits->empty());
    return;
  }
  SECTION("the answer holds an item that nobody asked for") {
    contacts.transport->answer(found({"c-9"}));
    kind = ErrorKind::decode;
  }
  SECTION("the answer holds no items") {
    contacts.transport->answer("{}");
    kind = ErrorKind::decode;
  }
  SECTION("an item is not what the schema says") {
    Json answer = Json::parse(found({"c-0"}));
    answer["Responses"]["contacts"][0].erase("name");
    contacts.transport->answer(answer.dump());
    kind = ErrorKind::decode;
  }
  const auto got = (*contacts).get_many(keys(2));
  REQUIRE_FALSE(got);
  INFO(got.error().to_string());
  CHECK(got.error().kind() == kind);
  CHECK(got.error().operation() == "BatchGetItem");
  CHECK(got.error().table() == "contacts");
}

TEST_CASE("a key that can't be stored is refused before anything is sent, with its position", "[batch]") {
  const Batches<ContactRepository> contacts;
  const auto got = (*contacts).get_many(std::vector<ContactKey>{{"c-1", "t-1"}, {"", "t-1"}});
  REQUIRE_FALSE(got);
  CHECK(got.error().kind() == ErrorKind::invalid_argument);
  CHECK(got.error().message().find("number 1 of the batch") != std::string::npos);
  CHECK(contacts.transport->sent().empty());
}

TEST_CASE("an expired item is not there", "[batch]") {
  const Batches<lab::SessionRepository> sessions;
  const auto item = [](const std::string& id, int expires) {
    return Json{{"tenant_id", {{"S", "t"}}},
                {"session_id", {{"S", id}}},
                {"capsule_id", {{"S", "c"}}},
                {"created_at", {{"N", "1"}}},
                {"expires_at", {{"N", std::to_string(expires)}}}};
  };
  sessions.transport->answer(Json{{"Responses", {{"sessions", {item("a", 1000), item("b", 1001)}}}}}.dump());
  const auto got = (*sessions).get_many(std::vector<lab::SessionKey>{{"t", "a"}, {"t", "b"}});
  REQUIRE(got);
  CHECK_FALSE((*got)[0].has_value());
  CHECK((*got)[1].has_value());
}

TEST_CASE("batches of a tenant's repository are of that tenant", "[batch]") {
  const Batches<lab::DocumentRepository> documents;
  const lab::DocumentRepository repository{documents.client(), "t-1"};
  const Json key{{"tenant_id", {{"S", "t-1"}}}, {"id", {{"S", "d-1"}}}};
  SECTION("keys hold it") {
    documents.transport->answer(R"({"Responses":{"documents":[]}})");
    REQUIRE(repository.get_many(std::vector<std::string>{"d-1"}));
    CHECK(documents.transport->only().json()["RequestItems"]["documents"]["Keys"] == Json::array({key}));
  }
  SECTION("another's item is refused") {
    const auto put = repository.put_many(std::vector<lab::Document>{{.tenant_id = "t-2", .id = "d-1"}});
    REQUIRE_FALSE(put);
    CHECK(put.error->kind() == ErrorKind::invalid_argument);
    CHECK(put.left == std::vector<std::size_t>{0});
    CHECK(documents.transport->sent().empty());
  }
}

std::vector<Contact> items(std::size_t count) {
  std::vector<Contact> list;
  for (std::size_t i = 0; i < count; ++i) {
    list.push_back(sample());
    list.back().id = "c-" + std::to_string(i);
  }
  return list;
}

std::string left_puts(const std::vector<std::string>& ids) {
  Json answer{{"UnprocessedItems", Json::object()}, {"ConsumedCapacity", {{{"CapacityUnits", 8}}}}};
  for (const std::string& id : ids) {
    answer["UnprocessedItems"]["contacts"].push_back({{"PutRequest", {{"Item", stored(id)}}}});
  }
  return answer.dump();
}

TEST_CASE("put_many sends 25 items by a request and counts their versions up", "[batch]") {
  const Batches<ContactRepository> contacts;
  contacts.transport->answer(left_puts({"c-4"}));
  contacts.transport->answer(left_puts({}));
  const auto put = (*contacts).put_many(items(27), unconditionally);
  REQUIRE(put);
  CHECK(put.written == 27);
  CHECK(put.left.empty());
  CHECK(put.cost.requests == 2);
  CHECK(put.cost.write_units == 16);
  const auto& sent = contacts.transport->sent();
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].operation == "BatchWriteItem");
  CHECK(sent[0].retry == RetryClass::idempotent);
  const Json first = sent[0].json()["RequestItems"]["contacts"];
  CHECK(first.size() == 25);
  Json item = stored("c-0");
  item["revision"]["N"] = "4";
  CHECK(first[0] == Json{{"PutRequest", {{"Item", item}}}});
  const Json second = sent[1].json()["RequestItems"]["contacts"];
  REQUIRE(second.size() == 3);
  CHECK(second[0]["PutRequest"]["Item"]["id"]["S"] == "c-4");
  CHECK(contacts.waits->empty());
}

TEST_CASE("put_many says what it left", "[batch]") {
  const Batches<ContactRepository> contacts;
  contacts.transport->answer(left_puts({"c-3", "c-1"}));
  for (int i = 0; i < 3; ++i) contacts.transport->answer(left_puts({"c-1", "c-3"}));
  const auto put = (*contacts).put_many(items(5), unconditionally);
  REQUIRE_FALSE(put);
  CHECK(put.written == 3);
  CHECK(put.left == std::vector<std::size_t>{1, 3});
  CHECK(put.error->kind() == ErrorKind::throttled);
  CHECK(*contacts.waits == std::vector<milliseconds>{milliseconds(50), milliseconds(100)});
}

TEST_CASE("a request that fails leaves all it had and what was to come", "[batch]") {
  const Batches<ContactRepository> contacts;
  contacts.transport->answer(left_puts({}));
  contacts.transport->fail(ErrorKind::transport, {}, true, 4);
  const auto put = (*contacts).put_many(items(60), unconditionally);
  REQUIRE_FALSE(put);
  CHECK(put.written == 25);
  REQUIRE(put.left.size() == 35);
  CHECK(put.left.front() == 25);
  CHECK(put.error->maybe_applied());
  CHECK(put.cost.requests == 5);
}

TEST_CASE("two items with one key are refused before anything is sent", "[batch]") {
  const Batches<ContactRepository> contacts;
  std::vector<Contact> list = items(40);
  list[37].id = "c-2";
  const auto put = (*contacts).put_many(list, unconditionally);
  REQUIRE_FALSE(put);
  CHECK(put.error->kind() == ErrorKind::invalid_argument);
  CHECK(put.error->message().find("numbers 2 and 37") != std::string::npos);
  CHECK(put.written == 0);
  CHECK(put.left.size() == 40);
  CHECK(contacts.transport->sent().empty());
}

TEST_CASE("an item that can't be stored is refused before anything is sent, with its position", "[batch]") {
  const Batches<ContactRepository> contacts;
  std::vector<Contact> list = items(30);
  SECTION("a text that is not UTF-8") {
    list[28].name = "\xff";
  }
  SECTION("a version without a successor") {
    list[28].revision = std::numeric_limits<std::int64_t>::max();
  }
  const auto put = (*contacts).put_many(list, unconditionally);
  REQUIRE_FALSE(put);
  CHECK(put.error->kind() == ErrorKind::invalid_argument);
  CHECK(put.error->message().find("number 28 of the batch") != std::string::npos);
  CHECK(contacts.transport->sent().empty());
}

TEST_CASE("a request of puts stays within 16 MB", "[batch]") {
  const Batches<ContactRepository> contacts;
  std::vector<Contact> list = items(25);
  for (Contact& each : list) each.name = std::string(170'000, '\x01');  // six bytes each, as it is sent
  contacts.transport->answer(left_puts({}));
  contacts.transport->answer(left_puts({}));
  REQUIRE((*contacts).put_many(list, unconditionally));
  const auto& sent = contacts.transport->sent();
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].json()["RequestItems"]["contacts"].size() == 16);
  CHECK(sent[0].body.size() <= std::size_t{16} * 1024 * 1024);
}

TEST_CASE("remove_many sends keys", "[batch]") {
  const Batches<ContactRepository> contacts;
  contacts.transport->answer(
      Json{{"UnprocessedItems", {{"contacts", {{{"DeleteRequest", {{"Key", key_of("c-1")}}}}}}}}}.dump());
  contacts.transport->answer("{}");
  const auto removed = (*contacts).remove_many(keys(2), unconditionally);
  REQUIRE(removed);
  CHECK(removed.written == 2);
  const auto& sent = contacts.transport->sent();
  REQUIRE(sent.size() == 2);
  CHECK(sent[0].json() ==
        Json{{"RequestItems",
              {{"contacts",
                {{{"DeleteRequest", {{"Key", key_of("c-0")}}}}, {{"DeleteRequest", {{"Key", key_of("c-1")}}}}}}}},
             {"ReturnConsumedCapacity", "INDEXES"}});
  CHECK(sent[1].json()["RequestItems"]["contacts"].size() == 1);
}

}  // namespace
}  // namespace partita::test
