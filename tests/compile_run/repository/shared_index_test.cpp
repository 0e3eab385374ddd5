// Queries where the keys of an index do not tell whose items they find.
#include "scripted_transport.hpp"

#include "lab/shared_index.partita.hpp"

#include <catch2/catch.hpp>

namespace partita::test {
namespace {

TEST_CASE("a query filters by type where keys do not tell it", "[shared_index]") {
  const Scripted<lab::InvoiceRepository> invoices;
  invoices.transport->answer(R"({"Count":1,"ScannedCount":2,"Items":[{"pk":{"S":"INVOICE#i-1"},"customer":{"S":"c"},)"
                             R"("type":{"S":"invoice"},"total":{"N":"7"}}]})");
  const auto found = invoices->by_customer("c").all();
  REQUIRE(found);
  CHECK(found->front().id == "i-1");
  const Json body = invoices.transport->only().json();
  CHECK(body["KeyConditionExpression"] == "customer = :k0");
  CHECK(body["FilterExpression"] == "#type = :f0");
  CHECK(body["ExpressionAttributeValues"] == Json::parse(R"({":k0":{"S":"c"},":f0":{"S":"invoice"}})"));
}

TEST_CASE("an item of another type that a filter lets through is an error", "[shared_index]") {
  const Scripted<lab::RefundRepository> refunds;
  refunds.transport->answer(R"({"Count":1,"ScannedCount":1,"Items":[{"pk":{"S":"INVOICE#i-1"},"customer":{"S":"c"},)"
                            R"("type":{"S":"invoice"},"total":{"N":"7"}}]})");
  const auto found = refunds->by_customer("c").all();
  REQUIRE_FALSE(found);
  CHECK(found.error().kind() == ErrorKind::decode);
}

}  // namespace
}  // namespace partita::test
