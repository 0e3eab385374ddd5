#include "coded.hpp"

#include <catch2/catch.hpp>

#include <cstring>
#include <limits>
#include <map>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace wire = partita::wire;
using every_type::Bytes;
using every_type::Leaf;
using every_type::Mood;
using wire::Tag;

namespace {

struct Keyed {
  std::string id{};
  std::string department{};
  Bytes digest{};
  double score{};
  std::vector<std::set<std::string>> groups{};
};

enum class KeyedMember : std::uint8_t { id, department, digest, score, groups };
constexpr wire::Members<5> keyed_members{{
    {"id", Tag::S, wire::partition_key_of("table 'people'")},
    {"department", Tag::S, wire::sort_key_of("index 'by_role'").or_absent()},
    {"digest", Tag::B, wire::partition_key_of("index 'by_digest'")},
    {"score", Tag::N, wire::required},
    {"groups", Tag::L, wire::required},
}};

struct KeyedCodec {
  static void write(wire::Writer& out, const Keyed& item) {
    wire::ObjectWriter<KeyedCodec> members{out, keyed_members};
    members.write(KeyedMember::id, item.id);
    members.write(KeyedMember::department, item.department);
    members.write(KeyedMember::digest, item.digest);
    members.write(KeyedMember::score, item.score);
    members.write(KeyedMember::groups, item.groups);
  }
};

const Keyed good{"p-1", "eng", {std::byte{1}}, 1.5, {}};

std::string error_of(const Keyed& item) {
  wire::Writer out;
  KeyedCodec::write(out, item);
  if (!out.failed()) return {};
  CHECK(out.error().kind() == partita::ErrorKind::invalid_argument);
  return out.error().message();
}

template <class Change>
std::string error_after(Change change) {
  Keyed item = good;
  change(item);
  return error_of(item);
}

}  // namespace

TEST_CASE("values are written as DynamoDB's JSON", "[writer]") {
  CHECK(encode(true) == R"({"BOOL":true})");
  CHECK(encode(std::numeric_limits<std::int64_t>::min()) == R"({"N":"-9223372036854775808"})");
  CHECK(encode(std::numeric_limits<std::uint64_t>::max()) == R"({"N":"18446744073709551615"})");
  CHECK(encode(std::int8_t{-128}) == R"({"N":"-128"})");
  CHECK(encode(*partita::decimal::parse("1E-3")) == R"({"N":"0.001"})");
  CHECK(encode(std::string()) == R"({"S":""})");
  CHECK(encode("literal") == R"({"S":"literal"})");
  CHECK(encode(std::string_view("view")) == R"({"S":"view"})");
  CHECK(encode(Bytes{}) == R"({"B":""})");
  CHECK(encode(Bytes{std::byte{0xFB}}) == R"({"B":"+w=="})");
  CHECK(encode(Bytes{std::byte{0xFB}, std::byte{0xFF}}) == R"({"B":"+/8="})");
  CHECK(encode(Bytes{std::byte{0}, std::byte{1}, std::byte{2}, std::byte{3}}) == R"({"B":"AAECAw=="})");
  const Bytes bytes{std::byte{1}, std::byte{2}, std::byte{3}};
  CHECK(encode(std::span<const std::byte>(bytes)) == R"({"B":"AQID"})");
  CHECK(encode(Mood::sad) == R"({"S":"sad"})");
  const Mood sad = Mood::sad;
  CHECK(encode(wire::by_number(sad)) == R"({"N":"1"})");
  CHECK(encode(std::vector<std::string>{"a", "b"}) == R"({"L":[{"S":"a"},{"S":"b"}]})");
  CHECK(encode(std::vector<int>{}) == R"({"L":[]})");
  CHECK(encode(std::vector<bool>{true, false}) == R"({"L":[{"BOOL":true},{"BOOL":false}]})");
  CHECK(encode(std::set<std::string>{"b", "a"}) == R"({"SS":["a","b"]})");
  CHECK(encode(std::set<int>{2, -1}) == R"({"NS":["-1","2"]})");
  CHECK(encode(std::set<Bytes>{bytes}) == R"({"BS":["AQID"]})");
  CHECK(encode(std::map<std::string, int>{{"k\"", 1}, {"l", 2}}) == R"({"M":{"k\"":{"N":"1"},"l":{"N":"2"}}})");
  CHECK(encode(std::map<std::string, int>{}) == R"({"M":{}})");
  CHECK(encode(Leaf{"t", 1, true, "n"}) ==
        R"({"M":{"title":{"S":"t"},"size":{"N":"1"},"done":{"BOOL":true},"note":{"S":"n"}}})");
}

