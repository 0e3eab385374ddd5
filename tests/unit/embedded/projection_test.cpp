// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html
#include "embedded/expressions/projection.hpp"

#include "expression_requests.hpp"

#include <string>
#include <string_view>

namespace {

using namespace partita::embedded;

constexpr std::string_view item_json = R"({"p":{"S":"k"},"b":{"S":"hello"},"a.b":{"S":"dot"},
  "a":{"M":{"b":{"L":[{"N":"2"},{"N":"4"},{"M":{"x":{"S":"hi"},"y":{"S":"yo"}}}]},"c":{"N":"5"}}}})";

std::string projected(std::string_view text, std::string_view names = "") {
  INFO(text);
  const ExpressionRequest request(ExpressionKind::projection, text, "", names);
  REQUIRE(request.refused.empty());
  return text_of(project(request.expression, item_of(item_json)));
}

TEST_CASE("a projection keeps what its paths lead to, in its place") {
  CHECK(projected("b, p") == R"({"b":{"S":"hello"},"p":{"S":"k"}})");
  CHECK(projected("a.c, b") == R"({"a":{"M":{"c":{"N":"5"}}},"b":{"S":"hello"}})");
  CHECK(projected("a.b[2].y") == R"({"a":{"M":{"b":{"L":[{"M":{"y":{"S":"yo"}}}]}}}})");
  CHECK(projected("a.c, a.b[0]") == R"({"a":{"M":{"b":{"L":[{"N":"2"}]},"c":{"N":"5"}}}})");
  CHECK(projected("#a.#b[1]", R"({"#a":"a","#b":"b"})") == R"({"a":{"M":{"b":{"L":[{"N":"4"}]}}}})");
  CHECK(projected("#dot", R"({"#dot":"a.b"})") == R"({"a.b":{"S":"dot"}})");
}

TEST_CASE("elements of a list come in the order of the list, without gaps") {
  CHECK(projected("a.b[1], a.b[0]") == R"({"a":{"M":{"b":{"L":[{"N":"2"},{"N":"4"}]}}}})");
  CHECK(projected("a.b[2].x, a.b[0], a.b[2].y") ==
        R"({"a":{"M":{"b":{"L":[{"N":"2"},{"M":{"x":{"S":"hi"},"y":{"S":"yo"}}}]}}}})");
}

TEST_CASE("paths that lead nowhere leave nothing behind") {
  for (const std::string_view text :
       {"x", "a.b[3]", "a.x", "a.x.y", "a.b[3].x", "a.b.x", "a[0]", "a.b[0].x", "a.b[0][0]", "b.x"}) {
    CHECK(projected(text) == "{}");
  }
  CHECK(projected("a.x, a.b[0], x, a.b[3].x") == R"({"a":{"M":{"b":{"L":[{"N":"2"}]}}}})");
}

}  // namespace
