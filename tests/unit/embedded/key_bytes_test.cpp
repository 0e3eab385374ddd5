#include "embedded/values/key_bytes.hpp"

#include "embedded/values/value_text.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace partita::embedded;
using namespace std::string_view_literals;

std::string bytes_of(std::string_view json) {
  std::string of_text;
  std::string of_tree;
  append_sort_bytes(json, of_text);
  append_sort_bytes(parse_value(json), of_tree);
  CHECK(of_text == of_tree);
  return of_text;
}

TEST_CASE("the bytes of a key are the same of its text and of its tree") {
  CHECK(bytes_of(R"({"S":"abc"})") == "abc");
  CHECK(bytes_of(R"({"S":"a\u0000\n"})") == "a\0\n"sv);
  CHECK(bytes_of(R"({"B":"AIA="})") == "\0\x80"sv);
  CHECK(bytes_of(R"({"N":"-12.5"})") < bytes_of(R"({"N":"-12"})"));
  CHECK(bytes_of(R"({"N":"0"})") < bytes_of(R"({"N":"0.1"})"));
}

TEST_CASE("parts of keys sort by the first part before the second, whatever bytes they hold") {
  const std::vector<std::string_view> parts{""sv,     "\0"sv, "\0\0"sv, "\0\x01"sv,  "\0\xFF"sv,
                                            "\x01"sv, "a"sv,  "a\0"sv,  "a\0b"sv,    "a\x01"sv,
                                            "ab"sv,   "b"sv,  "\xFF"sv, "\xFF\xFF"sv};
  const auto key = [](std::string_view first, std::string_view second) {
    std::string bytes;
    append_delimited(first, bytes);
    append_delimited(second, bytes);
    return bytes;
  };
  for (const std::string_view a : parts) {
    for (const std::string_view b : parts) {
      for (const std::string_view c : parts) {
        for (const std::string_view d : parts) {
          if ((std::pair(a, b) < std::pair(c, d)) != (key(a, b) < key(c, d))) FAIL("parts out of order");
        }
      }
      std::string beginning;
      append_escaped(b, beginning);
      if (a.starts_with(b) != key(a, "x").starts_with(beginning)) FAIL("a beginning that is none");
    }
  }
}

}  // namespace
