// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeValues.html
#include "embedded/expressions/parser.hpp"
#include "expression_requests.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace {

using namespace partita::embedded;

std::string refusal_of(std::string_view text, std::string_view values, std::string_view names = "") {
  return ExpressionRequest(ExpressionKind::filter, text, values, names).refused;
}

TEST_CASE("each placeholder is defined, and each definition used") {
  CHECK(refusal_of("#b = :a", R"({":a":{"S":"x"}})", R"({"#b":"b"})").empty());
  CHECK(refusal_of("b = :b", R"({":a":{"S":"x"}})") ==
        "Invalid FilterExpression: An expression attribute value used in expression is not defined; attribute value: "
        ":b");
  CHECK(refusal_of("c.#b = :a", R"({":a":{"S":"x"}})") ==
        "Invalid FilterExpression: An expression attribute name used in the document path is not defined; attribute "
        "name: #b");
  CHECK(refusal_of("b = :a", R"({":c":{"S":"x"},":a":{"S":"x"},":b":{"S":"x"}})") ==
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:b, :c}");
  CHECK(refusal_of("#b = :a", R"({":a":{"S":"x"}})", R"({"#b":"b","#c":"b"})") ==
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#c}");
}

TEST_CASE("all expressions of a request share its placeholders") {
  RequestReader names(R"({"#a":"a","#b":"b"})");
  RequestReader values(R"({":a":{"N":"1"}})");
  Placeholders placeholders;
  placeholders.read_names(names);
  placeholders.read_values(values);
  CHECK(read_expression(ExpressionKind::update, "SET #a = :a", placeholders).has_value());
  CHECK(placeholders.refuse_unused().has_value());
  CHECK(read_expression(ExpressionKind::condition, "#b < :a", placeholders).has_value());
  CHECK_FALSE(placeholders.refuse_unused().has_value());
}

TEST_CASE("what is parsed once serves several requests") {
  const auto syntax = parse_expression(ExpressionKind::filter, "#a.b > :v");
  REQUIRE(syntax.has_value());
  const auto shared = std::make_shared<const Syntax>(*syntax);
  for (const std::string_view name : {"x", "y"}) {
    RequestReader names(R"({"#a":")" + std::string(name) + "\"}");
    RequestReader values(R"({":v":{"N":"1"}})");
    Placeholders placeholders;
    placeholders.read_names(names);
    placeholders.read_values(values);
    const auto expression = bind_expression(shared, placeholders);
    REQUIRE(expression.has_value());
    CHECK(describe_path(*expression, expression->node(expression->root().first)) == "[" + std::string(name) + ", b]");
  }
}

TEST_CASE("placeholders and what they stand for have a form") {
  const auto of_name = [](std::string_view names) { return refusal_of("b = c", "", names); };
  const auto of_value = [](std::string_view values) { return refusal_of("b = :a", values); };
  const std::string name = "ExpressionAttributeNames ";
  const std::string value = "ExpressionAttributeValues ";
  CHECK(of_name("{}") == name + "must not be empty");
  CHECK(of_name(R"({"b":"x"})") == name + R"(contains invalid key: Syntax error; key: "b")");
  CHECK(of_name(R"({"#":"x"})") == name + R"(contains invalid key: Syntax error; key: "#")");
  CHECK(of_name(R"({"#a-b":"x"})") == name + R"(contains invalid key: Syntax error; key: "#a-b")");
  CHECK(of_name("{\"#" + std::string(255, 'a') + "\":\"x\"}") ==
        name + "contains invalid key: The expression attribute map contains a key that is too long; size of key: 256");
  CHECK(of_name(R"({"#a":""})") == name + "contains invalid value: Empty attribute name for key #a");
  CHECK(of_name("{\"#a\":\"" + std::string(65536, 'x') + "\"}") ==
        name + "contains invalid value: Attribute name is too large, must be less than 65536 bytes for key #a");
  CHECK(of_value("{}") == value + "must not be empty");
  CHECK(of_value(R"({"a":{"S":"x"}})") == value + R"(contains invalid key: Syntax error; key: "a")");
  CHECK(of_value(R"({":a b":{"S":"x"}})") == value + R"(contains invalid key: Syntax error; key: ":a b")");
  CHECK(of_value(R"({":a":{}})") ==
        value +
            "contains invalid value: Supplied AttributeValue is empty, must contain exactly one of the supported "
            "datatypes for key :a");
  CHECK(of_value(R"({":a":{"M":{"x":{"SS":[]}}}})") ==
        value +
            "contains invalid value: One or more parameter values were invalid: An string set  may not be empty for "
            "key :a");
  CHECK(of_value("{\":a\":{\"S\":\"" + std::string(2097152, 'x') + "\"}}") == value + "exceeds max size");
  CHECK(of_value("{\":a\":{\"S\":\"" + std::string(2097150, 'x') + "\"}}").empty());
}

}  // namespace