TEST_CASE("doubles are written short, and read back the same", "[writer]") {
  CHECK(encode(0.0) == R"({"N":"0"})");
  CHECK(encode(-0.0) == R"({"N":"0"})");
  CHECK(encode(-0.0F) == R"({"N":"0"})");
  CHECK(encode(1.0) == R"({"N":"1"})");
  CHECK(encode(0.1) == R"({"N":"0.1"})");
  CHECK(encode(-12.34) == R"({"N":"-12.34"})");
  CHECK(encode(0.0001) == R"({"N":"0.0001"})");
  CHECK(encode(1.0 / 3) == R"({"N":"0.3333333333333333"})");
  CHECK(encode(1e-130) == R"({"N":"1e-130"})");
  CHECK(encode(9.99999999999999e125) == R"({"N":"9.99999999999999e+125"})");
  CHECK(encode(1e126) == R"({"N":"9.9999999999999992e+125"})");  // the nearest double is smaller
  CHECK(encode(-1e126) == R"({"N":"-9.9999999999999992e+125"})");
  CHECK(encode(0.1F) == R"({"N":"0.1"})");
  CHECK(encode(std::numeric_limits<float>::denorm_min()) == R"({"N":"1e-45"})");
}

TEST_CASE("numbers that DynamoDB cannot store are errors", "[writer]") {
  const std::string range =
      " is outside of the numbers that DynamoDB can store: 0, and magnitudes of 1E-130 to 9.99E+125";
  CHECK(error_after([](Keyed& item) { item.score = std::numeric_limits<double>::quiet_NaN(); }) ==
        "attribute 'score' is NaN, which DynamoDB cannot store");
  CHECK(error_after([](Keyed& item) { item.score = -std::numeric_limits<double>::infinity(); }) ==
        "attribute 'score' is infinite, which DynamoDB cannot store");
  CHECK(error_after([](Keyed& item) { item.score = 1.0000000000000002e126; }) == "attribute 'score'" + range);
  CHECK(error_after([](Keyed& item) { item.score = -9.9e-131; }) == "attribute 'score'" + range);
  CHECK(encode(std::vector<double>{1, std::numeric_limits<double>::max()}) == "error: an element of the value" + range);
  CHECK(encode(std::numeric_limits<float>::infinity()) == "error: the value is infinite, which DynamoDB cannot store");
}

TEST_CASE("key values are checked", "[writer]") {
  CHECK(error_of(good).empty());
  CHECK(error_after([](Keyed& item) { item.id.clear(); }) ==
        "attribute 'id' is the partition key of table 'people' and must not be empty");
  CHECK(error_after([](Keyed& item) { item.department.clear(); }) ==
        "attribute 'department' is the sort key of index 'by_role' and must not be empty");
  CHECK(error_after([](Keyed& item) { item.digest.clear(); }) ==
        "attribute 'digest' is the partition key of index 'by_digest' and must not be empty");
  CHECK(error_after([](Keyed& item) { item.id.assign(2048, 'x'); }).empty());
  CHECK(error_after([](Keyed& item) { item.id.assign(2049, 'x'); }) ==
        "attribute 'id' is the partition key of table 'people' and is 2049 bytes long; DynamoDB allows 2048");
  CHECK(error_after([](Keyed& item) { item.department.assign(1024, 'x'); }).empty());
  CHECK(error_after([](Keyed& item) { item.department.assign(1025, 'x'); }) ==
        "attribute 'department' is the sort key of index 'by_role' and is 1025 bytes long; DynamoDB allows 1024");
  CHECK(error_after([](Keyed& item) { item.digest.resize(2049); }) ==
        "attribute 'digest' is the partition key of index 'by_digest' and is 2049 bytes long; DynamoDB allows 2048");
}

TEST_CASE("an empty set is left out, and refused where it cannot be", "[writer]") {
  every_type::Everything item;
  wire::Writer out;
  every_type::Codec::write(out, item);
  CHECK_FALSE(out.failed());
  for (const std::string_view name : {"\"tags\"", "\"labels\"", "\"numbers\"", "\"hashes\""}) {
    CHECK(out.view().find(name) == std::string_view::npos);
  }
  CHECK(error_after([](Keyed& keyed) { keyed.groups = {{"a"}, {}}; }) ==
        "an element of attribute 'groups' is an empty set, which DynamoDB cannot store inside a list or map");
}

