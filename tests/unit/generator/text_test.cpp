#include "diagnostics/text.hpp"

#include <catch2/catch.hpp>

namespace partita::diagnostics {
namespace {

struct Rendered {
  source::SourceSet sources;
  std::vector<Diagnostic> list;

  explicit Rendered(const std::string& text) { sources.add("a.hpp", text); }

  Diagnostic& add(std::uint32_t begin, std::uint32_t end) {
    return list.emplace_back(Diagnostic{Id::duplicate_key, Level::error, {0, begin, end}, "wrong", {}, {}});
  }

  std::string text(Colour colour = Colour::off) const { return render_text(list, sources, colour); }
};

TEST_CASE("a diagnostic looks as clang's do") {
  Rendered r("struct A {\n  int xy;\n};\n");
  auto& d = r.add(17, 19);
  d.notes.push_back({{0, 13, 16}, "this way out", FixIt{{0, 13, 16}, "long"}});
  d.notes.push_back({{}, "and a note without a place", {}});
  CHECK(r.text() == R"(a.hpp:2:7: error: wrong [duplicate-key]
    2 |   int xy;
      |       ^~
a.hpp:2:3: note: this way out
    2 |   int xy;
      |   ^~~
      |   long
note: and a note without a place
)");
}

TEST_CASE("a certain fix stands under its error") {
  Rendered r("int xy;\n");
  r.add(4, 6).fix = FixIt{{0, 4, 6}, "yx"};
  CHECK(r.text() == R"(a.hpp:1:5: error: wrong [duplicate-key]
    1 | int xy;
      |     ^~
      |     yx
)");
}

TEST_CASE("carets stand right behind tabs and letters of several bytes") {
  Rendered r("\tx\n\xC3\xA4\xE6\x97\xA5 y\n");
  r.add(1, 2);
  r.add(9, 10);
  CHECK(r.text() ==
        "a.hpp:1:2: error: wrong [duplicate-key]\n"
        "    1 |         x\n"
        "      |         ^\n"
        "a.hpp:2:7: error: wrong [duplicate-key]\n"
        "    2 | \xC3\xA4\xE6\x97\xA5 y\n"
        "      |     ^\n");
}

TEST_CASE("what could move the cursor is spelt out") {
  Rendered r("\x1B[31m\xFFz");
  r.add(6, 7);
  CHECK(r.text() ==
        "a.hpp:1:7: error: wrong [duplicate-key]\n"
        "    1 | <U+001B>[31m<FF>z\n"
        "      |                 ^\n");
}

TEST_CASE("a span over several lines is cut at the end of its first") {
  Rendered r("ab(\ncd)\n");
  r.add(1, 7);
  CHECK(r.text() == "a.hpp:1:2: error: wrong [duplicate-key]\n    1 | ab(\n      |  ^~\n");
}

TEST_CASE("the end of a file has a place") {
  Rendered r("ab\n");
  r.add(3, 3);
  CHECK(r.text() == "a.hpp:2:1: error: wrong [duplicate-key]\n    2 | \n      | ^\n");
}

TEST_CASE("the gutter grows with the line number") {
  Rendered r(std::string(123455, '\n') + "x\n");
  r.add(123455, 123456);
  CHECK(r.text() == "a.hpp:123456:1: error: wrong [duplicate-key]\n123456 | x\n       | ^\n");
}

TEST_CASE("a line of endless data is not shown") {
  Rendered r(std::string(5000, 'x'));
  r.add(3, 4);
  CHECK(r.text() == "a.hpp:1:4: error: wrong [duplicate-key]\n");
}

TEST_CASE("colour changes no letter") {
  Rendered r("int xy;\n");
  r.add(4, 6);
  std::string coloured = r.text(Colour::on);
  CHECK(coloured.find("\033[0;1;31merror: ") != std::string::npos);
  for (auto at = coloured.find('\033'); at != std::string::npos; at = coloured.find('\033')) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  CHECK(coloured == r.text());
}

TEST_CASE("the summary counts as clang does") {
  Rendered r("x");
  CHECK(summary(r.list).empty());
  r.add(0, 1);
  CHECK(summary(r.list) == "1 error generated.\n");
  r.add(0, 1);
  r.add(0, 1).level = Level::warning;
  CHECK(summary(r.list) == "1 warning and 2 errors generated.\n");
}

}  // namespace
}  // namespace partita::diagnostics
