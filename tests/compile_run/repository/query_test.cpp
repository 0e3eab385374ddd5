// What queries send: keys, sort conditions, order, consistency, filters.
#include "contacts.hpp"

#include "lab/measurement.partita.hpp"
#include "session.partita.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

namespace partita::test {
namespace {

const std::string empty_page = page({});

// The body of the one request that reading all of the query sends.
template <class Query>
Json body_of(const std::shared_ptr<ScriptedTransport>& transport, const Query& query) {
  transport->answer(empty_page);
  const auto found = query.all();
  if (!found) return found.error().to_string();
  CHECK(transport->last().operation == "Query");
  CHECK(transport->last().retry == RetryClass::idempotent);
  return transport->last().json();
}

TEST_CASE("a query on the table names its partition", "[query]") {
  const Contacts contacts;
  CHECK(body_of(contacts.transport, contacts->by_id("c-1")) ==
        Json{{"TableName", "contacts"},
             {"KeyConditionExpression", "id = :k0"},
             {"ExpressionAttributeValues", {{":k0", {{"S", "c-1"}}}}},
             {"ReturnConsumedCapacity", "TOTAL"}});
}

TEST_CASE("a query on an index names it, and aliases what is reserved once", "[query]") {
  const Contacts contacts;
  CHECK(body_of(contacts.transport, contacts->by_status(Status::gone)
                                        .created_at(at_least(timestamp::from_milliseconds(5)))
                                        .where(ContactFields::role != "cto")
                                        .descending()
                                        .page_size(7)) ==
        Json{{"TableName", "contacts"},
             {"IndexName", "by_status"},
             {"KeyConditionExpression", "#status = :k0 AND created_at >= :k1"},
             {"FilterExpression", "#role <> :f0"},
             {"ExpressionAttributeNames", {{"#status", "status"}, {"#role", "role"}}},
             {"ExpressionAttributeValues", {{":k0", {{"S", "gone"}}}, {":k1", {{"N", "5"}}}, {":f0", {{"S", "cto"}}}}},
             {"Limit", 7},
             {"ScanIndexForward", false},
             {"ReturnConsumedCapacity", "INDEXES"}});
}

TEST_CASE("every condition on a string sort key", "[query]") {
  const Contacts contacts;
  const auto condition = [&](const SortCondition<std::string_view>& on_department) {
    const Json body = body_of(contacts.transport, contacts->by_role("cto").department(on_department));
    CHECK(body.at("IndexName") == "by_role");
    Json values = body.at("ExpressionAttributeValues");
    CHECK(values.at(":k0") == Json{{"S", "cto"}});
    values.erase(":k0");
    const std::string text = body.at("KeyConditionExpression");
    CHECK(text.substr(0, 17) == "#role = :k0 AND d");
    return text.substr(16) + " " + values.dump();
  };
  const auto begins = [&] {
    const Json body = body_of(contacts.transport, contacts->by_role("cto").department(begins_with("e")));
    CHECK(body.at("ExpressionAttributeValues").at(":k1") == Json{{"S", "e"}});
    return body.at("KeyConditionExpression");
  };
  CHECK(condition("a") == R"(department = :k1 {":k1":{"S":"a"}})");
  CHECK(condition(std::string("a")) == R"(department = :k1 {":k1":{"S":"a"}})");
  CHECK(condition(less_than("a")) == R"(department < :k1 {":k1":{"S":"a"}})");
  CHECK(condition(at_most("a")) == R"(department <= :k1 {":k1":{"S":"a"}})");
  CHECK(condition(greater_than("a")) == R"(department > :k1 {":k1":{"S":"a"}})");
  CHECK(condition(at_least("a")) == R"(department >= :k1 {":k1":{"S":"a"}})");
  CHECK(condition(between("a", "b")) == R"(department BETWEEN :k1 AND :k2 {":k1":{"S":"a"},":k2":{"S":"b"}})");
  CHECK(begins() == "#role = :k0 AND begins_with(department, :k1)");
}

TEST_CASE("conditions on number sort keys take numbers, and no prefix", "[query]") {
  const Scripted<lab::MeasurementRepository> measurements;
  const std::vector<std::byte> device{std::byte{0}, std::byte{255}};
  const Json by_sequence = body_of(measurements.transport, measurements->by_device(device).sequence(between(-5, 7)));
  CHECK(by_sequence.at("KeyConditionExpression") == "device = :k0 AND #sequence BETWEEN :k1 AND :k2");
  CHECK(by_sequence.at("ExpressionAttributeValues") ==
        Json{{":k0", {{"B", "AP8="}}}, {":k1", {{"N", "-5"}}}, {":k2", {{"N", "7"}}}});
  const Json by_value = body_of(measurements.transport, measurements->by_value(device).value(less_than(0.25)));
  CHECK(by_value.at("IndexName") == "by_value");
  CHECK(by_value.at("KeyConditionExpression") == "device = :k0 AND #value < :k1");
  CHECK(by_value.at("ExpressionAttributeValues").at(":k1") == Json{{"N", "0.25"}});
  const Json by_day =
      body_of(measurements.transport, measurements->by_day(20000).amount(greater_than(*decimal::parse("0.10"))));
  CHECK(by_day.at("ExpressionAttributeValues") == Json{{":k0", {{"N", "20000"}}}, {":k1", {{"N", "0.1"}}}});
  static_assert(std::is_convertible_v<Prefix, SortCondition<std::string_view>>);
  static_assert(!std::is_convertible_v<Prefix, SortCondition<std::int64_t>>);
}

TEST_CASE("only the table and local indexes are read consistently", "[query]") {
  const Contacts contacts;
  CHECK(body_of(contacts.transport, contacts->by_id("c-1").consistent()).at("ConsistentRead") == true);
  CHECK_FALSE(
      body_of(contacts.transport, contacts->by_id("c-1").consistent().consistent(false)).contains("ConsistentRead"));
  const Scripted<lab::MeasurementRepository> measurements;
  const std::vector<std::byte> device{std::byte{1}};
  CHECK(body_of(measurements.transport, measurements->by_value(device).consistent()).at("ConsistentRead") == true);
}

// A method that is not there cannot be called: what no key serves is no query.
template <class Repository>
concept has_by_phone = requires(const Repository& repository) { repository.by_phone("1"); };
template <class Query>
concept has_department = requires(Query query) { query.department("x"); };

TEST_CASE("there is no query without a key, and no sort condition without a sort key", "[query]") {
  static_assert(!has_by_phone<ContactRepository>);
  static_assert(has_department<ContactRepository::ByRole>);
  static_assert(!has_department<ContactRepository::ByAccount>);
}

TEST_CASE("filters add up", "[query]") {
  const Contacts contacts;
  auto query = contacts->by_account("a-9").where(ContactFields::score > 5);
  query.where(ContactFields::name == "Ann" || ContactFields::phone.exists());
  const Json body = body_of(contacts.transport, query);
  CHECK(body.at("FilterExpression") == "(score > :f0) AND ((#name = :f1) OR (attribute_exists(phone)))");
  CHECK(body.at("ExpressionAttributeNames") == Json{{"#name", "name"}});
  CHECK(body.at("ExpressionAttributeValues") ==
        Json{{":k0", {{"S", "a-9"}}}, {":f0", {{"N", "5"}}}, {":f1", {{"S", "Ann"}}}});
}

TEST_CASE("an alias that filters share is declared once", "[query]") {
  const Contacts contacts;
  const Json body = body_of(contacts.transport, contacts->by_role("cto")
                                                    .where(ContactFields::name != "z")
                                                    .where(ContactFields::name != "x" && ContactFields::name != "y"));
  CHECK(body.at("ExpressionAttributeNames") == Json{{"#role", "role"}, {"#name", "name"}});
  // A parser takes the last of two members with one name: count them in the text.
  const std::string& text = contacts.transport->last().body;
  CHECK(text.find("\"#role\":") == text.rfind("\"#role\":"));
  CHECK(text.find("\"#name\":") == text.rfind("\"#name\":"));
}

TEST_CASE("order is ascending unless asked otherwise, and the last word counts", "[query]") {
  const Contacts contacts;
  CHECK_FALSE(body_of(contacts.transport, contacts->by_account("a")).contains("ScanIndexForward"));
  CHECK(body_of(contacts.transport, contacts->by_account("a").descending()).at("ScanIndexForward") == false);
  CHECK_FALSE(
      body_of(contacts.transport, contacts->by_account("a").descending().ascending()).contains("ScanIndexForward"));
}

TEST_CASE("a named query is changed in place; a copy goes its own way", "[query]") {
  const Contacts contacts;
  auto query = contacts->by_role("cto");
  auto& same = query.department("eng").descending().page_size(3);
  CHECK(&same == &query);
  auto copy = query;
  copy.where(ContactFields::score == 1).ascending();
  copy.page_size(9);
  const Json body = body_of(contacts.transport, query);
  const Json other = body_of(contacts.transport, copy);
  CHECK(body.at("Limit") == 3);
  CHECK(body.at("ScanIndexForward") == false);
  CHECK_FALSE(body.contains("FilterExpression"));
  CHECK(other.at("Limit") == 9);
  CHECK_FALSE(other.contains("ScanIndexForward"));
  CHECK(other.at("FilterExpression") == "score = :f0");
  query = copy;
  CHECK(body_of(contacts.transport, query) == other);
}

TEST_CASE("a query may be read again, from its beginning", "[query]") {
  const Contacts contacts;
  const auto query = contacts->by_account("a");
  contacts.transport->answer(page({"1"}, "1"));
  contacts.transport->answer(page({"2"}));
  REQUIRE(query.all());
  contacts.transport->answer(page({"1"}));
  const auto again = query.all();
  REQUIRE(again);
  CHECK(ids_of(*again) == std::vector<std::string>{"1"});
  CHECK(contacts.transport->sent()[2].body == contacts.transport->sent()[0].body);
}

TEST_CASE("a narrow index returns what it holds", "[query]") {
  const Scripted<lab::SessionRepository> sessions;
  sessions.transport->answer(R"({"Count":1,"ScannedCount":1,"Items":[{"tenant_id":{"S":"t"},"session_id":{"S":"s"},)"
                             R"("capsule_id":{"S":"c"},"created_at":{"N":"-1"},"expires_at":{"N":"2"}}]})");
  const auto found = sessions->by_capsule("c").where(lab::SessionFields::expires_at < timestamp::from_seconds(9)).all();
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  static_assert(std::is_same_v<std::decay_t<decltype(found->front())>, lab::SessionByCapsuleItem>);
  CHECK(found->front().created_at == timestamp::from_milliseconds(-1));
  CHECK(found->front().expires_at == timestamp::from_seconds(2));
  CHECK(sessions.transport->only().json().at("ExpressionAttributeValues").at(":f0") == Json{{"N", "9"}});

  sessions.transport->answer(R"({"Count":1,"ScannedCount":1,"Items":[{"tenant_id":{"S":"t"},"session_id":{"S":"s"},)"
                             R"("device":{"S":"d"}}]})");
  const auto keys = sessions->keys_by_device("d").all();
  REQUIRE(keys);
  CHECK(keys->at(0).session_id == "s");
}

TEST_CASE("two conditions on one sort key are refused", "[query]") {
  const Contacts contacts;
  const auto found = contacts->by_role("cto").department(at_least("a")).department(less_than("b")).all();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::invalid_argument);
  CHECK(found.error().message().find("'department'") != std::string::npos);
  CHECK(found.error().message().find("between") != std::string::npos);
  CHECK(contacts.transport->sent().empty());
}

}  // namespace
}  // namespace partita::test
