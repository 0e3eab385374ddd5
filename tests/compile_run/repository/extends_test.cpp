// An entity that a schema makes of a struct in someone else's header, with a base in another one.
#include "scripted_transport.hpp"

#include "shipment.partita.hpp"

#include <catch2/catch.hpp>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace partita::test {
namespace {

using vendor::ShipmentRepository;

static_assert(std::is_same_v<decltype(std::declval<const ShipmentRepository&>().get("t", "s")),
                             Result<std::optional<vendor::Shipment>>>);

vendor::Shipment sample() {
  vendor::Shipment shipment;
  shipment.tenantId = "t-1";
  shipment.revision = 3;
  shipment.id = "s-1";
  shipment.lines = {{"bolt", 4}, {"nut", 8}};
  return shipment;
}

const Json stored{
    {"pk", {{"S", "TENANT#t-1"}}},
    {"sk", {{"S", "SHIPMENT#s-1"}}},
    {"tenant_id", {{"S", "t-1"}}},
    {"revision", {{"N", "3"}}},
    {"id", {{"S", "s-1"}}},
    {"lines",
     {{"L", Json::array({{{"M", {{"article", {{"S", "bolt"}}}, {"count", {{"N", "4"}}}}}},
                         {{"M", {{"article", {{"S", "nut"}}}, {"count", {{"N", "8"}}}}}}})}}},
};

TEST_CASE("all members of an existing struct are stored, those of its base too", "[extends]") {
  const Scripted<ShipmentRepository> shipments;
  shipments.transport->answer("{}");
  REQUIRE(shipments.repository.put(sample()));
  Json next = stored;
  next["revision"]["N"] = "4";
  CHECK(shipments.transport->only().json()["Item"] == next);
}

TEST_CASE("an existing struct is read whole", "[extends]") {
  const Scripted<ShipmentRepository> shipments;
  shipments.transport->answer(Json{{"Item", stored}}.dump());
  const auto found = shipments.repository.get("t-1", "s-1");
  REQUIRE(found);
  REQUIRE(found->has_value());
  const vendor::Shipment& shipment = **found;
  CHECK(shipment.tenantId == "t-1");
  CHECK(shipment.revision == 3);
  REQUIRE(shipment.lines.size() == 2);
  CHECK(shipment.lines[1].article == "nut");
  CHECK(shipment.lines[1].count == 8);
  CHECK_FALSE(shipment.note);
}

TEST_CASE("what the schema says of a member of an existing struct holds", "[extends]") {
  const Scripted<ShipmentRepository> shipments;
  shipments.transport->answer("{}");
  REQUIRE(shipments.repository.update("t-1", "s-1", expect{3}).set_note("late").execute());
  const Json body = shipments.transport->only().json();
  CHECK(body["ConditionExpression"].get<std::string>().find("revision") != std::string::npos);
  CHECK(body["UpdateExpression"].get<std::string>().find("revision") != std::string::npos);
}

}  // namespace
}  // namespace partita::test
