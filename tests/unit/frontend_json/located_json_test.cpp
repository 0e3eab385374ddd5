#include "frontend_json/located_json.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using partita::diagnostics::Sink;
using partita::frontend_json::parse_json;
using partita::frontend_json::Value;
using partita::frontend_json::ValueKind;
using partita::source::SourceSet;

namespace {

std::string error_of(const std::string& text) {
  SourceSet sources;
  Sink sink;
  const auto file = sources.add("s.json", text);
  const bool parsed = parse_json(sources, file, sink).has_value();
  if (parsed != sink.sorted().empty()) return "parsed with errors";
  if (parsed) return "";
  const auto diagnostic = sink.sorted().front();
  const auto position = sources.position(file, diagnostic.span.begin);
  std::string result = std::to_string(position.line) + ":" + std::to_string(position.column) + " " + diagnostic.message;
  for (const auto& note : diagnostic.notes) {
    const auto there = sources.position(file, note.span.begin);
    result += "; " + std::to_string(there.line) + ":" + std::to_string(there.column) + " " + note.message;
  }
  return result;
}

// Every key and value with the text that its span covers.
void collect(const Value& value, const std::string& text, std::vector<std::string>& spans) {
  spans.push_back(text.substr(value.span.begin, value.span.end - value.span.begin));
  for (const Value& item : value.items) collect(item, text, spans);
  for (const auto& member : value.members) {
    spans.push_back(text.substr(member.key_span.begin, member.key_span.end - member.key_span.begin));
    collect(member.value, text, spans);
  }
}

std::vector<std::string> spans_of(const std::string& text) {
  SourceSet sources;
  Sink sink;
  const auto value = parse_json(sources, sources.add("s.json", text), sink);
  REQUIRE(value.has_value());
  std::vector<std::string> spans;
  collect(*value, text, spans);
  return spans;
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

}  // namespace

TEST_CASE("every key and value of JSON knows where it stands") {
  CHECK(spans_of("-12.5e+3") == std::vector<std::string>{"-12.5e+3"});
  CHECK(spans_of("\xEF\xBB\xBF 7") == std::vector<std::string>{"7"});
  CHECK(spans_of(R"([ 1,2 ,[],{ } , -0])") ==
        std::vector<std::string>{R"([ 1,2 ,[],{ } , -0])", "1", "2", "[]", "{ }", "-0"});
  CHECK(spans_of(R"({"a\"b" :"x\\", "ü": "A,:\"", "n":null,"t":true,"f" : false})") ==
        std::vector<std::string>{R"({"a\"b" :"x\\", "ü": "A,:\"", "n":null,"t":true,"f" : false})", R"(a\"b)",
                                 R"("x\\")", "ü", R"("A,:\"")", "n", "null", "t", "true", "f", "false"});
}

TEST_CASE("escapes are decoded, and marked because columns within are unknown") {
  SourceSet sources;
  Sink sink;
  const auto value = parse_json(sources, sources.add("s.json", R"(["A\n", "ü", "\ud83d\ude00"])"), sink);
  REQUIRE(value.has_value());
  CHECK(value->items[0].text == "A\n");
  CHECK(value->items[0].has_escapes);
  CHECK(value->items[1].text == "ü");
  CHECK_FALSE(value->items[1].has_escapes);
  CHECK(value->items[2].text == "\xF0\x9F\x98\x80");
}

