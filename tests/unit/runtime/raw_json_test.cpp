#include "http/raw_json.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace partita::http;

TEST_CASE("a member is found past values of every shape") {
  const std::string text =
      R"( { "a" : "x\"}{" , "b":[1,{"c":"]"}], "n":-1.5e3,"t":true, "c": {"c":{"S":"\\"}} , "last":null} )";
  CHECK(json_member(text, "a") == R"("x\"}{")");
  CHECK(json_member(text, "b") == R"([1,{"c":"]"}])");
  CHECK(json_member(text, "n") == "-1.5e3");
  CHECK(json_member(text, "t") == "true");
  CHECK(json_member(text, "c") == R"({"c":{"S":"\\"}})");
  CHECK(json_member(text, "last") == "null");
  CHECK_FALSE(json_member(text, "S"));
  CHECK(is_json_object(text));
}

TEST_CASE("a text cut off anywhere is read to its end and no further") {
  const std::string text = R"({"__type":"a#B","message":"x\u00e9","Item":{"a":{"L":[{"S":"b"}]}}})";
  for (std::size_t size = 0; size + 1 < text.size(); ++size) {
    const std::string cut = text.substr(0, size);  // its own allocation: the sanitizer sees a read past its end
    CHECK_FALSE(json_member(cut, "Item"));
    CHECK_FALSE(json_member(cut, "absent"));
    if (const auto raw = json_member(cut, "message")) CHECK(json_string(*raw) == "x\u00e9");
  }
}

TEST_CASE("nesting costs no stack") {
  const std::string deep = R"({"a":)" + std::string(1000000, '[') + std::string(1000000, ']') + R"(,"b":1})";
  CHECK(json_member(deep, "b") == "1");
}

TEST_CASE("what is no object has no members") {
  for (const char* const text :
       {"", " ", "[]", "null", "<html>", "\"a\"", "{", "}", "{\"a\"}", "{\"a\":}", "{a:1}", "{\"a\" 1}"}) {
    CHECK_FALSE(json_member(text, "a"));
  }
}

TEST_CASE("strings are decoded") {
  CHECK(json_string(R"("a\"\\\/\b\f\n\r\tz")") == "a\"\\/\b\f\n\r\tz");
  CHECK(json_string(R"("\u0041\u00e9\u20ac\ud83d\ude00")") == "A\u00e9\u20ac\U0001F600");
  CHECK(json_string(R"("\ud83d!")") == "\uFFFD!");
  CHECK(json_string(R"("\u0000")") == std::string(1, '\0'));
  for (const char* const text : {"", "\"", "1", "null", R"("\x")", R"("\u12")", R"("\u12G4")", "\"\\\""}) {
    CHECK_FALSE(json_string(text));
  }
}
