// What updates make of an item, and what they return of it.
#include "embedded/expressions/key_use.hpp"
#include "embedded/expressions/projection.hpp"
#include "embedded/expressions/update.hpp"
#include "expression_requests.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

namespace {

using namespace partita::embedded;

constexpr std::string_view item_json = R"({
  "pk": {"S": "u"}, "s": {"S": "hello"}, "n": {"N": "5"}, "ss": {"SS": ["x", "y"]}, "e": {"L": []},
  "l": {"L": [{"S": "0"}, {"S": "1"}, {"S": "2"}, {"S": "3"}]},
  "m": {"M": {"x": {"S": "1"}, "y": {"L": [{"N": "1"}]}, "d": {"M": {"k": {"N": "1"}}}}}})";

struct Result {
  std::string refusal;  // the message
  Map item;
  std::string updated_old;
  std::string updated_new;
};

Result update(std::string_view text, std::string_view values = "", std::string_view json = item_json) {
  INFO(text);
  const ExpressionRequest request(ExpressionKind::update, text, values);
  REQUIRE(request.refused.empty());
  const Map item = item_of(json);
  auto updated = apply_update(request.expression, item);
  if (!updated) return {updated.error().message, {}, {}, {}};
  CHECK(text_of(item) == text_of(item_of(json)));
  return {"", *updated, text_of(project(request.expression, item)), text_of(project(request.expression, *updated))};
}

struct Case {
  std::string_view text;
  std::string_view attribute;
  std::string_view expected;  // what the attribute is then; empty: it is not there
  std::string_view values = "";
};

// All other attributes are as they were.
void check(std::initializer_list<Case> cases) {
  for (const Case& each : cases) {
    const Result result = update(each.text, each.values);
    INFO(each.text);
    CHECK(result.refusal.empty());
    Map expected = item_of(item_json);
    if (each.expected.empty()) {
      expected.erase(each.attribute);
    } else {
      expected.set(each.attribute, parse_value(each.expected));
    }
    CHECK(text_of(result.item) == text_of(expected));
  }
}

struct Refused {
  std::string_view text;
  std::string_view values = "";
};

void check_refused(std::string_view message, std::initializer_list<Refused> cases) {
  for (const Refused& each : cases) {
    INFO(each.text);
    CHECK(update(each.text, each.values).refusal == message);
  }
}

constexpr std::string_view ab = R"({":a":{"S":"A"},":b":{"S":"B"}})";
constexpr std::string_view a = R"({":a":{"S":"A"}})";
constexpr std::string_view n = R"({":n":{"N":"1"}})";
constexpr std::string_view list = R"({":l":{"L":[{"S":"z"}]}})";

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
TEST_CASE("SET writes values, sums, lists and defaults") {
  check({
      {"set s = :a", "s", R"({"S":"A"})", a},
      {"set q = :a", "q", R"({"S":"A"})", a},
      {"set q = n", "q", R"({"N":"5"})"},
      {"set n = n + :n", "n", R"({"N":"6"})", n},
      {"set n = :n - n", "n", R"({"N":"-4"})", n},
      {"set q = n - n", "q", R"({"N":"0"})"},
      {"set l = list_append(:l, l)", "l", R"({"L":[{"S":"z"},{"S":"0"},{"S":"1"},{"S":"2"},{"S":"3"}]})", list},
      {"set e = list_append(e, :l)", "e", R"({"L":[{"S":"z"}]})", list},
      {"set q = list_append(if_not_exists(q, :l), :l)", "q", R"({"L":[{"S":"z"},{"S":"z"}]})", list},
      {"set q = if_not_exists(n, :n)", "q", R"({"N":"5"})", n},
      {"set q = if_not_exists(miss, :n) + :n", "q", R"({"N":"2"})", n},
      {"set q = if_not_exists(m.q.r, n)", "q", R"({"N":"5"})"},
      {"set m.x = :a", "m", R"({"M":{"d":{"M":{"k":{"N":"1"}}},"x":{"S":"A"},"y":{"L":[{"N":"1"}]}}})", a},
      {"set m.d.k = m.d.k + :n", "m", R"({"M":{"d":{"M":{"k":{"N":"2"}}},"x":{"S":"1"},"y":{"L":[{"N":"1"}]}}})", n},
  });
}

TEST_CASE("all operands have their values from before the update") {
  const Result swapped = update("set s = n, n = s");
  CHECK(text_of(*swapped.item.find("n")) == R"({"S":"hello"})");
  CHECK(text_of(*swapped.item.find("s")) == R"({"N":"5"})");
  const Result moved = update("set q = s remove s");
  CHECK(text_of(*moved.item.find("q")) == R"({"S":"hello"})");
  CHECK(moved.item.find("s") == nullptr);
  const Result counted = update("set q = n add n :n", n);
  CHECK(text_of(*counted.item.find("q")) == R"({"N":"5"})");
  CHECK(text_of(*counted.item.find("n")) == R"({"N":"6"})");
}

