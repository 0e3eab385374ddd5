// Conditions and filters on an item. Both test servers answer as these cases do, but where another source is given.
#include "embedded/expressions/condition.hpp"

#include "expression_requests.hpp"

#include <initializer_list>
#include <string_view>

namespace {

using namespace partita::embedded;

constexpr std::string_view item_json = R"({
  "pk": {"S": "a"}, "s": {"S": "hello"}, "n": {"N": "5"}, "n2": {"N": "5.0"}, "uni": {"S": "añ😀"}, "b": {"B": "AAEC"},
  "t": {"BOOL": true}, "z": {"NULL": true}, "ss": {"SS": ["x", "y"]}, "ns": {"NS": ["1", "2"]},
  "bs": {"BS": ["AA==", "AQ=="]}, "l": {"L": [{"S": "a"}, {"N": "1"}, {"M": {"q": {"N": "7"}}}]},
  "m": {"M": {"x": {"S": "1"}, "y": {"L": [{"N": "1"}]}}}, "e": {"L": []}})";

struct Case {
  std::string_view text;
  bool holds;
  std::string_view values = "";
};

void check(std::initializer_list<Case> cases) {
  const Map item = item_of(item_json);
  for (const Case& each : cases) {
    INFO(each.text << " " << each.values);
    const ExpressionRequest request(ExpressionKind::condition, each.text, each.values);
    REQUIRE(request.refused.empty());
    CHECK(holds(request.expression, item) == each.holds);
  }
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
TEST_CASE("values are equal if they are of one type and of one content") {
  check({
      {"n = n2", true},
      {"s = n", false},
      {"s <> n", true},
      {"s = :v", true, R"({":v":{"S":"hello"}})"},
      {"n = :v", true, R"({":v":{"N":"0.5E1"}})"},
      {"ss = :v", true, R"({":v":{"SS":["y","x"]}})"},
      {"ns = :v", true, R"({":v":{"NS":["2.0","1"]}})"},
      {"ns = :v", false, R"({":v":{"NS":["1"]}})"},
      {"m = :v", true, R"({":v":{"M":{"y":{"L":[{"N":"1.0"}]},"x":{"S":"1"}}}})"},
      {"e = :v", true, R"({":v":{"L":[]}})"},
      {"t = :v", false, R"({":v":{"BOOL":false}})"},
      {"z = :v", true, R"({":v":{"NULL":true}})"},
      {"l <> e", true},
      {":v = :v", true, R"({":v":{"N":"1"}})"},
  });
}

TEST_CASE("strings, numbers and binaries have an order, and no two types one between them") {
  check({
      {"n < :v", true, R"({":v":{"N":"10"}})"},
      {"n > :v", true, R"({":v":{"N":"4.9999"}})"},
      {"n >= :v", true, R"({":v":{"N":"5"}})"},
      {"n <= :v", false, R"({":v":{"N":"-5"}})"},
      {"s < :v", true, R"({":v":{"S":"hellp"}})"},
      {"s < :v", false, R"({":v":{"S":"hell"}})"},
      {"b < :v", true, R"({":v":{"B":"AAED"}})"},
      {"b < :v", true, R"({":v":{"B":"gA=="}})"},
      {"uni > :v", false, "{\":v\":{\"S\":\"a\xEF\xBF\xAE\"}}"},  // by bytes
      {"s < n", false},
      {"NOT s < n", true},
      {"t < z", false},
      {"l < e", false},
      {"s BETWEEN :v AND :w", true, R"({":v":{"S":"a"},":w":{"S":"z"}})"},
      {"n BETWEEN :v AND :v", true, R"({":v":{"N":"5"}})"},
      {"n BETWEEN :v AND :w", false, R"({":v":{"N":"5.1"},":w":{"N":"9"}})"},
      {":v BETWEEN pk AND s", true, R"({":v":{"S":"b"}})"},
      {"s BETWEEN :v AND n", false, R"({":v":{"S":"a"}})"},
      {"n BETWEEN :v AND size(s)", true, R"({":v":{"N":"5"}})"},
      {"s IN (:v, n)", true, R"({":v":{"S":"hello"}})"},
      {"n IN (:v, :w)", false, R"({":v":{"S":"5"},":w":{"N":"6"}})"},
      {"ss IN (:v)", true, R"({":v":{"SS":["y","x"]}})"},
  });
}

TEST_CASE("what is not there is unequal to everything, and nothing else") {
  check({
      {"miss = :v", false, R"({":v":{"S":"x"}})"},
      {"miss <> :v", true, R"({":v":{"S":"x"}})"},
      {"NOT miss = :v", true, R"({":v":{"S":"x"}})"},
      {"miss = miss2", false},
      {"miss <> miss2", true},
      {"miss < miss2", false},
      {"miss = :v", false, R"({":v":{"NULL":true}})"},
      {"miss BETWEEN :v AND :w", false, R"({":v":{"S":"a"},":w":{"S":"z"}})"},
      {"s BETWEEN pk AND miss", false},
      {"miss IN (miss2)", false},
      {"s IN (miss, :v)", true, R"({":v":{"S":"hello"}})"},
      {"NOT miss IN (:v)", true, R"({":v":{"S":"hello"}})"},
      {"contains(miss, :v)", false, R"({":v":{"S":"x"}})"},
      {"size(miss) <> :v", true, R"({":v":{"N":"1"}})"},
      {"size(miss) = :v", false, R"({":v":{"N":"0"}})"},
      {"attribute_exists(miss)", false},
      {"attribute_not_exists(miss)", true},
      {"attribute_exists(z)", true},
  });
}

TEST_CASE("paths lead into maps and lists") {
  check({
      {"attribute_exists(l[2].q)", true},
      {"attribute_exists(l[3])", false},
      {"attribute_exists(m.y[0])", true},
      {"attribute_exists(m.y.z)", false},
      {"attribute_not_exists(m.y.z)", true},
      {"attribute_exists(s.x)", false},
      {"attribute_exists(ss[0])", false},
      {"m.x = :v", true, R"({":v":{"S":"1"}})"},
      {"l[2].q > l[1]", true},
  });
  const ExpressionRequest named(ExpressionKind::condition, "#m.#x = :v AND attribute_exists(#dot)",
                                R"({":v":{"S":"1"}})", R"({"#m":"m","#x":"x","#dot":"a.b"})");
  CHECK_FALSE(holds(named.expression, item_of(item_json)));
  CHECK(holds(named.expression, item_of(R"({"m":{"M":{"x":{"S":"1"}}},"a.b":{"N":"1"}})")));
}

TEST_CASE("contains finds parts of strings and binaries, and members of sets and lists") {
  check({
      {"contains(s, :v)", true, R"({":v":{"S":"ell"}})"},
      {"contains(s, :v)", true, R"({":v":{"S":""}})"},
      {"contains(s, :v)", false, R"({":v":{"N":"1"}})"},
      {"contains(:v, s)", true, R"({":v":{"S":"say hello"}})"},
      {"contains(b, :v)", true, R"({":v":{"B":"AQI="}})"},
      {"contains(ss, :v)", true, R"({":v":{"S":"x"}})"},
      {"contains(ss, :v)", false, R"({":v":{"SS":["x"]}})"},
      {"contains(ns, :v)", true, R"({":v":{"N":"1.0"}})"},
      {"contains(bs, :v)", true, R"({":v":{"B":"AQ=="}})"},
      {"contains(l, :v)", true, R"({":v":{"N":"1"}})"},
      {"contains(l, :v)", true, R"({":v":{"M":{"q":{"N":"7.0"}}}})"},
      {"contains(m, :v)", false, R"({":v":{"S":"x"}})"},
      {"contains(n, :v)", false, R"({":v":{"N":"5"}})"},
  });
}

TEST_CASE("the other functions look at beginnings, types and sizes") {
  check({
      {"begins_with(s, :v)", true, R"({":v":{"S":"he"}})"},
      {"begins_with(s, :v)", false, R"({":v":{"S":"hello!"}})"},
      {"begins_with(b, :v)", true, R"({":v":{"B":"AAE="}})"},
      {"begins_with(s, :v)", false, R"({":v":{"B":"AAE="}})"},
      {"begins_with(n, :v)", false, R"({":v":{"S":"5"}})"},
      {"begins_with(:v, s)", true, R"({":v":{"S":"hello world"}})"},
      {"attribute_type(s, :v)", true, R"({":v":{"S":"S"}})"},
      {"attribute_type(z, :v)", true, R"({":v":{"S":"NULL"}})"},
      {"attribute_type(t, :v)", true, R"({":v":{"S":"BOOL"}})"},
      {"attribute_type(ns, :v)", false, R"({":v":{"S":"N"}})"},
      {"attribute_type(miss, :v)", false, R"({":v":{"S":"S"}})"},
      {"size(uni) = :v", true, R"({":v":{"N":"4"}})"},  // UTF-16 units, of which the last character has two
      {"size(b) = :v", true, R"({":v":{"N":"3"}})"},
      {"size(ss) = :v", true, R"({":v":{"N":"2"}})"},
      {"size(l) = :v", true, R"({":v":{"N":"3"}})"},
      {"size(m) = :v", true, R"({":v":{"N":"2"}})"},
      {"size(n) = :v", false, R"({":v":{"N":"1"}})"},
      {"size(t) <> :v", true, R"({":v":{"N":"1"}})"},
      {"size(m.y) = :v", true, R"({":v":{"N":"1"}})"},
      {"size(s) = size(s)", true},
  });
}

TEST_CASE("NOT binds stronger than AND, and AND than OR") {
  constexpr std::string_view v = R"({":v":{"S":"hello"}})";
  check({
      {"s = :v OR miss = :v AND miss = :v", true, v},
      {"(s = :v OR miss = :v) AND miss = :v", false, v},
      {"miss = :v AND s = :v OR s = :v", true, v},
      {"NOT s = :v OR s = :v", true, v},
      {"NOT (s = :v OR s = :v)", false, v},
      {"NOT s = :v AND miss = :v", false, v},
      {"NOT NOT s = :v", true, v},
      {"s BETWEEN :v AND :v AND miss = :v", false, v},
      {"s = :v and s = :v aNd NoT miss in (:v)", true, v},
  });
}

TEST_CASE("an item that is not there is an empty one") {
  const ExpressionRequest absent(ExpressionKind::condition, "attribute_not_exists(pk)");
  CHECK(holds(absent.expression, Map()));
  const ExpressionRequest present(ExpressionKind::condition, "attribute_exists(pk) OR pk = :v", R"({":v":{"S":"a"}})");
  CHECK_FALSE(holds(present.expression, Map()));
}

}  // namespace
