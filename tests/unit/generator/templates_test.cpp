#include "render/templates.hpp"

#include "render/template_parser.hpp"

#include <catch2/catch.hpp>

namespace partita::render {
namespace {

using List = Value::List;

/// Renders template `t`; an error comes back as its text.
std::string render(const std::string& text, const Value& value, const std::string& part = "") {
  const Templates templates({{"t", text}, {"part", part}});
  const auto result = templates.render("t", value);
  return result ? *result : result.error();
}

TEST_CASE("strings are printed as they are") {
  CHECK(render("<{{x}}> {{ x }}", Value{{"x", "a<b>&\"c\""}}) == "<a<b>&\"c\"> a<b>&\"c\"");
  CHECK(render("f({{x}}}", Value{{"x", "1"}}) == "f(1}");
}

TEST_CASE("names are looked up from the innermost object outwards") {
  const Value value{
      {"x", "outer"}, {"y", "seen"}, {"list", List{Value{{"x", "inner"}}}}, {"o", Value{{"p", "member"}}}};
  CHECK(render("{{#list}}{{x}} {{y}} {{o.p}}{{/list}} {{x}}", value) == "inner seen member outer");
}

TEST_CASE("lists repeat and know their ends, flags choose") {
  const Value value{{"l", with_places({Value{{"n", "a"}}, Value{{"n", "b"}}, Value{{"n", "c"}}})},
                    {"s", List{"x", "y"}},
                    {"none", List{}},
                    {"yes", true},
                    {"no", false}};
  CHECK(render("{{#l}}{{n}}{{^last}}, {{/last}}{{/l}}", value) == "a, b, c");
  CHECK(render("{{#s}}{{.}};{{/s}}", value) == "x;y;");
  CHECK(render("{{#none}}x{{/none}}{{^none}}empty{{/none}}", value) == "empty");
  CHECK(render("{{#yes}}1{{/yes}}{{^yes}}2{{/yes}}{{#no}}3{{/no}}{{^no}}4{{/no}}", value) == "14");
}

TEST_CASE("tags alone on their line leave no line behind") {
  const Value value{{"no", false}, {"yes", true}, {"l", List{"1", "2"}}};
  CHECK(render("a\n{{#no}}\nb\n{{/no}}\nc\n", value) == "a\nc\n");
  CHECK(render("a\n  {{#yes}}\nb\n  {{/yes}}  \nc\n", value) == "a\nb\nc\n");
  CHECK(render("a\n{{#l}}\nitem {{.}}\n\n{{/l}}\nc\n", value) == "a\nitem 1\n\nitem 2\n\nc\n");
  CHECK(render("{{#yes}}\n\nb\n{{/yes}}\n", value) == "\nb\n");
  CHECK(render("a\n{{! why }}\nc\n", value) == "a\nc\n");
  CHECK(render("{{#yes}}\n{{#yes}}\nx\n{{/yes}}\n{{/yes}}", value) == "x\n");
  CHECK(render("a {{#yes}}b{{/yes}}\nc", value) == "a b\nc");
}

TEST_CASE("a part is indented as its tag is") {
  const Value value{{"x", "1"}};
  CHECK(render("{\n  {{>part}}\n}\n", value, "a {{x}}\n\nb\n") == "{\n  a 1\n\n  b\n}\n");
  CHECK(render("[{{>part}}]", value, "{{x}}") == "[1]");
}

TEST_CASE("a part may include itself for nested values, but not without end") {
  const Value leaf{{"n", "leaf"}, {"sub", List{}}};
  const Value tree{{"n", "root"}, {"sub", List{leaf, leaf}}};
  CHECK(render("{{>part}}", tree, "({{n}}{{#sub}}{{>part}}{{/sub}})") == "(root(leaf)(leaf))");
  CHECK(render("{{>part}}", tree, "{{>part}}") == "part.mustache:1: includes itself without end");
}

TEST_CASE("what a template gets wrong is an error with its line") {
  const Value value{{"x", "text"}, {"l", List{"1"}}, {"flag", true}};
  CHECK(render("a\n{{y}}", value) == "t.mustache:2: unknown name 'y'");
  CHECK(render("a\n\n{{#y}}{{/y}}", value) == "t.mustache:3: unknown name 'y'");
  CHECK(render("{{x.y}}", value) == "t.mustache:1: unknown name 'x.y'");
  CHECK(render("{{#x}}a{{/x}}", value) == "t.mustache:1: 'x' is neither a list nor a flag");
  CHECK(render("{{^x}}a{{/x}}", value) == "t.mustache:1: 'x' is neither a list nor a flag");
  CHECK(render("{{l}}", value) == "t.mustache:1: 'l' is not a string");
  CHECK(render("{{flag}}", value) == "t.mustache:1: 'flag' is not a string");
  CHECK(render("a\n{{#l}}\nb", value) == "t.mustache:2: section 'l' is not closed");
  CHECK(render("{{#l}}\n{{#flag}}\n{{/l}}", value) == "t.mustache:3: section 'flag' of line 2 is closed as 'l'");
  CHECK(render("\n{{/l}}", value) == "t.mustache:2: section 'l' is closed but not open");
  CHECK(render("\n{{x", value) == "t.mustache:2: a tag is not closed");
  CHECK(render("{{>nothing}}", value) == "t.mustache:1: unknown template 'nothing'");
  CHECK(render("a{{1, 2}}", value) ==
        "t.mustache:1: '{{1, 2}}' is no tag; put a blank between two braces that are text");
  CHECK(render("{{{x}}}", value) == "t.mustache:1: '{{{x}}' is no tag; put a blank between two braces that are text");
  CHECK(render("{{>part}}", value, "\n{{y}}") == "part.mustache:2: unknown name 'y'");
  CHECK(Templates({}).render("gone", value).error() == "unknown template 'gone'");
}

TEST_CASE("every template in the tool is well-formed") {
  const Templates templates = Templates::embedded();
  CHECK(!templates.texts().empty());
  for (const auto& [name, text] : templates.texts()) {
    INFO(name);
    const auto parsed = parse_template(text);
    if (!parsed) FAIL_CHECK(parsed.error().line << ": " << parsed.error().message);
  }
}

}  // namespace
}  // namespace partita::render
