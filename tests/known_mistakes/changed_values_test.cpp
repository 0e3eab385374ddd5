// Values that come back as others: numbers through double, lists that may be missing.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
#include "scripted_transport.hpp"

#include "lab/everything.partita.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Everything;
using lab::EverythingRepository;

Json stored(const Everything& item) {
  const auto text = EverythingRepository::to_item(item);
  INFO((text ? std::string() : text.error().to_string()));
  REQUIRE(text);
  return Json::parse(*text);
}

Everything minimal() {
  Everything item;
  item.id = "x";
  return item;
}

TEST_CASE("integers go through no double (aws-sdk-js-v3 #6571, boto #873)") {
  Everything item = minimal();
  item.i64 = 9007199254740993;  // 2^53 + 1
  item.u64 = std::numeric_limits<std::uint64_t>::max();
  item.numbers = {std::numeric_limits<std::int64_t>::min(), 9007199254740993};
  const Json json = stored(item);
  CHECK(json.at("i64").at("N") == "9007199254740993");
  CHECK(json.at("u64").at("N") == "18446744073709551615");
  const auto read = EverythingRepository::from_item(json.dump());
  REQUIRE(read);
  CHECK(*read == item);
}

TEST_CASE("a number that its type can't hold is an error, not another number (aws-sdk-net #1555)") {
  Json json = stored(minimal());
  const auto [attribute, number] = GENERATE(table<std::string, std::string>({{"i8", "128"},
                                                                             {"u8", "-1"},
                                                                             {"i32", "2147483648"},
                                                                             {"i64", "9223372036854775808"},
                                                                             {"u64", "18446744073709551616"},
                                                                             {"i32", "1.5"},
                                                                             {"real", "x"}}));
  INFO(attribute << " " << number);
  json[attribute]["N"] = number;
  const auto read = EverythingRepository::from_item(json.dump());
  REQUIRE_FALSE(read);
  CHECK(read.error().kind() == ErrorKind::decode);
  CHECK(read.error().message().find("'" + attribute + "'") != std::string::npos);
}

TEST_CASE("a decimal keeps all 38 digits (boto3 #369, aws-sdk-js-v3 #5419)") {
  Everything item = minimal();
  item.exact = *decimal::parse("1234567890123456789012345678.9012345678");
  const Json json = stored(item);
  CHECK(json.at("exact").at("N") == "1234567890123456789012345678.9012345678");
  CHECK(EverythingRepository::from_item(json.dump())->exact == item.exact);
  CHECK_FALSE(decimal::parse("123456789012345678901234567890123456789"));  // 39 digits: the service would refuse it
}

TEST_CASE("a double that the service can't hold is refused by name") {
  Everything item = minimal();
  item.real = GENERATE(std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 1e300);
  const auto refused = EverythingRepository::to_item(item);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind() == ErrorKind::invalid_argument);
  CHECK(refused.error().message().find("'real'") != std::string::npos);
}

// That all generated code compiles without a warning and is laid out by clang-format: tests/golden/compile_test.cpp.
TEST_CASE("a list that may be missing is missing, empty or full (aws-sdk-kotlin #1590)") {
  Everything item = minimal();
  item.maybe_words = GENERATE(std::optional<std::vector<std::string>>(), std::vector<std::string>(),
                              std::vector<std::string>{"a", ""});
  const Json json = stored(item);
  CHECK(json.contains("maybe_words") == item.maybe_words.has_value());
  const auto read = EverythingRepository::from_item(json.dump());
  REQUIRE(read);
  CHECK(read->maybe_words == item.maybe_words);
}

}  // namespace
}  // namespace partita::test
