#include <partita/decimal.hpp>

#include <catch2/catch.hpp>

#include <compare>
#include <cstdint>
#include <iterator>
#include <limits>
#include <string>
#include <string_view>
#include <unordered_set>

using partita::decimal;
using partita::DecimalFault;

namespace {

std::string normal(std::string_view text) {
  const auto value = decimal::parse(text);
  return value ? value->to_string() : "refused";
}

DecimalFault fault(std::string_view text) {
  decimal value = 7;
  const auto found = decimal::parse(text, value);
  REQUIRE(found);
  CHECK(value == decimal(7));
  return *found;
}

}  // namespace

TEST_CASE("a decimal takes every form of a number and prints the normal one", "[decimal]") {
  CHECK(normal("0") == "0");
  CHECK(normal("-0") == "0");
  CHECK(normal("0.000") == "0");
  CHECK(normal("0E+999999999999999999999") == "0");
  CHECK(normal("1") == "1");
  CHECK(normal("+1") == "1");
  CHECK(normal("-1.50") == "-1.5");
  CHECK(normal("007") == "7");
  CHECK(normal("1E+3") == "1000");
  CHECK(normal("1e3") == "1000");
  CHECK(normal("1e-3") == "0.001");
  CHECK(normal(".5") == "0.5");
  CHECK(normal("5.") == "5");
  CHECK(normal("123456789012345678901234567890.12345678") == "123456789012345678901234567890.12345678");
  CHECK(normal("1" + std::string(125, '0')) == "1" + std::string(125, '0'));
  CHECK(normal("0." + std::string(129, '0') + "1") == "0." + std::string(129, '0') + "1");
  CHECK(normal("1E-130") == "0." + std::string(129, '0') + "1");
  CHECK(normal("-9.9999999999999999999999999999999999999E+125") == "-" + std::string(38, '9') + std::string(88, '0'));
  CHECK(normal("-1.2345678901234567890123456789012345678E-130").size() <= decimal::max_text);
}

TEST_CASE("a decimal refuses what DynamoDB cannot hold", "[decimal]") {
  for (const std::string_view text :
       {"", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "0x10", "1 ", " 1", "NaN", "inf", "--1", "1,0"}) {
    INFO(text);
    CHECK(fault(text) == DecimalFault::malformed);
  }
  CHECK(fault("123456789012345678901234567890123456789") == DecimalFault::too_many_digits);
  CHECK(fault("1." + std::string(60, '0') + "1") == DecimalFault::too_many_digits);
  CHECK(fault("1E+126") == DecimalFault::out_of_range);
  CHECK(fault("1E-131") == DecimalFault::out_of_range);
  CHECK(fault("1e99999999999999999999") == DecimalFault::out_of_range);
}

TEST_CASE("decimals compare by value", "[decimal]") {
  const std::string_view ascending[] = {
      "-1E+100", "-123.5", "-123.4", "-1",    "-0.5",
      "-1E-130", "0",      "1E-130", "0.5",   "0.50000000000000000000000000000000000001",
      "1",       "9",      "10",     "123.4", "1E+125"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      INFO(ascending[i] << " and " << ascending[j]);
      const bool same_order = (*decimal::parse(ascending[i]) <=> *decimal::parse(ascending[j])) == (i <=> j);
      CHECK(same_order);
    }
  }
  CHECK(*decimal::parse("1.0") == decimal(1));
  CHECK(*decimal::parse("-0") == decimal());
}

TEST_CASE("decimals come from integers and go back", "[decimal]") {
  for (const std::int64_t value :
       {std::numeric_limits<std::int64_t>::min(), std::int64_t{-1}, std::int64_t{0}, std::int64_t{1},
        std::int64_t{1'000'000}, std::numeric_limits<std::int64_t>::max()}) {
    CHECK(decimal(value).to_string() == std::to_string(value));
    CHECK(decimal(value).to_int64() == value);
    CHECK(decimal(value) == *decimal::parse(std::to_string(value)));
  }
  constexpr auto largest = std::numeric_limits<std::uint64_t>::max();
  CHECK(decimal(largest).to_string() == "18446744073709551615");
  CHECK(decimal(largest).to_uint64() == largest);
  CHECK(decimal(largest) == *decimal::parse("18446744073709551615"));
  CHECK_FALSE(decimal::parse("18446744073709551616")->to_uint64());
  CHECK_FALSE(decimal::parse("9223372036854775808")->to_int64());
  CHECK(decimal::parse("-9223372036854775808")->to_int64() == std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(decimal::parse("-9223372036854775809")->to_int64());
  CHECK_FALSE(decimal::parse("1.5")->to_int64());
  CHECK_FALSE(decimal::parse("1E+20")->to_uint64());
  CHECK_FALSE(decimal::parse("-1")->to_uint64());
  CHECK(decimal::parse("1E+3")->is_integer());
  CHECK_FALSE(decimal::parse("1E-3")->is_integer());
}

TEST_CASE("equal decimals hash alike", "[decimal]") {
  const std::unordered_set<decimal> values{1, *decimal::parse("1.0"), *decimal::parse("1E+0"), 2, -1};
  CHECK(values.size() == 3);
}
