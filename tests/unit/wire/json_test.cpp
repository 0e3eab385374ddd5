// The reader as a scanner of plain JSON, of odd layouts, and of text that is not JSON.

#include "coded.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using every_type::Leaf;
using every_type::Tree;
using partita::wire::Reader;
using partita::wire::TextReader;

namespace {

const std::string leaf_text = R"({"title":{"S":"t\n"},"size":{"N":"7"},"done":{"BOOL":true},"note":{"S":"n"}})";
const Leaf leaf{"t\n", 7, true, "n"};

std::string tree_of(int levels) {
  std::string text = R"({"name":{"S":"x"}})";
  // A list and a map for each level of the tree.
  for (int i = 0; i < levels; ++i) text = R"({"name":{"S":"x"},"children":{"L":[{"M":)" + text + "}]}}";
  return text;
}

std::string unknown_of(int levels) {
  std::string text = R"({"N":"1"})";
  for (int i = 0; i < levels; ++i) text = R"({"L":[)" + text + "]}";
  return R"({"title":{"S":"t"},"unknown":)" + text + R"(,"size":{"N":"1"}})";
}

std::string skip(std::string_view text) {
  TextReader in{text};
  const std::string raw(in.reader().skip_value());
  in.reader().end();
  return in.reader().ok() ? raw : "error: " + in.reader().error().message();
}

}  // namespace

TEST_CASE("white space may stand anywhere", "[json]") {
  std::string spaced = " ";
  bool in_string = false;
  for (std::size_t i = 0; i < leaf_text.size(); ++i) {
    const char c = leaf_text[i];
    if (c == '"' && (i == 0 || leaf_text[i - 1] != '\\')) in_string = !in_string;
    spaced += c;
    if (!in_string && c != 't' && c != 'r' && c != 'u') spaced += " \t\r\n";
  }
  const auto read = decode<Leaf>(spaced);
  CHECK(read.error.empty());
  CHECK(read.value == leaf);
}

TEST_CASE("a text cut off anywhere, or with any byte replaced, never reads as another item", "[json]") {
  REQUIRE(decode<Leaf>(leaf_text).value == leaf);
  for (std::size_t size = 0; size < leaf_text.size(); ++size) {
    INFO(leaf_text.substr(0, size));
    CHECK(decode<Leaf>(leaf_text.substr(0, size)).error.starts_with("malformed JSON at byte "));
  }
  // Structure and names: each byte outside of the values.
  for (std::size_t at = 0; at < leaf_text.size(); ++at) {
    for (const char c : {'\0', '\x01', '{', '}', '[', ']', '"', ',', ':', '\\', '\xFF'}) {
      std::string text = leaf_text;
      if (text[at] == c) continue;
      text[at] = c;
      const auto read = decode<Leaf>(text);
      INFO(text);
      CHECK((!read.error.empty() || read.value != leaf));
    }
  }
}

TEST_CASE("malformed JSON says where and what", "[json]") {
  CHECK(decode<Leaf>("").error == "malformed JSON at byte 0: expected '{', found the end of the text");
  CHECK(decode<Leaf>("[]").error == "malformed JSON at byte 0: expected '{', found '['");
  CHECK(decode<Leaf>(R"({"title" {"S":"t"}})").error == "malformed JSON at byte 9: expected ':', found '{'");
  CHECK(decode<Leaf>(R"({"title":{"S":"t"} "size":{"N":"1"}})").error ==
        "malformed JSON at byte 19: expected ',', found '\"'");
  CHECK(decode<Leaf>(R"({,"title":{"S":"t"}})").error == "malformed JSON at byte 1: expected '\"', found ','");
  CHECK(decode<Leaf>(R"({"title":{"S":"t"},})").error == "malformed JSON at byte 19: expected '\"', found '}'");
  CHECK(decode<Leaf>(R"({"title":{"S":5}})").error == "malformed JSON at byte 14: expected '\"', found '5'");
  CHECK(decode<Leaf>(R"({"title":{"S":"t","N":"1"}})").error == "malformed JSON at byte 17: expected '}', found ','");
  CHECK(decode<Leaf>(R"({"title":{"X":"t"}})").error ==
        "malformed JSON at byte 11: expected a type such as S or N, found 'X'");
  CHECK(decode<Leaf>(R"({"title":{}})").error == "malformed JSON at byte 10: expected '\"', found '}'");
  CHECK(decode<Leaf>(R"({"title":"t"})").error == "malformed JSON at byte 9: expected '{', found '\"'");
  CHECK(decode<Leaf>(leaf_text + "x").error ==
        "malformed JSON at byte " + std::to_string(leaf_text.size()) + ": expected the end of the text, found 'x'");
  CHECK(decode_value<bool>(R"({"BOOL":"true"})").error ==
        "malformed JSON at byte 13: expected true or false, found '\"'");
  CHECK(decode_value<std::vector<int>>(R"({"L":[{"N":"1"},]})").error ==
        "malformed JSON at byte 21: expected a value, found ']'");
  CHECK(decode_value<std::vector<int>>(R"({"L":[,]})").error.starts_with("malformed JSON at byte 11"));
  CHECK(decode_value<std::vector<int>>(R"({"L":[{"N":"1"} {"N":"2"}]})").error ==
        "malformed JSON at byte 21: expected ',', found '{'");
  CHECK(decode_value<std::set<int>>(R"({"NS":[1]})").error == "malformed JSON at byte 12: expected '\"', found '1'");
}

