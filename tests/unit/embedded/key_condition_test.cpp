// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
#include "embedded/expressions/key_condition.hpp"

#include "embedded/expressions/key_use.hpp"
#include "expression_requests.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace partita::embedded;
using partita::wire::Tag;

constexpr std::string_view values =
    R"({":a":{"S":"x"},":b":{"S":"y"},":n":{"N":"1"},":m":{"N":"2"},":empty":{"S":""},":d":{"B":"AA=="}})";

std::string text_of_values(const std::vector<const Value*>& list) {
  std::string text;
  for (const Value* value : list) {
    append_text(*value, text);
    text += ' ';
  }
  return text;
}

// The values of `text` alone, as the service refuses others.
std::string used(std::string_view text) {
  const Map all = item_of(values);
  Map some;
  for (const Attribute& each : all) {
    if (text.find(each.name) != std::string_view::npos) some.set(each.name, each.value);
  }
  return some.empty() ? "" : text_of(some);
}

std::string read(std::string_view text, const KeySchema& key) {
  const ExpressionRequest request(ExpressionKind::key_condition, text, used(text));
  if (!request.refused.empty()) return request.refused;
  if (const auto refusal = refuse_key_condition(request.expression)) return refusal->message;
  const auto condition = read_key_condition(request.expression, key);
  if (!condition) return condition.error().message;
  std::string result = text_of_values(condition->partition) + "| " + text_of_values(condition->sort);
  if (condition->last) {
    result.append(name_of(condition->last->op)).append(" ");
    result += text_of_values({condition->last->value});
    if (condition->last->high != nullptr) result += text_of_values({condition->last->high});
  }
  return result;
}

std::string of_table(std::string_view text) {
  return read(text, {{{"pk", Tag::S}}, {{"sk", Tag::N}}});
}
std::string of_strings(std::string_view text) {
  return read(text, {{{"pk", Tag::S}}, {{"sk", Tag::S}}});
}

struct Case {
  std::string_view text;
  std::string expected;
};

void check(std::initializer_list<Case> cases) {
  for (const Case& each : cases) {
    INFO(each.text);
    CHECK(of_table(each.text) == each.expected);
  }
}

TEST_CASE("a query has an equality on the partition key, and one condition on the sort key") {
  check({
      {"pk = :a", R"({"S":"x"} | )"},
      {":a = pk", R"({"S":"x"} | )"},
      {"pk = :a AND sk = :n", R"({"S":"x"} | {"N":"1"} )"},
      {"((sk = :n) AND (pk = :a))", R"({"S":"x"} | {"N":"1"} )"},
      {"pk = :a AND sk < :n", R"({"S":"x"} | < {"N":"1"} )"},
      {"pk = :a AND :n < sk", R"({"S":"x"} | > {"N":"1"} )"},
      {"pk = :a AND :n >= sk", R"({"S":"x"} | <= {"N":"1"} )"},
      {"pk = :a AND sk BETWEEN :n AND :m", R"({"S":"x"} | BETWEEN {"N":"1"} {"N":"2"} )"},
  });
  CHECK(of_strings("pk = :a AND begins_with(sk, :b)") == R"({"S":"x"} | begins_with {"S":"y"} )");
  CHECK(read("pk = :a", {{{"pk", Tag::S}}, {}}) == R"({"S":"x"} | )");
}

TEST_CASE("a query has no other operators and operands") {
  const std::string op = "Invalid operator used in KeyConditionExpression: ";
  const std::string in = "Invalid condition in KeyConditionExpression: ";
  check({
      {"pk = :a AND sk <> :n", op + "<>"},
      {"pk = :a OR sk = :n", op + "OR"},
      {"NOT pk = :a", op + "NOT"},
      {"pk = :a AND sk IN (:n)", op + "IN"},
      {"attribute_exists(pk)", op + "attribute_exists"},
      {"pk = :a AND contains(sk, :n)", op + "contains"},
      {"pk = sk", in + "Multiple attribute names used in one condition"},
      {"pk = :a AND sk BETWEEN :n AND pk", in + "Multiple attribute names used in one condition"},
      {":a = :a", in + "No key attribute specified"},
      {":n BETWEEN sk AND :m AND pk = :a", in + "BETWEEN operator must have the key attribute as its first operand"},
      {"pk = :a AND begins_with(:b, sk)", in + "begins_with operator must have the key attribute as its first operand"},
      {"pk = :a AND size(sk) = :n", "KeyConditionExpressions cannot contain nested operations"},
      {"pk.x = :a", "KeyConditionExpressions cannot have conditions on nested attributes"},
      {"pk = :a AND pk = :b", "KeyConditionExpressions must only contain one condition per key"},
      {"pk = :a AND sk > :n AND sk < :m", "KeyConditionExpressions must only contain one condition per key"},
      {"pk = :a AND sk = :n AND c = :n", "Conditions can be of length 1 or 2 only"},
      {"pk = :a AND begins_with(sk, :n)",
       "Invalid KeyConditionExpression: Incorrect operand type for operator or function; operator or function: "
       "begins_with, operand type: N"},
      {"((pk = :a))", "Invalid KeyConditionExpression: The expression has redundant parentheses;"},
  });
}

