#include "embedded/values/value.hpp"

#include <catch2/catch.hpp>

#include <compare>
#include <optional>
#include <string>

namespace {

using partita::decimal;
using namespace partita::embedded;

Value text(std::string content) {
  return Value(std::move(content));
}
Value number(std::string_view content) {
  return Value(decimal::parse(content).value());
}

TEST_CASE("a map keeps its attributes in the order of their names' bytes") {
  Map map;
  map.set("b", text("2"));
  map.set("B", text("1"));
  map.set("\xC3\xA9", text("3"));
  map.set("b", number("2"));
  CHECK(map.size() == 3);
  std::string names;
  for (const Attribute& each : map) names += each.name;
  CHECK(names == "Bb\xC3\xA9");
  REQUIRE(map.find("b") != nullptr);
  CHECK(*map.find("b") == number("2.0"));
  CHECK(map.find("c") == nullptr);
  CHECK(map.erase("B"));
  CHECK_FALSE(map.erase("B"));
  CHECK(map.size() == 2);
}

TEST_CASE("values are equal by type and content") {
  CHECK(number("1.0") == number("1"));
  CHECK_FALSE(number("1") == text("1"));
  CHECK_FALSE(text("1") == Value(Binary{"1"}));
  CHECK(Value() == Value(Null{}));
  CHECK_FALSE(Value(false) == Value());
  StringSet one;
  StringSet other;
  CHECK(one.insert("a"));
  CHECK(one.insert("b"));
  CHECK_FALSE(one.insert("a"));
  other.insert("b");
  other.insert("a");
  CHECK(Value(one) == Value(other));
  CHECK_FALSE(Value(List{text("a"), text("b")}) == Value(List{text("b"), text("a")}));
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html: strings by
// the bytes of UTF-8, binaries by unsigned bytes, numbers by value.
TEST_CASE("strings, numbers and binaries have an order, and only among themselves") {
  CHECK(compare(text("a"), text("z")) == std::strong_ordering::less);
  CHECK(compare(text("z"), text("\xC2\xBF")) == std::strong_ordering::less);
  CHECK(compare(Value(Binary{"\x7F"}), Value(Binary{"\x80"})) == std::strong_ordering::less);
  CHECK(compare(number("10"), number("9")) == std::strong_ordering::greater);
  CHECK(compare(number("1E1"), number("10")) == std::strong_ordering::equal);
  CHECK(compare(number("1"), text("1")) == std::nullopt);
  CHECK(compare(Value(true), Value(false)) == std::nullopt);
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html. It calls the size
// of a number approximate; both test servers count the pairs of digits on either side of the point, and a sign.
TEST_CASE("the size of an item is that of its names and values") {
  CHECK(size_of(text("h\xC3\xA9")) == 3);
  CHECK(size_of(number("0")) == 1);
  CHECK(size_of(number("27")) == 2);
  CHECK(size_of(number("100")) == 2);
  CHECK(size_of(number("0.001")) == 2);
  CHECK(size_of(number("12345")) == 4);
  CHECK(size_of(number("1.5")) == 3);
  CHECK(size_of(number("-12")) == 3);
  CHECK(size_of(number("99999999999999999999999999999999999999")) == 20);
  CHECK(size_of(Value(Binary{std::string(3, '\0')})) == 3);
  CHECK(size_of(Value(true)) == 1);
  CHECK(size_of(Value()) == 1);
  NumberSet set;
  set.insert(decimal(1));
  set.insert(decimal(2));
  CHECK(size_of(Value(set)) == 4);
  CHECK(size_of(Value(List{})) == 3);
  CHECK(size_of(Value(List{text("ab"), Value(true)})) == 3 + 1 + 2 + 1 + 1);
  Map map;
  map.set("ab", text("cde"));
  CHECK(size_of(map) == 5);
  CHECK(size_of(Value(map)) == 3 + 1 + 5);
}

}  // namespace
