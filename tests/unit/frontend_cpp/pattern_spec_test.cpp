// The grammar of access patterns, with the exact place of every name and mistake.
#include "frontend_cpp/pattern_spec.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <string_view>

using partita::frontend_cpp::parse_pattern;
using partita::frontend_cpp::PatternName;
using partita::frontend_cpp::PatternResult;
namespace model = partita::model;

namespace {

/// The pattern in one line: `a b | range c | ordered c desc | reads x y`, or `begin-end: message`.
std::string summary(std::string_view text) {
  const PatternResult result = parse_pattern(text);
  if (result.error) {
    return std::to_string(result.error->begin) + "-" + std::to_string(result.error->end) + ": " + result.error->message;
  }
  const auto name = [&](const PatternName& found) {
    CHECK(text.substr(found.begin, found.end - found.begin) == found.text);
    return found.text;
  };
  std::string line;
  for (const PatternName& bound : result.spec.where) line += name(bound) + " ";
  if (result.spec.range) line += "| range " + name(*result.spec.range) + " ";
  if (result.spec.ordered) {
    line += "| ordered " + name(*result.spec.ordered);
    line += result.spec.order == model::Order::descending ? " desc " : " asc ";
  }
  if (!result.spec.reads.empty()) line += "| reads ";
  for (const PatternName& read : result.spec.reads) line += name(read) + " ";
  return line;
}

}  // namespace

TEST_CASE("access patterns are parsed") {
  CHECK(summary("a") == "a ");
  CHECK(summary("a, b") == "a b ");
  CHECK(summary("  a ,b\t") == "a b ");
  CHECK(summary("a, b, c asc") == "a b | ordered c asc ");
  CHECK(summary("a, c desc") == "a | ordered c desc ");
  CHECK(summary("a, c range") == "a | range c ");
  CHECK(summary("a, c range desc") == "a | range c | ordered c desc ");
  CHECK(summary("a -> x, y") == "a | reads x y ");
  CHECK(summary("a->x") == "a | reads x ");
  CHECK(summary("a, c range asc -> x") == "a | range c | ordered c asc | reads x ");
  CHECK(summary("range, desc desc") == "range | ordered desc desc ");
  CHECK(summary("k.e-y:1, #2") == "k.e-y:1 #2 ");
}

TEST_CASE("a malformed access pattern says what and where") {
  CHECK(summary("") == "0-0: no attribute; write the attribute names, separated by commas");
  CHECK(summary("  ") == "2-2: no attribute; write the attribute names, separated by commas");
  CHECK(summary("a,,b") == "2-3: an attribute name is missing here");
  CHECK(summary("a, ") == "3-3: an attribute name is missing here");
  CHECK(summary("a b") == "2-3: unexpected 'b'; expected a comma, 'asc', 'desc' or 'range'");
  CHECK(summary("a dsc") == "2-5: unexpected 'dsc'; expected a comma, 'asc', 'desc' or 'range'");
  CHECK(
      summary("a desc, b") ==
      "2-6: 'desc' on 'a', which is not the last attribute; a query can have a range or an order on the last one only");
  CHECK(summary("a range b") == "8-9: unexpected 'b'; expected 'asc' or 'desc' after 'range'");
  CHECK(summary("a desc asc") == "7-10: unexpected 'asc'; expected a comma, 'asc', 'desc' or 'range'");
  CHECK(summary("a -> ") == "5-5: no attribute; write the attributes that are read, separated by commas");
  CHECK(summary("a -> x y") == "7-8: unexpected 'y'; expected a comma between attribute names");
  CHECK(summary("a -> x -> y") == "7-9: a second '->'; name all attributes that are read after the first");
  CHECK(summary("a rnage") ==
        "2-7: unexpected 'rnage'; expected a comma, 'asc', 'desc' or 'range'; did you mean 'range'?");
  CHECK(parse_pattern("a rnage").error->replacement == "range");
  CHECK_FALSE(parse_pattern("a zzz").error->replacement.has_value());
  CHECK(summary("-> x") == "0-0: no attribute; write the attribute names, separated by commas");
}