// "Adding Elements to a List" and "Removing Elements from a List" of the same page
TEST_CASE("positions in lists are those from before the update") {
  check({
      {"set l[1] = :a", "l", R"({"L":[{"S":"0"},{"S":"A"},{"S":"2"},{"S":"3"}]})", a},
      {"set e[0] = :a", "e", R"({"L":[{"S":"A"}]})", a},
      {"set e[7] = :a", "e", R"({"L":[{"S":"A"}]})", a},
      {"set l[9] = :a, l[7] = :b", "l", R"({"L":[{"S":"0"},{"S":"1"},{"S":"2"},{"S":"3"},{"S":"B"},{"S":"A"}]})", ab},
      {"set l[0] = l[1], l[1] = l[0]", "l", R"({"L":[{"S":"1"},{"S":"0"},{"S":"2"},{"S":"3"}]})"},
      {"remove l[0]", "l", R"({"L":[{"S":"1"},{"S":"2"},{"S":"3"}]})"},
      {"remove l[0], l[2]", "l", R"({"L":[{"S":"1"},{"S":"3"}]})"},
      {"remove l[2], l[0]", "l", R"({"L":[{"S":"1"},{"S":"3"}]})"},
      {"remove l[9]", "l", R"({"L":[{"S":"0"},{"S":"1"},{"S":"2"},{"S":"3"}]})"},
      {"remove l[0] set l[1] = :a", "l", R"({"L":[{"S":"A"},{"S":"2"},{"S":"3"}]})", a},
      {"set l[4] = :a remove l[0], l[1]", "l", R"({"L":[{"S":"2"},{"S":"3"},{"S":"A"}]})", a},
      {"add l[9] :n", "l", R"({"L":[{"S":"0"},{"S":"1"},{"S":"2"},{"S":"3"},{"N":"1"}]})", n},
  });
  constexpr std::string_view nested =
      R"({"l":{"L":[{"S":"0"},{"L":[{"S":"a"},{"S":"b"},{"S":"c"}]},{"SS":["x"]},{"S":"3"}]}})";
  CHECK(text_of(update("remove l[0], l[1][0], l[1][2], l[3]", "", nested).item) ==
        R"({"l":{"L":[{"L":[{"S":"b"}]},{"SS":["x"]}]}})");
  CHECK(text_of(update("delete l[2] :x remove l[0]", R"({":x":{"SS":["x"]}})", nested).item) ==
        R"({"l":{"L":[{"L":[{"S":"a"},{"S":"b"},{"S":"c"}]},{"S":"3"}]}})");
}

TEST_CASE("REMOVE leaves nothing, and minds nothing that is not there") {
  check({
      {"remove s", "s", ""},
      {"remove miss", "miss", ""},
      {"remove m.x", "m", R"({"M":{"d":{"M":{"k":{"N":"1"}}},"y":{"L":[{"N":"1"}]}}})"},
      {"remove m.d.k", "m", R"({"M":{"d":{"M":{}},"x":{"S":"1"},"y":{"L":[{"N":"1"}]}}})"},
      {"remove m.y[0], m.y[1]", "m", R"({"M":{"d":{"M":{"k":{"N":"1"}}},"x":{"S":"1"},"y":{"L":[]}}})"},
      {"remove m.nope", "miss", ""},
  });
}

TEST_CASE("ADD counts and joins, DELETE takes out of sets") {
  check({
      {"add n :n", "n", R"({"N":"6"})", n},
      {"add miss :n", "miss", R"({"N":"1"})", n},
      {"add m.d.k :n", "m", R"({"M":{"d":{"M":{"k":{"N":"2"}}},"x":{"S":"1"},"y":{"L":[{"N":"1"}]}}})", n},
      {"add ss :q", "ss", R"({"SS":["x","y","z"]})", R"({":q":{"SS":["z","x"]}})"},
      {"add miss :q", "miss", R"({"SS":["a","b"]})", R"({":q":{"SS":["b","a"]}})"},
      {"delete ss :q", "ss", R"({"SS":["y"]})", R"({":q":{"SS":["x","nope"]}})"},
      {"delete ss :q", "ss", "", R"({":q":{"SS":["x","y"]}})"},
      {"delete miss :q", "miss", "", R"({":q":{"NS":["1"]}})"},
      {"delete l[9] :q", "miss", "", R"({":q":{"NS":["1"]}})"},
  });
}

