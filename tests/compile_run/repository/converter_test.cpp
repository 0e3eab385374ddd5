// Types of a user's own: keys, members, elements, fields and parameters take them; the service sees what they are
// stored as.
#include "scripted_transport.hpp"

#include "product.partita.hpp"

#include <catch2/catch.hpp>

#include <string>

namespace partita::test {
namespace {

using lab::Money;
using lab::Product;
using lab::ProductFields;
using lab::ProductRepository;
using lab::Sku;

using Products = Scripted<ProductRepository>;

constexpr const char* written = R"({"ConsumedCapacity":{"TableName":"products","CapacityUnits":2.0}})";

Product sample() {
  return {.sku = Sku("7"),
          .price = Money(995),
          .shop = "s",
          .was = {Money(1095), Money(1295)},
          .by_country = {{"se", Money(1)}},
          .discount = Money(5),
          .replaces = std::nullopt};
}

Json stored_sample() {
  return Json::parse(R"({"sku": {"S": "SKU-7"}, "price": {"N": "995"}, "shop": {"S": "s"},
    "was": {"L": [{"N": "1095"}, {"N": "1295"}]}, "by_country": {"M": {"se": {"N": "1"}}}, "discount": {"N": "5"}})");
}

TEST_CASE("members are stored and read by their converter", "[converter]") {
  const Products products;
  products.transport->answer(written);
  REQUIRE(products->put(sample()));
  CHECK(products.transport->only().json().at("Item") == stored_sample());

  const auto read = ProductRepository::from_item(stored_sample().dump());
  REQUIRE(read);
  CHECK(read->sku == sample().sku);
  CHECK(read->price == sample().price);
  CHECK(read->was == sample().was);
  CHECK(read->by_country == sample().by_country);
  CHECK(read->discount == sample().discount);
  CHECK_FALSE(read->replaces);
}

TEST_CASE("what a converter refuses is an error that names the attribute", "[converter]") {
  Json item = stored_sample();
  item["sku"]["S"] = "7";
  auto read = ProductRepository::from_item(item.dump());
  REQUIRE_FALSE(read);
  CHECK(read.error().kind() == ErrorKind::decode);
  CHECK(read.error().message() == "Product: attribute 'sku' cannot be converted: it does not begin with SKU-");
  item = stored_sample();
  item["was"]["L"][1]["N"] = "-1";
  read = ProductRepository::from_item(item.dump());
  REQUIRE_FALSE(read);
  CHECK(read.error().message() == "Product: an element of attribute 'was' cannot be converted: nobody owes a price");
}

TEST_CASE("keys, conditions and setters take the user's type", "[converter]") {
  const Products products;
  const auto values = [&] { return products.transport->last().json().at("ExpressionAttributeValues"); };
  static_cast<void>(products->get(Sku("7"), Money(1)));
  CHECK(products.transport->last().json().at("Key") == Json::parse(R"({"sku": {"S": "SKU-7"}, "price": {"N": "1"}})"));
  static_cast<void>(products->by_sku(Sku("7")).price(between(Money(1), Money(2))).all());
  CHECK(values() == Json::parse(R"({":k0": {"S": "SKU-7"}, ":k1": {"N": "1"}, ":k2": {"N": "2"}})"));
  static_cast<void>(products->by_shop("s").where(ProductFields::discount > Money(3)).all());
  CHECK(values() == Json::parse(R"({":k0": {"S": "s"}, ":f0": {"N": "3"}})"));
  static_cast<void>(products->by_replaced(Sku("6")).all());
  CHECK(values() == Json::parse(R"({":k0": {"S": "SKU-6"}})"));
  static_cast<void>(products->update(Sku("7"), Money(1)).set_discount(Money(9)).set_was({Money(8)}).execute());
  CHECK(values() == Json::parse(R"({":u0": {"N": "9"}, ":u1": {"L": [{"N": "8"}]}})"));
}

TEST_CASE("the limits of keys hold for what is stored", "[converter]") {
  const Products products;
  const auto error = products->get(Sku(std::string(2045, 'x')), Money(1)).error();
  CHECK(error.kind() == ErrorKind::invalid_argument);
  CHECK(error.message() ==
        "attribute 'sku' is the partition key of table 'products' and is 2049 bytes long; DynamoDB allows 2048");
  CHECK(products.transport->sent().empty());
}

}  // namespace
}  // namespace partita::test
