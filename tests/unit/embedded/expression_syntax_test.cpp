// What the service says of expressions that are wrong, whatever the item. The texts are those that it gives; their
// order where several things are wrong is that of DynamoDB Local, which has the service's own parser.
#include "embedded/expressions/reserved_words.hpp"
#include "expression_requests.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

namespace {

using namespace partita::embedded;

std::string refusal_of(ExpressionKind kind, std::string_view text, std::string_view values = "",
                       std::string_view names = "") {
  return ExpressionRequest(kind, text, values, names).refused;
}

struct Case {
  std::string_view text;
  std::string refusal;  // behind "Invalid FilterExpression: "; empty: it is right
  std::string_view values = "";
};

void check(ExpressionKind kind, std::string_view parameter, std::initializer_list<Case> cases) {
  for (const Case& each : cases) {
    INFO(each.text);
    const std::string expected =
        each.refusal.empty() ? "" : "Invalid " + std::string(parameter) + ": " + std::string(each.refusal);
    CHECK(refusal_of(kind, each.text, each.values) == expected);
  }
}
void check_filters(std::initializer_list<Case> cases) {
  check(ExpressionKind::filter, "FilterExpression", cases);
}
void check_updates(std::initializer_list<Case> cases) {
  check(ExpressionKind::update, "UpdateExpression", cases);
}
void check_projections(std::initializer_list<Case> cases) {
  check(ExpressionKind::projection, "ProjectionExpression", cases);
}

std::string repeated(std::string_view text, int count, std::string_view between = "") {
  std::string all;
  for (int i = 0; i < count; ++i) all.append(i == 0 ? "" : between).append(text);
  return all;
}

std::string bad(std::string_view token, std::string_view near) {
  return std::string("Syntax error; token: \"").append(token).append("\", near: \"").append(near).append("\"");
}

constexpr std::string_view a = R"({":a":{"S":"x"}})";
constexpr std::string_view n = R"({":a":{"N":"1"}})";

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
TEST_CASE("bad syntax is shown with its neighbours") {
  check_filters({
      {"", "The expression can not be empty;"},
      {"   ", bad("<EOF>", "   ")},
      {"foo", bad("<EOF>", "foo")},
      {"things are not ok", bad("are", "things are not")},
      {"a  b  c   d", bad("b", "a  b  c")},
      {"a > 4", bad("4", "> 4")},
      {"a = ", bad("<EOF>", "= ")},
      {"a..b = :a", bad(".", "..b"), a},
      {"a in b, c", bad("b", "in b,")},
      {"a in ()", bad(")", "()")},
      {"a in ((:a,:a))", bad(",", ":a,:a"), a},
      {"a = :a)", bad(")", ":a)"), a},
      {"(a = :a", bad("<EOF>", ":a"), a},
      {"(a)", bad("<EOF>", ")")},
      {"(a = :a) = :a", bad("=", ") = :a"), a},
      {"a + b = :a", bad("+", "a + b"), a},
      {"a = \"x\"", bad("\"x\"", "= \"x\"")},
      {"a = 'x y z' AND b", bad("'x y z'", "= 'x y z' AND")},
      {"a = 'x", bad("'", "= 'x")},
      {"\xC3\xBC > a", bad("\xC3\xBC", "\xC3\xBC >")},
      {"_a = :a", bad("_", "_a"), a},
      {"#$.b > a", bad("#", "#$")},
      {"a[01] = :a", bad("1", "01]"), a},
      {"a[-1] = :a", bad("-", "[-1"), a},
      {"a[b] = :a", bad("b", "[b]"), a},
      {"size(a).b > a", bad(".", ").b")},
      {"(b.c).d = :a", bad(".", ").d"), a},
      {"a = :a AND (b)", bad("<EOF>", ")"), a},
      {"attribute_exists()", bad(")", "()")},
      {"AND(a)", bad("AND", "AND(")},
      {"between = :a", bad("between", "between ="), a},
      {"a.set = :a", bad("set", ".set ="), a},
      {"pk begins_with :a", bad("begins_with", "pk begins_with :a"), a},
  });
  check_updates({
      {"", "The expression can not be empty;"},
      {"whatever", bad("whatever", "whatever")},
      {"set", bad("<EOF>", "set")},
      {"set foo bar", bad("bar", "foo bar")},
      {"set a=set", bad("set", "=set")},
      {"set (a = b)", bad("(", "set (a")},
      {"set :a = b", bad(":a", "set :a ="), a},
      {"set a = b / c", bad("/", "b / c")},
      {"set a = b + c + d", bad("+", "c + d")},
      {"set a = (b + c) + d", bad("+", ") + d")},
      {"set a = if_not_exists(b, c + d)", bad("+", "c + d")},
      {"SET a = if_not_exists(a, 100)", bad("100", ", 100)")},
      {"set a = :a b = :a", bad("b", ":a b ="), a},
      {"set a = :a; remove b", bad(";", ":a; remove"), a},
      {"remove a = b", bad("=", "a = b")},
      {"add a if_not_exist(b)", bad("if_not_exist", "a if_not_exist(")},
      {"delete a b", bad("b", "a b")},
  });
  check_projections({
      {"", "The expression can not be empty;"},
      {"a,", bad("<EOF>", ",")},
      {"a,,b", bad(",", ",,b")},
      {"a b", bad("b", "a b")},
      {":a", bad(":a", ":a")},
      {"size(a)", bad("(", "size(a")},
      {"(a)", bad("(", "(a")},
  });
}

TEST_CASE("one pair of parentheses is enough") {
  check_filters({
      {"(a) = (:a)", "", a},
      {"(a = :a) AND (NOT (b = :a))", "", a},
      {"(size(a)) > (:a)", "", n},
      {"(attribute_exists(a)) AND (b = :a)", "", a},
      {"a = ((:a))", "The expression has redundant parentheses;", a},
      {"((a = :a))", "The expression has redundant parentheses;", a},
      {"a = :a AND ((b = :a AND c = :a))", "The expression has redundant parentheses;", a},
      {"a IN ((:a), ((:a)))", "The expression has redundant parentheses;", a},
      {"a > whatever((:things), ((a)))", "The expression has redundant parentheses;"},
      {"a = ((:a)) AND b b", "The expression has redundant parentheses;", a},
      {"((b.c)).d = :a", bad(".", ").d"), a},
  });
  check_updates({
      {"set a = (b + c)", ""},
      {"set a = (b) - (c)", ""},
      {"set a = (list_append(b, (c)))", ""},
      {"set a = ((b + c))", "The expression has redundant parentheses;"},
      {"set a = ((b)) + c", "The expression has redundant parentheses;"},
      {"set a = list_append(b, ((c)))", "The expression has redundant parentheses;"},
  });
}

TEST_CASE("functions stand only where they may") {
  check_filters({
      {"a = :a AND foo(b)", "Invalid function name; function: foo", a},
      {"Begins_With(a, :a)", "Invalid function name; function: Begins_With", a},
      {"size(a)", "The function is not allowed to be used this way in an expression; function: size"},
      {"NOT size(a)", "The function is not allowed to be used this way in an expression; function: size"},
      {"a = contains(a, :a)", "The function is not allowed to be used this way in an expression; function: contains",
       a},
      {"size(contains(a, b)) > c",
       "The function is not allowed to be used this way in an expression; function: contains"},
      {"if_not_exists(a, :a)", "The function is not allowed in a condition expression; function: if_not_exists", a},
      {"size(a) = size(a)", ""},
  });
  check_updates({
      {"set a = foo(b)", "Invalid function name; function: foo"},
      {"set a = size(b)", "The function is not allowed in an update expression; function: size"},
      {"set a = list_append(list_append(b, c), d)",
       "The function is not allowed to be used this way in an expression; function: list_append"},
      {"set a = list_append(b, c) + :a",
       "The function is not allowed to be used this way in an expression; function: list_append", n},
      {"set a = if_not_exists(a, if_not_exists(b, :a)) + :a", "", n},
  });
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
TEST_CASE("words that are reserved are known in any letter case") {
  CHECK(reserved_words.size() == 573);
  CHECK(std::is_sorted(reserved_words.begin(), reserved_words.end()));
  CHECK(is_reserved_word("STATUS"));
  CHECK(is_reserved_word("status"));
  CHECK(is_reserved_word("Size"));
  CHECK(is_reserved_word("LOCALTIMESTAMP"));
  CHECK_FALSE(is_reserved_word("tenant_id"));
  CHECK_FALSE(is_reserved_word("LOCALTIMESTAMPS"));
  CHECK_FALSE(is_reserved_word(""));
  check_filters({
      {":a < abOrT", "Attribute name is a reserved keyword; reserved keyword: abOrT", a},
      {"a.status = :a", "Attribute name is a reserved keyword; reserved keyword: status", a},
      {"#x = :a AND status = :a", "Attribute name is a reserved keyword; reserved keyword: status", a},
  });
  check_updates({{"set c = :a set name = :a", "Attribute name is a reserved keyword; reserved keyword: name", a}});
  check_projections({{"a, a, name", "Attribute name is a reserved keyword; reserved keyword: name"}});
}

TEST_CASE("operands have the numbers and types that operators take") {
  constexpr std::string_view flag = R"({":a":{"BOOL":true}})";
  constexpr std::string_view set = R"({":a":{"SS":["a"]}})";
  constexpr std::string_view wrong = "Incorrect operand type for operator or function; operator or function: ";
  const auto type = [&](std::string_view rest) { return std::string(wrong).append(rest); };
  const auto count = [&](std::string_view rest) {
    return "Incorrect number of operands for operator or function; operator or function: " + std::string(rest);
  };
  check_filters({
      {"begins_with(b)", count("begins_with, number of operands: 1")},
      {"size(b, c) > d", count("size, number of operands: 2")},
      {"attribute_exists(b, c)", count("attribute_exists, number of operands: 2")},
      {"attribute_exists(:a)", "Operator or function requires a document path; operator or function: attribute_exists",
       a},
      {"attribute_not_exists(size(:a))", type("size, operand type: N"), n},
      {"size(size(b)) > :a", type("size, operand type: N"), n},
      {"size(:a) > b", type("size, operand type: BOOL"), flag},
      {"begins_with(b, :a)", type("begins_with, operand type: N"), n},
      {"begins_with(:a, b)", type("begins_with, operand type: SS"), set},
      {"b < :a", type("<, operand type: BOOL"), flag},
      {"b <= :a", type("<=, operand type: SS"), set},
      {"b between :a and c", type("BETWEEN, operand type: SS"), set},
      {"b between b and :a", type("BETWEEN, operand type: SS"), set},
      {"b = :a", "", set},
      {"b in (:a)", "", set},
      {"contains(b, :a)", "", set},
      {"attribute_type(b, c)", type("attribute_type, operand type: {NS,L,BS,M,N,S,BOOL,SS,NULL,B}")},
      {"attribute_type(b, size(c))", type("attribute_type, operand type: N")},
      {"attribute_type(b, :a)", type("attribute_type, operand type: N"), n},
      {"attribute_type(b, :a)",
       "Invalid attribute type name found; type: x, valid types: {NS,L,BS,M,N,S,BOOL,SS,NULL,B}", a},
      {"attribute_type(b, :a)", "", R"({":a":{"S":"NULL"}})"},
      {"b between :l and :h",
       "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound "
       "operand: "
       "AttributeValue: {N:10}, upper bound operand: AttributeValue: {N:9}",
       R"({":l":{"N":"10.0"},":h":{"N":"9"}})"},
      {"b between :l and :h",
       "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: "
       "AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}",
       R"({":l":{"N":"1"},":h":{"S":"a"}})"},
  });
  check_updates({
      {"set b = if_not_exists(c)", count("if_not_exists, number of operands: 1")},
      {"set b = list_append(c, d, e)", count("list_append, number of operands: 3")},
      {"set b = if_not_exists(:a, c)",
       "Operator or function requires a document path; operator or function: if_not_exists", a},
      {"set b = list_append(:a, b)", type("list_append, operand type: S"), a},
      {"set b = b + :a", type("+, operand type: S"), a},
      {"set b = :a - b", type("-, operand type: SS"), set},
      {"add b :a", "Incorrect operand type for operator or function; operator: ADD, operand type: STRING", a},
      {"delete b :a", "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER", n},
      {"delete b :a", "Incorrect operand type for operator or function; operator: DELETE, operand type: BOOLEAN", flag},
      {"add b :a", "", n},
      {"add b :a", "", set},
      {"delete b :a", "", set},
  });
}

TEST_CASE("the first operand is another than the rest") {
  const auto same = [](std::string_view rest) {
    return "The first operand must be distinct from the remaining operands for this operator or function; "
           "operator: " +
           std::string(rest);
  };
  check_filters({
      {"b = b", same("=, first operand: [b]")},
      {"b IN (c, b)", same("IN, first operand: [b]")},
      {"b BETWEEN b AND c", same("BETWEEN, first operand: [b]")},
      {"contains(b.c[1].d, b.c[1].d)", same("contains, first operand: [b, c, [1], d]")},
      {"b BETWEEN c AND c", ""},
      {":a = :a", "", a},
  });
  CHECK(refusal_of(ExpressionKind::filter, "#b <> b", "", R"({"#b":"b"})") ==
        "Invalid FilterExpression: " + same("<>, first operand: [b]"));
  check_updates({{"set a = if_not_exists(b, b)", same("if_not_exists, first operand: [b]")}});
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
TEST_CASE("an update writes no place twice, and has each section once") {
  const auto overlap = [](std::string_view rest) {
    return "Two document paths overlap with each other; must remove or rewrite one of these paths; path "
           "one: " +
           std::string(rest);
  };
  const auto conflict = [](std::string_view rest) {
    return "Two document paths conflict with each other; must remove or rewrite one of these paths; path "
           "one: " +
           std::string(rest);
  };
  check_updates({
      {"set a = b remove a", overlap("[a], path two: [a]")},
      {"set a.b = c, a = d", overlap("[a, b], path two: [a]")},
      {"remove a, a[0]", overlap("[a], path two: [a, [0]]")},
      {"set a.b = c, a[0] = c, a[0].x = d", overlap("[a, [0]], path two: [a, [0], x]")},
      {"set a[1] = b, a.c = d", conflict("[a, [1]], path two: [a, c]")},
      {"set a.b = c, a.d = e, a2 = a", ""},
      {"set a[1] = b remove a[0], c[1]", ""},
      {"set a = b set c = d", "The \"SET\" section can only be used once in an update expression;"},
      {"add a :a remove b add c :a", "The \"ADD\" section can only be used once in an update expression;", n},
      {"set a = b set status = c", "Attribute name is a reserved keyword; reserved keyword: status"},
      {"set a = b set c = d add e foo(f)", bad("foo", "e foo(")},
      {"remove a remove b set c = foo(d)", "The \"REMOVE\" section can only be used once in an update expression;"},
      // Of several faults, that of the last action; but all paths before any operand.
      {"set a = :zz, b = c, b = d", overlap("[b], path two: [b]")},
      {"set a = if_not_exists(b), c = :zz",
       "An expression attribute value used in expression is not defined; attribute value: :zz"},
      {"set b = :x, a = :y", "An expression attribute value used in expression is not defined; attribute value: :y"},
  });
  check_projections({
      {"a, b.c, b.d, e[0], e[1]", ""},
      {"a, a", overlap("[a], path two: [a]")},
      {"a.b, a", overlap("[a, b], path two: [a]")},
      {"a.b, a[0]", conflict("[a, b], path two: [a, [0]]")},
  });
  CHECK(refusal_of(ExpressionKind::projection, "a, #b", "", R"({"#b":"a"})") ==
        "Invalid ProjectionExpression: " + overlap("[a], path two: [a]"));
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters
TEST_CASE("expressions have limits") {
  const auto filter = [](const std::string& text, std::string_view values = a) {
    return refusal_of(ExpressionKind::filter, text, values);
  };
  const std::string prefix = "Invalid FilterExpression: ";
  const std::string many = prefix + "The expression contains too many operators; operator count: 301";

  CHECK(filter("a = :a" + std::string(4090, ' ')).empty());
  CHECK(filter("a = :a" + std::string(4091, ' ')) ==
        prefix + "Expression size has exceeded the maximum allowed size; expression size: 4097");

  CHECK(filter(repeated("a=:a", 150, " OR ")).empty());  // 150 comparisons and 149 ORs
  CHECK(filter(repeated("a=:a", 151, " OR ")) == many);
  CHECK(filter(repeated("NOT ", 299) + "a=:a").empty());
  CHECK(filter(repeated("NOT ", 300) + "a=:a") == many);
  CHECK(filter(repeated("size(a)>:a", 100, " OR "), n).empty());
  CHECK(filter(repeated("size(a)>:a", 101, " OR "), n) == many);
  CHECK(filter(repeated("NOT (", 299) + "a=:a" + std::string(299, ')')).empty());
  CHECK(filter(repeated("NOT (", 700) + "a=:a") == many);
  CHECK(filter(std::string(4000, '(')) == many);
  CHECK(refusal_of(ExpressionKind::update, "set a = " + repeated("if_not_exists(b,", 240) + "c" + std::string(240, ')'))
            .empty());

  CHECK(filter("a IN (" + repeated(":a", 100, ",") + ")").empty());
  CHECK(filter("a IN (" + repeated(":a", 101, ",") + ")") ==
        prefix + "The IN operator is provided with too many operands; number of operands: 101");

  CHECK(filter(repeated("a", 32, ".") + " = :a").empty());
  CHECK(filter(repeated("a", 33, ".") + " = :a") ==
        prefix + "The document path has too many nesting levels; nesting levels: 33");
  CHECK(filter("a[2147483647] = :a").empty());
  CHECK(filter("a[2147483648] = :a") == prefix + "List index is not within the allowable range; index: [2147483648]");
  CHECK(filter("a[99999999999999999999] = :a") ==
        prefix + "List index is not within the allowable range; index: [99999999999999999999]");
}

}  // namespace