TEST_CASE("a syntax error is reported at its line and column") {
  struct Case {
    std::string text;
    std::string error;
  };
  const auto c = GENERATE(values<Case>({
      {"", "1:1 malformed JSON: the file is empty; a schema is an object, '{...}'"},
      {"\xEF\xBB\xBF\n", "1:4 malformed JSON: the file is empty; a schema is an object, '{...}'"},
      {"{\n  \"a\": 1,\n  \"b\": {\"c\"\n",
       "3:12 malformed JSON: the file ends inside an object; expected ':'; 3:8 the object begins here"},
      {"{\"a\": [1", "1:9 malformed JSON: the file ends inside a list; expected ']'; 1:7 the list begins here"},
      {"{\"a\":",
       "1:6 malformed JSON: the file ends inside an object; expected '[', '{', or a literal; 1:1 the object begins "
       "here"},
      {"{\"a\": 1,}", "1:9 malformed JSON: unexpected '}'; expected string literal"},
      {"{\"a\" 1}", "1:6 malformed JSON: unexpected number literal; expected ':'"},
      {"[1 2]", "1:4 malformed JSON: unexpected number literal; expected ']'"},
      {"[1] x", "1:5 malformed JSON: invalid literal"},
      {"[1] []", "1:5 malformed JSON: unexpected '['; expected end of input"},
      {"{a: 1}", "1:2 malformed JSON: invalid literal"},
      {"[truth]", "1:5 malformed JSON: invalid literal"},
      {"[\"a\nb\"]",
       "1:4 malformed JSON: the line ends inside a string; a line break in a text is written '\\n'; "
       "1:2 the string begins here; close it with '\"'"},
      {"[\"a\tb\"]",
       "1:4 malformed JSON: invalid string: control character U+0009 (HT) must be escaped to \\u0009 or \\t"},
      {"[\"\\x\"]", "1:4 malformed JSON: invalid string: forbidden character after backslash"},
      {"[\"open", "1:7 malformed JSON: the file ends inside a string; 1:2 the string begins here; close it with '\"'"},
      {"{\"open", "1:7 malformed JSON: the file ends inside a string; 1:2 the string begins here; close it with '\"'"},
      {"[\"\xC3(\"]", "1:3 malformed JSON: this is not UTF-8; save the schema as UTF-8 text"},
      {"[\"\xED\xA0\x80\"]", "1:3 malformed JSON: this is not UTF-8; save the schema as UTF-8 text"},
      {"[\"a\x80\"]", "1:4 malformed JSON: this is not UTF-8; save the schema as UTF-8 text"},
      {"[01]", "1:3 malformed JSON: unexpected number literal; expected ']'"},
      {"[1.]", "1:4 malformed JSON: invalid number; expected digit after '.'"},
      {"[1e999]", "1:2 malformed JSON: number out of range"},
      {"// no\n{}", "1:1 malformed JSON: invalid literal"},
      {std::string("{}\0{}", 5), "1:3 malformed JSON: NUL byte; a schema is UTF-8 text"},
  }));
  CAPTURE(c.text);
  CHECK(error_of(c.text) == c.error);
}

TEST_CASE("nesting is bounded") {
  CHECK(error_of(nested(64)).empty());
  CHECK(error_of(nested(65)) == "1:65 malformed JSON: nested more than 64 levels deep");
  CHECK(error_of(std::string(1'000'000, '[')) == "1:65 malformed JSON: nested more than 64 levels deep");
}

TEST_CASE("the number of values is bounded") {
  std::string text = "[1";
  for (int i = 1; i < 499'999; ++i) text += ",1";
  CHECK(error_of(text + "]").empty());
  CHECK(error_of(text + ",\n[1]]") ==
        "2:1 malformed JSON: more than 500,000 values; divide the schema into several files");
}

TEST_CASE("a member named twice is reported once a repetition, and the first one counts") {
  SourceSet sources;
  Sink sink;
  const auto value = parse_json(sources, sources.add("s.json", R"({"a": 1, "b": {"a": 2}, "a": 3, "a": 4})"), sink);
  REQUIRE(value.has_value());
  REQUIRE(value->members.size() == 2);
  CHECK(value->members[0].value.text == "1");
  const auto found = sink.sorted();
  REQUIRE(found.size() == 2);
  CHECK(found[0].message == "duplicate member 'a'; keep one of the two");
  CHECK(found[0].span.begin == 25);
  REQUIRE(found[0].notes.size() == 1);
  CHECK(found[0].notes[0].span.begin == 2);
}
