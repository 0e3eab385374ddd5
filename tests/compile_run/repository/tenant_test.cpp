// Repositories of one tenant: no call reads or writes what belongs to another.
#include "scripted_transport.hpp"

#include "document.partita.hpp"
#include "order.partita.hpp"

#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <type_traits>

namespace partita::test {
namespace {

using lab::Document;
using lab::DocumentCard;
using lab::DocumentFields;
using lab::DocumentKey;
using lab::DocumentRepository;

static_assert(!std::is_default_constructible_v<DocumentRepository>);
static_assert(std::is_constructible_v<DocumentRepository, Client, const char*>);

struct Documents {
  explicit Documents(const std::string& tenant) : repository(Client(transport), tenant) {}
  const DocumentRepository* operator->() const { return &repository; }
  const Json last() const { return transport->last().json(); }

  std::shared_ptr<ScriptedTransport> transport = std::make_shared<ScriptedTransport>();
  DocumentRepository repository;
};

constexpr const char* written = R"({"ConsumedCapacity":{"TableName":"documents","CapacityUnits":2.0}})";

Json stored(const std::string& tenant, const std::string& id) {
  return {{"tenant_id", {{"S", tenant}}}, {"id", {{"S", id}}},        {"title", {{"S", "t"}}},
          {"shelf", {{"S", "s"}}},        {"author", {{"S", "ada"}}}, {"changed", {{"N", "1"}}}};
}

std::string page(const std::vector<Json>& items) {
  return Json{{"Count", items.size()}, {"ScannedCount", items.size()}, {"Items", items}}.dump();
}

TEST_CASE("the tenant is part of every key", "[tenant]") {
  const std::string tenant = GENERATE("a", "a#b");
  const Documents documents(tenant);
  const Json key{{"tenant_id", {{"S", tenant}}}, {"id", {{"S", "d-1"}}}};
  static_cast<void>(documents->get("d-1"));
  CHECK(documents.last().at("Key") == key);
  static_cast<void>(documents->get(DocumentKey{"d-1"}));
  CHECK(documents.last().at("Key") == key);
  static_cast<void>(documents->get_as<DocumentCard>("d-1"));
  CHECK(documents.last().at("Key") == key);
  static_cast<void>(documents->remove("d-1"));
  CHECK(documents.last().at("Key") == key);
  static_cast<void>(documents->update("d-1").set_title("x").execute());
  CHECK(documents.last().at("Key") == key);
  static_cast<void>(documents->by_tenant_id().id(begins_with("d")).all());
  CHECK(documents.last().at("KeyConditionExpression") == "tenant_id = :k0 AND begins_with(id, :k1)");
  CHECK(documents.last().at("ExpressionAttributeValues").at(":k0").at("S") == tenant);
  static_cast<void>(documents->by_shelf().shelf("s").all());
  CHECK(documents.last().at("KeyConditionExpression") == "tenant_id = :k0 AND shelf = :k1");
  CHECK(documents.last().at("ExpressionAttributeValues").at(":k0").at("S") == tenant);
}

TEST_CASE("the tenant is bound where it is the sort key", "[tenant]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const lab::SettingRepository settings{Client(transport), 7};
  static_cast<void>(settings.by_name("colour").all());
  const Json body = transport->last().json();
  CHECK(body.at("KeyConditionExpression") == "#name = :k0 AND #owner = :k1");
  CHECK(body.at("ExpressionAttributeValues").at(":k1") == Json{{"N", "7"}});
  static_cast<void>(settings.get("colour"));
  CHECK(transport->last().json().at("Key") == Json::parse(R"({"name": {"S": "colour"}, "owner": {"N": "7"}})"));
}

TEST_CASE("where the key does not hold the tenant, writes ask for it", "[tenant]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const lab::LedgerRepository ledgers{Client(transport), 7};
  const Json values = Json::parse(R"({":type": {"S": "ledger"}, ":tenant": {"N": "7"}})");
  const lab::Ledger ledger{.name = "n", .owner = 7, .secret = "s"};
  static_cast<void>(ledgers.put(ledger));
  Json body = transport->last().json();
  CHECK(body.at("ConditionExpression") ==
        "(attribute_not_exists(#name) OR (#type = :type AND #owner = :tenant)) AND "
        "(attribute_not_exists(revision) OR revision = :version)");
  static_cast<void>(ledgers.remove("n", any_version));
  body = transport->last().json();
  CHECK(body.at("ConditionExpression") == "attribute_not_exists(#name) OR (#type = :type AND #owner = :tenant)");
  CHECK(body.at("ExpressionAttributeValues") == values);
  CHECK(body.at("ExpressionAttributeNames") == Json::parse(R"({"#name": "name", "#type": "type", "#owner": "owner"})"));
  static_cast<void>(ledgers.update("n", any_version).set_secret("x").execute());
  body = transport->last().json();
  CHECK(body.at("ConditionExpression") == "attribute_exists(#name) AND #type = :type AND #owner = :tenant");
  CHECK(body.at("ExpressionAttributeValues").at(":tenant") == Json{{"N", "7"}});

  const lab::TokenRepository tokens{Client(transport), "a"};
  static_cast<void>(tokens.put({.token = "t", .tenant_id = "a", .purpose = "p"}));
  body = transport->last().json();
  CHECK(body.at("ConditionExpression") == "attribute_not_exists(#token) OR tenant_id = :tenant");
  CHECK(body.at("ExpressionAttributeValues") == Json::parse(R"({":tenant": {"S": "a"}})"));
}

TEST_CASE("an error shows an item in the way only to its tenant", "[tenant]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const lab::LedgerRepository ledgers{Client(transport), 7};
  const auto item = [](const char* owner) {
    return Json{{"name", {{"S", "n"}}},
                {"owner", {{"N", owner}}},
                {"secret", {{"S", "s"}}},
                {"revision", {{"N", "0"}}},
                {"type", {{"S", "ledger"}}}}
        .dump();
  };
  const lab::Ledger ledger{.name = "n", .owner = 7, .secret = "s"};
  const auto all = [&](const auto& check) {
    check(ledgers.create(ledger));
    check(ledgers.put(ledger));
    check(ledgers.remove("n", any_version));
    check(ledgers.update("n", any_version).set_secret("x").execute());
  };
  for (int i = 0; i < 4; ++i) transport->fail(ErrorKind::condition_failed, item("70"));
  all([](const Result<void>& result) {
    REQUIRE_FALSE(result);
    CHECK(result.error().details().item.empty());
    CHECK(result.error().details().whole_item.empty());
  });
  for (int i = 0; i < 4; ++i) transport->fail(ErrorKind::condition_failed, item("7"));
  all([&](const Result<void>& result) {
    REQUIRE_FALSE(result);
    CHECK(result.error().details().item.find("secret") == std::string::npos);
    CHECK(ledgers.existing(result.error())->value().secret == "s");
  });
}

TEST_CASE("an entity whose whole key is the tenant has one item a repository", "[tenant]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const lab::PreferencesRepository preferences{Client(transport), "a"};
  transport->answer(R"({"Item": {"tenant_id": {"S": "a"}, "colour": {"S": "red"}}})");
  const auto own = preferences.get();
  REQUIRE(own);
  CHECK(own->value().colour == "red");
  CHECK(transport->last().json().at("Key") == Json::parse(R"({"tenant_id": {"S": "a"}})"));
}

TEST_CASE("where a partition holds several tenants, a filter parts them", "[tenant]") {
  const Documents documents("a");
  static_cast<void>(documents->by_author("ada").where(DocumentFields::title == "t").all());
  CHECK(documents.last().at("FilterExpression") == "(tenant_id = :f0) AND (title = :f1)");
  CHECK(documents.last().at("ExpressionAttributeValues").at(":f0").at("S") == "a");
  static_cast<void>(documents->titles("t").all());
  CHECK(documents.last().at("FilterExpression") == "tenant_id = :f0");
  static_cast<void>(documents->scan().all());
  CHECK(documents.last().at("FilterExpression") == "tenant_id = :f0");
}

TEST_CASE("an item of another tenant is not written", "[tenant]") {
  const Documents documents("a");
  const Document other{.tenant_id = "a#b", .id = "d-1", .title = "t", .shelf = "s", .author = "ada"};
  const auto check = [&](const auto& result) {
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::invalid_argument);
    CHECK(result.error().message() ==
          "attribute 'tenant_id' is not the tenant that the repository is for; make a repository for the item's "
          "tenant");
  };
  check(documents->create(other));
  check(documents->put(other));
  check(documents->to_item(other));
  CHECK(documents.transport->sent().empty());
  Document own = other;
  own.tenant_id = "a";
  documents.transport->answer(written);
  CHECK(documents->create(own));
  CHECK(documents->to_item(own));
}

TEST_CASE("an item of another tenant is never returned", "[tenant]") {
  const std::string tenant = GENERATE("a", "a#b");
  const std::string other = tenant == "a" ? "a#b" : "a";
  const Documents documents(tenant);
  const auto check = [](const auto& result, const std::string& place = {}) {
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::decode);
    CHECK(result.error().message() ==
          "Document: attribute 'tenant_id' is not the tenant that the repository is for" + place);
  };
  const std::string item = Json{{"Item", stored(other, "d-1")}}.dump();
  documents.transport->answer(item);
  check(documents->get("d-1"));
  documents.transport->answer(item);
  check(documents->get_as<DocumentCard>("d-1"));

  const std::string items = page({stored(tenant, "d-1"), stored(other, "d-2")});
  const std::string second = " (item 2 of the page)";
  documents.transport->answer(items);
  check(documents->by_tenant_id().all(), second);
  documents.transport->answer(items);
  check(documents->by_author("ada").all(), second);
  documents.transport->answer(items);
  check(documents->by_author("ada").all_as<DocumentCard>(), second);
  documents.transport->answer(items);
  check(documents->titles("t").all(), second);
  documents.transport->answer(items);
  check(documents->scan().all(), second);
  check(documents->from_item(stored(other, "d-1").dump()));

  documents.transport->fail(ErrorKind::condition_failed, stored(other, "d-1").dump());
  const auto made = documents->create({.tenant_id = tenant, .id = "d-1", .title = "t", .shelf = "s", .author = "ada"});
  REQUIRE_FALSE(made);
  check(documents->existing(made.error()));
}

TEST_CASE("the tenant's own items are read", "[tenant]") {
  const Documents documents("a#b");
  documents.transport->answer(Json{{"Item", stored("a#b", "d-1")}}.dump());
  const auto one = documents->get("d-1");
  REQUIRE(one);
  CHECK(one->value().tenant_id == "a#b");
  documents.transport->answer(page({stored("a#b", "d-1"), stored("a#b", "d-2")}));
  const auto cards = documents->by_shelf().all_as<DocumentCard>();
  REQUIRE(cards);
  CHECK(cards->size() == 2);
  CHECK(documents.last().at("ProjectionExpression") == "tenant_id, id, title, author, shelf");
  CHECK(documents->from_item(stored("a#b", "d-1").dump()));
}

TEST_CASE("pages outlive the repository that they were asked of", "[tenant]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  auto pages = DocumentRepository{Client(transport), "a"}.by_tenant_id().pages();
  transport->answer(page({stored("a", "d-1")}));
  const auto first = pages.next();
  REQUIRE(first);
  CHECK(*first);
}

TEST_CASE("the tenant is part of composed keys, of index keys too", "[tenant]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const lab::OrderRepository orders{Client(transport), "a"};
  static_cast<void>(orders.get("o-1"));
  CHECK(transport->last().json().at("Key") == Json::parse(R"({"pk": {"S": "TENANT#a"}, "sk": {"S": "ORDER#o-1"}})"));
  static_cast<void>(orders.by_tenant_id().all());
  CHECK(transport->last().json().at("ExpressionAttributeValues").at(":k0").at("S") == "TENANT#a");
  static_cast<void>(orders.of_customer("c").all());
  CHECK(transport->last().json().at("ExpressionAttributeValues").at(":k0").at("S") == "CUSTOMER#a#c");
  CHECK_FALSE(transport->last().json().contains("FilterExpression"));
  static_cast<void>(orders.update("o-1").set_customer("d").execute());
  CHECK(transport->last().json().at("ExpressionAttributeValues").at(":u1").at("S") == "CUSTOMER#a#d");
}

TEST_CASE("what is read from composed keys must be the tenant's", "[tenant]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const lab::OrderRepository orders{Client(transport), "a"};
  transport->answer(
      page({{{"pk", {{"S", "TENANT#ab"}}}, {"sk", {{"S", "ORDER#1"}}}, {"gsi1pk", {{"S", "CUSTOMER#ab#c"}}}}}));
  const auto foreign = orders.of_customer("c").all();
  REQUIRE_FALSE(foreign);
  CHECK(foreign.error().kind() == ErrorKind::decode);
  transport->answer(
      page({{{"pk", {{"S", "TENANT#a"}}}, {"sk", {{"S", "ORDER#1"}}}, {"gsi1pk", {{"S", "CUSTOMER#a#c"}}}}}));
  const auto own = orders.of_customer("c").all();
  REQUIRE(own);
  CHECK(own->front().id == "1");
}

TEST_CASE("a tenant that holds the delimiter of a key is refused before anything is sent", "[tenant]") {
  const auto transport = std::make_shared<ScriptedTransport>();
  const lab::OrderRepository orders{Client(transport), "a#b"};
  const auto check = [](const auto& result) {
    REQUIRE_FALSE(result);
    CHECK(result.error().kind() == ErrorKind::invalid_argument);
    CHECK(result.error().message().find("tenant_id") != std::string::npos);
  };
  check(orders.get("o-1"));
  check(orders.get_as<lab::OrderCard>("o-1"));
  check(orders.put({.tenant_id = "a#b", .id = "o-1", .customer = "c"}));
  check(orders.remove("o-1"));
  check(orders.update("o-1").set_total(1).execute());
  check(orders.by_tenant_id().all());
  check(orders.of_customer("c").all());
  CHECK(transport->sent().empty());
}

TEST_CASE("without a tenant nothing is sent", "[tenant]") {
  const Documents documents("");
  CHECK(documents->get("d-1").error().kind() == ErrorKind::invalid_argument);
  CHECK(documents->by_shelf().all().error().kind() == ErrorKind::invalid_argument);
  CHECK(documents.transport->sent().empty());
}

}  // namespace
}  // namespace partita::test
