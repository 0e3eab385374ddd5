#include "embedded/values/number.hpp"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

namespace {

using partita::decimal;
using namespace partita::embedded;

decimal number(std::string_view text) {
  return decimal::parse(text).value();
}

std::string sort_bytes(const decimal& value) {
  std::string bytes;
  append_sort_bytes(digits_of(value), bytes);
  return bytes;
}

// Of every length, sign and magnitude, often close to another one.
std::vector<decimal> random_numbers(std::size_t count) {
  std::mt19937 random(7);
  const auto below = [&](unsigned limit) { return static_cast<unsigned>(random() % limit); };
  std::vector<decimal> numbers{decimal(0)};
  while (numbers.size() < count) {
    std::string text(below(2) == 0 ? "" : "-");
    const unsigned digits = 1 + below(38);
    for (unsigned i = 0; i < digits; ++i) text += static_cast<char>('0' + (below(3) == 0 ? below(10) : below(2) * 9));
    const unsigned wide = below(2);
    text += "e" + std::to_string(static_cast<int>(below(wide == 0 ? 5 : 240)) - (wide == 0 ? 2 : 130));
    if (const auto value = decimal::parse(text)) numbers.push_back(*value);
  }
  return numbers;
}

TEST_CASE("the bytes of numbers sort as the numbers do") {
  const std::vector<decimal> numbers = random_numbers(600);
  for (const decimal& a : numbers) {
    const std::string bytes = sort_bytes(a);
    REQUIRE(bytes.size() <= 22);
    for (const decimal& b : numbers) {
      const std::string other = sort_bytes(b);
      if ((a < b) != (bytes < other) || (a == b) != (bytes == other)) FAIL(a.to_string() << " and " << b.to_string());
      if (a != b && other.starts_with(bytes)) FAIL(a.to_string() << " begins " << b.to_string());
    }
  }
}

TEST_CASE("sums are exact") {
  CHECK(add(number("0.1"), number("0.2")) == number("0.3"));
  CHECK(add(number("-5"), number("5")) == number("0"));
  CHECK(add(number("0"), number("-7E100")) == number("-7E100"));
  CHECK(subtract(number("0"), number("-7")) == number("7"));
  CHECK(subtract(number("3"), number("10")) == number("-7"));
  CHECK(add(number("9999999999999999999999999999999999999.9"), number("0.1")) == number("1E37"));
  CHECK(subtract(number("1E38"), number("1")) == number("99999999999999999999999999999999999999"));
  for (const decimal& a : random_numbers(300)) {
    CHECK(add(a, decimal(0)) == a);
    CHECK(subtract(a, a) == decimal(0));
    const auto twice = add(a, a);
    if (twice) CHECK(subtract(*twice, a) == a);
  }
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes: more than 38
// digits are refused, not rounded.
TEST_CASE("sums that DynamoDB cannot hold are refused") {
  const std::string digits = "Attempting to store more than 38 significant digits in a Number";
  CHECK(add(number("1E37"), number("0.01")).error().message == digits);
  CHECK(add(number("1E100"), number("1")).error().message == digits);
  CHECK(add(number("9.9E125"), number("9.9E125")).error().message ==
        "Number overflow. Attempting to store a number with magnitude larger than supported range");
  CHECK(subtract(number("1.5E-130"), number("1E-130")).error().message ==
        "Number underflow. Attempting to store a number with magnitude smaller than supported range");
}

TEST_CASE("numbers of requests are refused with the service's texts") {
  const auto refusal = [](std::string_view text) { return parse_number(text).error().message; };
  CHECK(parse_number("007.50") == number("7.5"));
  CHECK(refusal("") == "The parameter cannot be converted to a numeric value");
  CHECK(refusal("abc") == "The parameter cannot be converted to a numeric value: abc");
  CHECK(refusal("1E126") == "Number overflow. Attempting to store a number with magnitude larger than supported range");
  CHECK(refusal("-1E-131") ==
        "Number underflow. Attempting to store a number with magnitude smaller than supported range");
  CHECK(refusal("0." + std::string(130, '0') + "1") ==
        "Number underflow. Attempting to store a number with magnitude smaller than supported range");
  CHECK(refusal("1" + std::string(126, '0')) ==
        "Number overflow. Attempting to store a number with magnitude larger than supported range");
  CHECK(refusal(std::string(39, '1')) == "Attempting to store more than 38 significant digits in a Number");
}

}  // namespace
