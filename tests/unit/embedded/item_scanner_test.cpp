#include "embedded/values/item_scanner.hpp"

#include "embedded/values/value_text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

namespace {

using namespace partita::embedded;

struct Scan {
  explicit Scan(std::string_view json) : in(json) {
    scan_item(in, item);
    in.end();
  }
  RequestReader in;
  ScannedItem item{};
};

std::string stored(std::string_view json) {
  Scan scan(json);
  if (!scan.in.ok()) return scan.in.refusal().type + ": " + scan.in.refusal().message;
  // The tree of what is stored says the same, and counts the same.
  const Map tree = parse_item(scan.item.text);
  CHECK(size_of(tree) == scan.item.size);
  std::string again;
  append_text(tree, again);
  CHECK(again == scan.item.text);
  return scan.item.text;
}

std::string stored_value(std::string_view json) {
  const std::string item = stored("{\"v\":" + std::string(json) + "}");
  return item.starts_with("{\"v\":") ? item.substr(5, item.size() - 6) : item;
}

TEST_CASE("an item is stored in one way, however it was written") {
  CHECK(stored("{}") == "{}");
  CHECK(stored(R"( { "b" : { "S" : "x" } , "a" : { "N" : "1.0" } } )") == R"({"a":{"N":"1"},"b":{"S":"x"}})");
  CHECK(stored(R"({"v":{"M":{"z":{"S":"1"},"m":{"M":{"y":{"NULL":true},"x":{"BOOL":false}}}}},"u":{"L":[]}})") ==
        R"({"u":{"L":[]},"v":{"M":{"m":{"M":{"x":{"BOOL":false},"y":{"NULL":true}}},"z":{"S":"1"}}}})");
  CHECK(stored(R"({"\u0062":{"S":"\u00e9\/\n"},"a\"":{"S":"\u0001"}})") ==
        "{\"a\\\"\":{\"S\":\"\\u0001\"},\"b\":{\"S\":\"\xC3\xA9/\\n\"}}");
  CHECK(stored_value(R"({"NS":["10","9.00","1E2"]})") == R"({"NS":["9","10","100"]})");
  CHECK(stored_value(R"({"SS":["b","","a"]})") == R"({"SS":["","a","b"]})");
  CHECK(stored_value(R"({"BS":["gA==","AQ=="]})") == R"({"BS":["AQ==","gA=="]})");
  CHECK(stored_value(R"({"B":""})") == R"({"B":""})");
  CHECK(stored_value(R"({"S":null,"N":"-0"})") == R"({"N":"0"})");
  CHECK(stored_value(R"({"L":[{"S":"a"},{"L":[{"N":"0.50"}]},{"M":{}}]})") ==
        R"({"L":[{"S":"a"},{"L":[{"N":"0.5"}]},{"M":{}}]})");
}

TEST_CASE("the attributes of an item are found in its text") {
  const Scan scan(R"({"key":{"S":"k"},"a\"b":{"L":[{"S":"}\\\""},{"M":{"x":{"N":"1"}}}]},"n":{"N":"7"}})");
  REQUIRE(scan.in.ok());
  const ItemMembers again(scan.item.text);
  for (const ItemMembers* const members : {&scan.item.members, &again}) {
    REQUIRE(members->list().size() == 3);
    CHECK(members->find("key") == R"({"S":"k"})");
    CHECK(members->find("a\"b") == R"({"L":[{"S":"}\\\""},{"M":{"x":{"N":"1"}}}]})");
    CHECK(members->find("n") == R"({"N":"7"})");
    CHECK(members->find("x").empty());
  }
  CHECK(tag_of(again.find("n")) == partita::wire::Tag::N);
}

