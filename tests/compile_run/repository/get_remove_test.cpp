// Reading and removing one item, and what decoding says about items that are not as the schema has them.
#include "contacts.hpp"

#include "lab/everything.partita.hpp"
#include "session.partita.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>

namespace partita::test {
namespace {

const Json key{{"id", {{"S", "c-1"}}}, {"tenant_id", {{"S", "t-1"}}}};

TEST_CASE("get sends the key", "[get]") {
  const Contacts contacts;
  contacts.transport->answer(Json{{"Item", stored_sample()}, {"ConsumedCapacity", {{"CapacityUnits", 1.5}}}}.dump());
  const auto found = contacts->get("c-1", "t-1");
  REQUIRE(found);
  REQUIRE(found->has_value());
  CHECK(**found == sample());
  CHECK(found.cost().requests == 1);
  CHECK(found.cost().items_evaluated == 1);
  CHECK(found.cost().items_returned == 1);
  CHECK(found.cost().read_units == 1.5);
  CHECK(found.cost().write_units == 0);
  const auto sent = contacts.transport->only();
  CHECK(sent.operation == "GetItem");
  CHECK(sent.retry == RetryClass::idempotent);
  CHECK(sent.json() == Json{{"TableName", "contacts"}, {"Key", key}, {"ReturnConsumedCapacity", "TOTAL"}});
}

TEST_CASE("get takes a key structure, and reads consistently when asked", "[get]") {
  const Contacts contacts;
  contacts.transport->answer("{}");
  const auto found = contacts->get(lab::ContactKey{.id = "c-1", .tenant_id = "t-1"}, ReadOptions().consistent());
  REQUIRE(found);
  CHECK_FALSE(found->has_value());
  CHECK(found.cost().items_returned == 0);
  CHECK(contacts.transport->only().json() ==
        Json{{"TableName", "contacts"}, {"Key", key}, {"ConsistentRead", true}, {"ReturnConsumedCapacity", "TOTAL"}});
}

TEST_CASE("a timeout reaches the transport as a deadline", "[get]") {
  const Contacts contacts;
  contacts.transport->answer("{}");
  contacts.transport->answer("{}");
  REQUIRE(contacts->get("c-1", "t-1"));
  CHECK_FALSE(contacts.transport->last().has_deadline);
  ReadOptions options;
  options.timeout(std::chrono::seconds(5));
  REQUIRE(contacts->get("c-1", "t-1", options));
  CHECK(contacts.transport->last().has_deadline);
}

TEST_CASE("remove sends the key", "[remove]") {
  const Contacts contacts;
  contacts.transport->answer(written);
  contacts.transport->answer(written);
  const auto removed = contacts->remove("c-1", "t-1", any_version);
  REQUIRE(removed);
  CHECK(removed.cost().write_units == 4);
  REQUIRE(contacts->remove(lab::ContactKey{.id = "c-1", .tenant_id = "t-1"}, any_version));
  for (const auto& sent : contacts.transport->sent()) {
    CHECK(sent.operation == "DeleteItem");
    CHECK(sent.retry == RetryClass::idempotent);
    CHECK(sent.json() == Json{{"TableName", "contacts"}, {"Key", key}, {"ReturnConsumedCapacity", "INDEXES"}});
  }
}

TEST_CASE("errors of the service pass through with operation and table", "[get]") {
  const Contacts contacts;
  contacts.transport->fail(ErrorKind::throttled, {}, false, 4);
  const auto found = contacts->get("c-1", "t-1");
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::throttled);
  CHECK(found.error().to_string() == "throttled: GetItem on 'contacts': the script says so");
  CHECK(found.cost().requests == 4);
}

Result<std::optional<Contact>> got(const Json& item) {
  const Contacts contacts;
  contacts.transport->answer(Json{{"Item", item}}.dump());
  return contacts->get("c-1", "t-1");
}

TEST_CASE("what an item may lack keeps its default", "[decode]") {
  Json item = stored_sample();
  for (const char* name : {"status", "phone", "score", "revision"}) item.erase(name);
  const auto found = got(item);
  REQUIRE(found);
  REQUIRE(found->has_value());
  CHECK((*found)->status == Status::active);
  CHECK((*found)->phone == std::nullopt);
  CHECK((*found)->score == 10);
  CHECK((*found)->revision == 0);
}

TEST_CASE("a NULL is the absence of an optional, and nothing else's", "[decode]") {
  Json item = stored_sample();
  item["phone"] = {{"NULL", true}};
  const auto found = got(item);
  REQUIRE(found);
  CHECK((*found)->phone == std::nullopt);
  item["name"] = {{"NULL", true}};
  CHECK(got(item).error().kind() == ErrorKind::decode);
}

TEST_CASE("any other attribute that an item lacks is an error that names it", "[decode]") {
  for (const char* name : {"id", "tenant_id", "account_id", "role", "department", "created_at", "name", "rating"}) {
    INFO(name);
    Json item = stored_sample();
    item.erase(name);
    const auto found = got(item);
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::decode);
    CHECK(found.error().table() == "contacts");
    CHECK(found.error().operation() == "GetItem");
    CHECK(found.error().message().find("'" + std::string(name) + "'") != std::string::npos);
  }
}