TEST_CASE("unknown attributes are skipped whole", "[json]") {
  const std::string value =
      R"({"M":{"title":{"S":"\"}]"},"l":{"L":[{"N":"1"},{"NULL":true},{"BOOL":false},{"SS":["}","\\"]},{"M":{}},{"L":[]}]}}})";
  for (const std::string_view text :
       {R"({"x":@,"title":{"S":"t\n"},"size":{"N":"7"},"done":{"BOOL":true},"note":{"S":"n"}})",
        R"({"title":{"S":"t\n"},"x":@,"size":{"N":"7"},"y":@,"done":{"BOOL":true},"note":{"S":"n"},"z":@})"}) {
    std::string filled;
    for (const char c : text) c == '@' ? filled.append(value) : filled.append(1, c);
    const auto read = decode<Leaf>(filled);
    CHECK(read.error.empty());
    CHECK(read.value == leaf);
  }
}

TEST_CASE("nesting is bounded, whether read or skipped", "[json]") {
  CHECK(decode<Tree>(tree_of(15)).error.empty());
  CHECK(decode<Tree>(tree_of(16)).error.empty());
  CHECK(decode<Tree>(tree_of(17)).error.ends_with("is nested deeper than the 32 levels that DynamoDB allows"));
  CHECK(decode<Tree>(tree_of(2'000)).error.ends_with("is nested deeper than the 32 levels that DynamoDB allows"));
  CHECK(decode<Leaf>(unknown_of(32)).error.empty());
  CHECK(decode<Leaf>(unknown_of(2'000)).error.ends_with("is nested deeper than the 32 levels that DynamoDB allows"));
}

TEST_CASE("a skipped value is checked and its text returned", "[json]") {
  for (const std::string_view text : {"1", "-1.5e+10", "true", "false", "null", "\"a\\\"\\u00e4\"", "[]", "{}",
                                      "[1,[2],{\"a\":[]}]", "{\"a\" : 1 , \"b\" : [ ] }"}) {
    CHECK(skip(text) == text);
    CHECK(skip(" " + std::string(text) + " ") == text);
  }
  for (const std::string_view text :
       {"",         "-",     "1.",         ".5", "1e", "nul", "tru", "[1 2]", "[1,]",    "[,1]", "{\"a\"}",
        "{\"a\":}", "{a:1}", "{\"a\":1,}", "[",  "{",  "[}",  "{]",  "\"",    "\"\\x\"", "]",    "1 1"}) {
    INFO(text);
    CHECK(skip(text).starts_with("error: malformed JSON at byte "));
  }
}

TEST_CASE("the parts of a reply are read one by one", "[json]") {
  TextReader text{
      R"( {"Count":2,"Units":0.5,"Name":"t\u0041","Active":true,"Rows":[1, 2 ,[]],"k\"ey":{"a":{}},"Big":-9223372036854775808} )"};
  Reader& in = text.reader();
  std::string seen;
  std::string_view key;
  CHECK(in.begin_object());
  while (in.next_key(key)) {
    seen += std::string(key) + " ";
    if (key == "Count") {
      CHECK(in.read_int64() == 2);
    } else if (key == "Units") {
      CHECK(in.read_double() == 0.5);
    } else if (key == "Name") {
      CHECK(in.read_plain_string() == "tA");
    } else if (key == "Active") {
      CHECK(in.read_bool());
    } else if (key == "Rows") {
      std::string rows;
      CHECK(in.begin_array());
      while (in.next_element()) rows += std::string(in.skip_value()) + ";";
      CHECK(rows == "1;2;[];");
    } else if (key == "Big") {
      CHECK(in.read_int64() == std::numeric_limits<std::int64_t>::min());
    } else {
      CHECK(in.skip_value() == R"({"a":{}})");
    }
  }
  in.end();
  CHECK(in.ok());
  CHECK(seen == "Count Units Name Active Rows k\"ey Big ");
}

TEST_CASE("the first error of a reader stays, and everything after it is empty", "[json]") {
  TextReader text{R"({"Count":1.5,"Name":"x"})"};
  Reader& in = text.reader();
  std::string_view key;
  in.begin_object();
  REQUIRE(in.next_key(key));
  CHECK(in.read_int64() == 0);
  CHECK_FALSE(in.ok());
  CHECK(in.error().kind() == partita::ErrorKind::decode);
  CHECK(in.error().message() == "expected an integer of 64 bits, found 1.5");
  CHECK_FALSE(in.next_key(key));
  CHECK(in.read_plain_string().empty());
  CHECK(in.skip_value().empty());
  in.fail("another");
  CHECK(in.error().message() == "expected an integer of 64 bits, found 1.5");
}