// Both test servers give these texts where they accept the type; dynoxide has them from the service.
TEST_CASE("values are refused as the service refuses them") {
  const std::string invalid = "ValidationException: ";
  const std::string empty =
      invalid + "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
  CHECK(stored_value("{}") == empty);
  CHECK(stored_value("null") == empty);
  CHECK(stored_value(R"({"X":"a"})") == empty);
  CHECK(stored_value(R"({"S":null})") == empty);
  CHECK(stored_value(R"({"L":[{}]})") == empty);
  CHECK(stored_value(R"({"S":"a","N":"1"})") == invalid +
                                                    "Supplied AttributeValue has more than one datatypes set, must "
                                                    "contain exactly one of the supported datatypes");
  CHECK(stored_value(R"({"N":"abc"})") == invalid + "The parameter cannot be converted to a numeric value: abc");
  CHECK(stored_value(R"({"NS":["1",""]})") == invalid + "The parameter cannot be converted to a numeric value");
  const std::string values = invalid + "One or more parameter values were invalid: ";
  CHECK(stored_value(R"({"NULL":false})") == values + "Null attribute value types must have the value of true");
  CHECK(stored_value(R"({"SS":[]})") == values + "An string set  may not be empty");
  CHECK(stored_value(R"({"NS":[]})") == values + "An number set  may not be empty");
  CHECK(stored_value(R"({"BS":[]})") == values + "Binary sets should not be empty");
  CHECK(stored_value(R"({"SS":["b","a","b"]})") == values + "Input collection [b, a, b] contains duplicates.");
  CHECK(stored_value(R"({"NS":["1","1.0"]})") == invalid + "Input collection contains duplicates");
  CHECK(stored_value(R"({"BS":["Bg==","Bg=="]})") ==
        values + "Input collection [Bg==, Bg==]of type BS contains duplicates.");
  CHECK(stored_value(R"({"M":{"":{"S":"a"}}})") == invalid + "Empty attribute name");
}

TEST_CASE("what is not of the service's types is refused") {
  const std::string wrong = "SerializationException: ";
  CHECK(stored_value(R"({"S":1})") == wrong + "NUMBER_VALUE cannot be converted to String");
  CHECK(stored_value(R"({"N":true})") == wrong + "TRUE_VALUE cannot be converted to String");
  CHECK(stored_value(R"({"BOOL":"true"})") == wrong + "STRING_VALUE cannot be converted to Boolean");
  CHECK(stored_value(R"({"SS":"a"})") == wrong + "STRING_VALUE cannot be converted to List");
  CHECK(stored_value(R"({"L":{}})") == wrong + "Start of structure or map found where not expected");
  CHECK(stored_value(R"({"M":[]})") == wrong + "Unrecognized collection type Map");
  CHECK(stored_value(R"({"B":"a"})") ==
        wrong +
            "'a' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 1");
  CHECK(stored_value(R"({"B":"a*=="})") ==
        wrong + "'a*==' can not be converted to a Blob: Invalid Base64 character: '*'");
  CHECK(stored_value(R"({"B":"ab=="})") ==
        wrong + "'ab==' can not be converted to a Blob: Invalid last non-pad Base64 character dectected");
  // Before two that are one.
  CHECK(
      stored_value(R"({"BS":["Bg==","Bg==","A=="]})") ==
      wrong +
          "'A==' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: 3");
  CHECK(stored(R"({"a":{"S":"1"},"b":{"S":"2"},"a":{"S":"3"}})") == wrong + "Duplicate attribute name: a");
  for (const std::string_view malformed :
       {"", "{", R"({"a")", R"({"a":})", R"({"a":{"S":"x})", R"({"a":{"S":"x"}})]", R"({"a":{"S":"x"},})",
        "{\"a\":{\"S\":\"\xFF\"}}", R"({"a":{"S":"\ud800"}})", R"({"a":{"S":"x"}}})"}) {
    CHECK(stored(malformed).starts_with(wrong));
  }
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html: 32 levels of nesting
TEST_CASE("values nest 32 levels deep, and no deeper") {
  std::string value = R"({"S":"x"})";
  for (int i = 0; i < 31; ++i) value = i % 2 == 0 ? "{\"L\":[" + value + "]}" : "{\"M\":{\"a\":" + value + "}}";
  CHECK(stored_value(value) == value);
  CHECK(stored_value("{\"L\":[" + value + "]}") ==
        "ValidationException: Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
        "beyond supported limit");
}

TEST_CASE("a refusal says which attribute it is about") {
  CHECK(Scan(R"({"a":{"S":"x"},":v":{"M":{"b":{"N":"x"}}}})").item.refused == ":v");
}

TEST_CASE("trees made of spoilt texts do no harm") {
  const std::string text =
      R"({"a":{"L":[{"S":"x\n"},{"SS":["a","b"]}]},"b":{"M":{"c":{"B":"AQ=="},"d":{"NS":["1","2"]}}}})";
  CHECK(stored(text) == text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    (void)parse_item(text.substr(0, i));
    (void)ItemMembers(std::string_view(text).substr(0, i)).find("b");
    for (const char c : {'"', '\\', '{', '}', '[', ']', 'x', ','}) {
      std::string spoilt = text;
      spoilt[i] = c;
      (void)parse_item(spoilt);
      (void)ItemMembers(spoilt).find("b");
    }
  }
}

}  // namespace