TEST_CASE("an enumerator without a name is an error", "[writer]") {
  CHECK(encode(static_cast<Mood>(7)) == "error: the value holds 7, which is none of its enumerators");
}

TEST_CASE("strings are escaped", "[writer]") {
  std::string all;
  for (int c = 0; c < 0x20; ++c) all += static_cast<char>(c);
  CHECK(encode(all) ==
        R"({"S":"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013)"
        R"(\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"})");
  CHECK(encode("\"\\/\x7F") == "{\"S\":\"\\\"\\\\/\x7F\"}");
  CHECK(encode("gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80") == "{\"S\":\"gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80\"}");
}

TEST_CASE("an escape is found at each place of a string of each length", "[writer]") {
  for (std::size_t size = 1; size < 70; ++size) {
    const std::string plain(size, 'x');
    REQUIRE(encode(plain) == "{\"S\":\"" + plain + "\"}");
    for (std::size_t at = 0; at < size; ++at) {
      std::string text = plain;
      text[at] = '"';
      REQUIRE(encode(text) == "{\"S\":\"" + plain.substr(0, at) + "\\\"" + plain.substr(at + 1) + "\"}");
      text[at] = '\xFF';
      REQUIRE(encode(text).starts_with("error: the value is not valid UTF-8"));
    }
  }
}

TEST_CASE("strings that are not UTF-8 are errors", "[writer]") {
  for (const std::string_view text :
       {"\x80", "\xC3", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
        "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xF0\x9F\x98", "\xC3\x28", "a\xFFz"}) {
    CHECK(encode(text) == "error: the value is not valid UTF-8, which a String must be; store bytes as Binary");
  }
  for (const std::string_view text : {"\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                                      "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    CHECK(encode(text) == "{\"S\":\"" + std::string(text) + "\"}");
  }
  CHECK(error_after([](Keyed& item) { item.department = "\xFF"; }) ==
        "attribute 'department' is not valid UTF-8, which a String must be; store bytes as Binary");
  CHECK(encode(std::map<std::string, int>{{"\xFF", 1}}) ==
        "error: an element of the value is not valid UTF-8, which a String must be; store bytes as Binary");
}

TEST_CASE("the first error stays, and names nested attributes", "[writer]") {
  every_type::Everything item;
  item.leaf.title = "\xFF";
  item.rooms = {{"r", {Leaf{}, Leaf{"\xFF"}}}};
  wire::Writer out;
  every_type::Codec::write(out, item);
  REQUIRE(out.failed());
  CHECK(out.error().message().starts_with("attribute 'rooms.title' is not valid UTF-8"));
  out.clear();
  CHECK_FALSE(out.failed());
  CHECK(out.view().empty());
}

TEST_CASE("equal hashed containers are written alike, however they were filled", "[writer]") {
  const std::unordered_set<int> up{1, 2, 3};
  const std::unordered_set<int> down{3, 2, 1};
  REQUIRE(up == down);
  CHECK(encode(up) == R"({"NS":["1","2","3"]})");
  CHECK(encode(up) == encode(down));
  const std::unordered_map<std::string, int> left{{"a", 1}, {"b", 2}, {"c", 3}};
  const std::unordered_map<std::string, int> right{{"c", 3}, {"b", 2}, {"a", 1}};
  CHECK(encode(left) == R"({"M":{"a":{"N":"1"},"b":{"N":"2"},"c":{"N":"3"}}})");
  CHECK(encode(left) == encode(right));
}

TEST_CASE("a writer keeps its text when it grows and when it moves", "[writer]") {
  wire::Writer out;
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    out.raw("[");
    out.json_string(std::string(static_cast<std::size_t>(i % 50), 'y'));
    out.integer(std::int64_t{i});
    expected += "[\"" + std::string(static_cast<std::size_t>(i % 50), 'y') + "\"" + std::to_string(i);
  }
  REQUIRE(out.view() == expected);
  wire::Writer moved = std::move(out);
  CHECK(moved.view() == expected);
  moved.raw("!");
  CHECK(moved.view() == expected + "!");
}