TEST_CASE("a query has conditions on its key, of the types of the key") {
  const std::string type =
      "One or more parameter values were invalid: Condition parameter type does not match schema type";
  check({
      {"sk = :n", "Query condition missed key schema element: pk"},
      {"c = :a", "Query condition missed key schema element: pk"},
      {"pk = :a AND c = :n", "Query condition missed key schema element: sk"},
      {"pk > :a", "Query key condition not supported"},
      {"pk BETWEEN :a AND :b", "Query key condition not supported"},
      {"begins_with(pk, :a)", "Query key condition not supported"},
      {"pk < :a AND sk = :n", "Query key condition not supported"},
      {"pk = :n", type},
      {"pk = :a AND sk = :a", type},
      {"pk = :a AND sk BETWEEN :a AND :b", type},
      {"pk = :empty",
       "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
       "string value. Key: pk"},
  });
  CHECK(read("pk = :a AND c = :n", {{{"pk", Tag::S}}, {}}) == "Query key condition not supported");
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.DesignPattern.MultiAttributeKeys.html
TEST_CASE("a key of several attributes has equalities on the whole partition, and sorts from the left") {
  const auto of_index = [](std::string_view text) {
    return read(text, {{{"p1", Tag::S}, {"p2", Tag::N}}, {{"s1", Tag::S}, {"s2", Tag::N}, {"s3", Tag::B}}});
  };
  CHECK(of_index("p1 = :a AND p2 = :n") == R"({"S":"x"} {"N":"1"} | )");
  CHECK(of_index("s1 = :b AND p2 = :n AND p1 = :a") == R"({"S":"x"} {"N":"1"} | {"S":"y"} )");
  CHECK(of_index("p1 = :a AND p2 = :n AND s1 = :b AND s2 > :m") == R"({"S":"x"} {"N":"1"} | {"S":"y"} > {"N":"2"} )");
  CHECK(of_index("p1 = :a AND p2 = :n AND s2 = :m AND s1 = :b AND s3 = :d") ==
        R"({"S":"x"} {"N":"1"} | {"S":"y"} {"N":"2"} {"B":"AA=="} )");

  CHECK(of_index("p1 = :a") == "Query condition missed key schema element: p2");
  CHECK(of_index("p1 = :a AND p2 > :n") == "Query key condition not supported");
  CHECK(of_index("p1 = :a AND p2 = :n AND s2 = :n") == "Query condition missed key schema element: s1");
  CHECK(of_index("p1 = :a AND p2 = :n AND s1 = :b AND s3 = :d") == "Query condition missed key schema element: s2");
  CHECK(of_index("p1 = :a AND p2 = :n AND begins_with(s1, :b) AND s2 = :n") == "Query key condition not supported");
  CHECK(of_index("p1 = :a AND p2 = :n AND c = :n") == "Query condition missed key schema element: s1");
}

TEST_CASE("a filter of a query leaves the key alone") {
  const KeySchema keys{{{"pk", Tag::S}}, {}};
  const ExpressionRequest on_key(ExpressionKind::filter, "c = :a OR NOT pk = :a", R"({":a":{"S":"x"}})");
  CHECK(refuse_filter_on_key(on_key.expression, keys)->message ==
        "Filter Expression can only contain non-primary key attributes: Primary key attribute: pk");
  const ExpressionRequest elsewhere(ExpressionKind::filter, "c.pk = :a", R"({":a":{"S":"x"}})");
  CHECK_FALSE(refuse_filter_on_key(elsewhere.expression, keys));
}

}  // namespace