TEST_CASE("an update is refused as a whole") {
  check_refused("The provided expression refers to an attribute that does not exist in the item",
                {{"set q = miss"},
                 {"set n = miss + :n", n},
                 {"set l = list_append(l, miss)"},
                 {"set q = if_not_exists(miss, miss2)"},
                 {"set q = if_not_exists(n, miss)"},  // as DynamoDB Local: both operands must be there
                 {"set q = l[9]"},
                 {"set q = l[0].x"}});
  check_refused("An operand in the update expression has an incorrect data type",
                {{"set n = s + :n", n},
                 {"set n = s + miss"},
                 {"set l = list_append(l, s)"},
                 {"add s :n", n},
                 {"add ss :n", n},
                 {"add ss :q", R"({":q":{"NS":["1"]}})"},
                 {"add l[0] :n", n},
                 {"delete ss :q", R"({":q":{"NS":["1"]}})"},
                 {"delete n :q", R"({":q":{"NS":["1"]}})"}});
  check_refused("The document path provided in the update expression is invalid for update",
                {{"set m.q.r = :a", a},
                 {"set miss.a = :a", a},
                 {"set miss[0] = :a", a},
                 {"set s.a = :a", a},
                 {"set l.a = :a", a},
                 {"set m[0] = :a", a},
                 {"remove miss.a"},
                 {"remove s[0]"},
                 {"remove l.a"},
                 {"add miss.a :n", n},
                 {"delete miss.a :q", R"({":q":{"SS":["x"]}})"}});
  check_refused("Attempting to store more than 38 significant digits in a Number",
                {{"set n = n + :n", R"({":n":{"N":"1E+100"}})"}, {"add n :n", R"({":n":{"N":"1E-130"}})"}});
  check_refused("Number overflow. Attempting to store a number with magnitude larger than supported range",
                {{"set n = :n + :n", R"({":n":{"N":"9E+125"}})"}});
}

// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html#DDB-UpdateItem-request-ReturnValues
// Of nested paths only what they lead to is returned: Local returns whole attributes, the service does not.
TEST_CASE("the updated attributes are those that the paths lead to, before and after") {
  const auto check_updated = [](std::string_view text, std::string_view values, std::string_view before,
                                std::string_view after) {
    const Result result = update(text, values);
    INFO(text);
    CHECK(result.updated_old == before);
    CHECK(result.updated_new == after);
  };
  check_updated("set s = :a, q = :b", ab, R"({"s":{"S":"hello"}})", R"({"q":{"S":"B"},"s":{"S":"A"}})");
  check_updated("set m.x = :a", a, R"({"m":{"M":{"x":{"S":"1"}}}})", R"({"m":{"M":{"x":{"S":"A"}}}})");
  check_updated("set m.z = :a", a, "{}", R"({"m":{"M":{"z":{"S":"A"}}}})");
  check_updated("set l[1] = :a", a, R"({"l":{"L":[{"S":"1"}]}})", R"({"l":{"L":[{"S":"A"}]}})");
  check_updated("set l[2] = :a, l[0] = :b", ab, R"({"l":{"L":[{"S":"0"},{"S":"2"}]}})",
                R"({"l":{"L":[{"S":"B"},{"S":"A"}]}})");
  check_updated("set l[9] = :a", a, "{}", "{}");
  check_updated("remove s, miss", "", R"({"s":{"S":"hello"}})", "{}");
  check_updated("remove l[1], l[9]", "", R"({"l":{"L":[{"S":"1"}]}})", R"({"l":{"L":[{"S":"2"}]}})");
  check_updated("add n :n", n, R"({"n":{"N":"5"}})", R"({"n":{"N":"6"}})");
  check_updated("delete ss :q", R"({":q":{"SS":["x","y"]}})", R"({"ss":{"SS":["x","y"]}})", "{}");
}

TEST_CASE("keys are not updated, and are no maps or lists") {
  const KeySchema keys{{{"pk", partita::wire::Tag::S}}, {{"sk", partita::wire::Tag::N}}};
  const auto refusal = [&](std::string_view text, std::string_view values) {
    const ExpressionRequest request(ExpressionKind::update, text, values);
    const auto of_update = refuse_update_of_key(request.expression, keys);
    const auto of_path = refuse_path_into_key(request.expression, keys, "Key");
    return (of_update ? of_update->message : "") + "|" + (of_path ? of_path->message : "");
  };
  CHECK(refusal("set a = pk, m.pk = :a", a) == "|");
  CHECK(refusal("remove a set pk = :a", a) ==
        "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key|");
  CHECK(refusal("set a = sk.x", "") ==
        "|Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: sk");
}

}  // namespace
