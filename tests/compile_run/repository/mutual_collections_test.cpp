// Two schemas, each with a collection that holds an entity of the other, and a third that has a collection alone. That
// this compiles, whichever header comes first, is half of the test.
#include "scripted_transport.hpp"

#include "bill.partita.hpp"
#include "customer.partita.hpp"
#include "statement.partita.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace partita::test {
namespace {

const std::string page = R"({"Count":2,"ScannedCount":2,"Items":[
  {"pk":{"S":"CUSTOMER#c"},"sk":{"S":"BILL#1"},"customer":{"S":"c"},"number":{"S":"1"},"cents":{"N":"99"},
   "type":{"S":"bill"}},
  {"pk":{"S":"CUSTOMER#c"},"sk":{"S":"PROFILE"},"customer":{"S":"c"},"name":{"S":"ann"},"type":{"S":"customer"}}]})";

template <class Reader>
void check_both_entities() {
  const Scripted<Reader> reader;
  reader.transport->answer(page);
  const auto found = reader.repository.get("c");
  REQUIRE(found);
  REQUIRE(found->bills.size() == 1);
  CHECK(found->bills.front().cents == 99);
  REQUIRE(found->customer);
  CHECK(found->customer->name == "ann");
}

TEST_CASE("schemas hold entities of one another in their collections", "[collection]") {
  check_both_entities<lab::DossierReader>();
  check_both_entities<lab::BillingReader>();
}

TEST_CASE("a schema can have collections alone", "[collection]") {
  check_both_entities<lab::StatementReader>();
}

}  // namespace
}  // namespace partita::test