TEST_CASE("an attribute of another type or with a value that does not fit is an error that names it", "[decode]") {
  const auto [name, value] = GENERATE(table<std::string, std::string>({
      {"name", R"({"N":"1"})"},
      {"name", R"({"SS":["a"]})"},
      {"name", R"({"M":{}})"},
      {"score", R"({"S":"1"})"},
      {"score", R"({"N":"2147483648"})"},
      {"score", R"({"N":"-2147483649"})"},
      {"score", R"({"N":"1.5"})"},
      {"score", R"({"N":""})"},
      {"score", R"({"BOOL":true})"},
      {"rating", R"({"N":"1e999"})"},
      {"rating", R"({"N":"NaN"})"},
      {"status", R"({"S":"lost"})"},
      {"status", R"({"N":"0"})"},
      {"created_at", R"({"S":"2023-01-01T00:00:00.000Z"})"},
      {"phone", R"({"N":"49"})"},
  }));
  INFO(name << ": " << value);
  Json item = stored_sample();
  item[name] = Json::parse(value);
  const auto found = got(item);
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::decode);
  CHECK(found.error().table() == "contacts");
  CHECK(found.error().message().find("'" + name + "'") != std::string::npos);
}

TEST_CASE("attributes that the schema does not know are skipped, whatever they hold", "[decode]") {
  Json item = stored_sample();
  item["aaa"] = {{"S", "x"}};
  item["zzz"] = {{"L", {{{"M", {{"id", {{"N", "5"}}}}}}, {{"SS", {"a", "b"}}}, {{"NULL", true}}}}};
  item["names"] = {{"BOOL", false}};
  item["nam"] = {{"B", "AAEC"}};
  const auto found = got(item);
  REQUIRE(found);
  CHECK(**found == sample());
}

TEST_CASE("an error inside a nested attribute says where", "[decode]") {
  const Scripted<lab::SessionRepository> sessions;
  sessions.transport->answer(R"({"Item":{"tenant_id":{"S":"t"},"session_id":{"S":"s"},"capsule_id":{"S":"c"},)"
                             R"("created_at":{"N":"1"},"ports":{"NS":["1","x"]},"expires_at":{"N":"4102444800"}}})");
  const auto found = sessions->get("t", "s");
  REQUIRE_FALSE(found);
  CHECK(found.error().message().find("'ports'") != std::string::npos);
  CHECK(found.error().table() == "sessions");
}

TEST_CASE("an answer that is not the service's JSON is a decode error, never an absent item", "[decode]") {
  for (const char* body :
       {"", "[]", "null", "{\"Item\":", "{\"Item\":null}", "{\"Item\":{}} x", "<html>", "{\"Item\":[]}"}) {
    INFO(body);
    const Contacts contacts;
    contacts.transport->answer(body);
    const auto found = contacts->get("c-1", "t-1");
    REQUIRE_FALSE(found);
    CHECK(found.error().kind() == ErrorKind::decode);
  }
}

TEST_CASE("an empty set reads back from its absence", "[decode]") {
  const Scripted<lab::SessionRepository> sessions;
  sessions.transport->answer(R"({"Item":{"tenant_id":{"S":"t"},"session_id":{"S":"s"},"capsule_id":{"S":"c"},)"
                             R"("created_at":{"N":"1"},"expires_at":{"N":"4102444800"}}})");
  const auto found = sessions->get("t", "s");
  REQUIRE(found);
  CHECK((*found)->roles.empty());
  CHECK((*found)->expires_at == timestamp::from_seconds(4102444800));
}

}  // namespace
}  // namespace partita::test
