#include "coded.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace wire = partita::wire;
using every_type::Bytes;
using every_type::Mood;
using partita::decimal;
using wire::Form;

namespace {

template <class T, Form F = Form::plain>
T read(std::string_view value) {
  auto result = decode_value<T, F>(value);
  INFO(value);
  CHECK(result.error.empty());
  return std::move(result.value);
}

std::string number(std::string_view digits) {
  return R"({"N":")" + std::string(digits) + R"("})";
}
std::string text(std::string_view json) {
  return R"({"S":")" + std::string(json) + R"("})";
}

}  // namespace

TEST_CASE("integers are read from every form of a number", "[reader]") {
  CHECK(read<std::int64_t>(number("9223372036854775807")) == std::numeric_limits<std::int64_t>::max());
  CHECK(read<std::int64_t>(number("-9223372036854775808")) == std::numeric_limits<std::int64_t>::min());
  CHECK(read<std::uint64_t>(number("18446744073709551615")) == std::numeric_limits<std::uint64_t>::max());
  CHECK(read<std::int8_t>(number("-128")) == -128);
  CHECK(read<std::uint8_t>(number("255")) == 255);
  CHECK(read<int>(number("-0")) == 0);
  CHECK(read<int>(number("+7")) == 7);
  CHECK(read<int>(number("1E+3")) == 1000);
  CHECK(read<int>(number("12e2")) == 1200);
  CHECK(read<int>(number("1.0")) == 1);
  CHECK(read<int>(number("0.5e1")) == 5);
  CHECK(read<int>(number("1200e-2")) == 12);
  CHECK(read<int>(number("0" + std::string(40, '0') + "9")) == 9);
  CHECK(read<int>(R"({"N":"\u0031\u0032"})") == 12);
}

TEST_CASE("integers that do not fit are errors", "[reader]") {
  const auto error = [](std::string_view digits, auto type) {
    return decode_value<decltype(type)>(number(digits)).error;
  };
  CHECK(error("128", std::int8_t{}) == "attribute 'a' is '128', which is out of range: the C++ type holds -128 to 127");
  CHECK(error("-129", std::int8_t{}) ==
        "attribute 'a' is '-129', which is out of range: the C++ type holds -128 to 127");
  CHECK(error("256", std::uint8_t{}) == "attribute 'a' is '256', which is out of range: the C++ type holds 0 to 255");
  CHECK(error("-1", std::uint32_t{}) ==
        "attribute 'a' is '-1', which is out of range: the C++ type holds 0 to 4294967295");
  CHECK(error("2147483648", std::int32_t{}) ==
        "attribute 'a' is '2147483648', which is out of range: the C++ type holds -2147483648 to 2147483647");
  CHECK(error("9223372036854775808", std::int64_t{})
            .starts_with("attribute 'a' is '9223372036854775808', which is out of"));
  CHECK(error("18446744073709551616", std::uint64_t{})
            .starts_with("attribute 'a' is '18446744073709551616', which is out"));
  CHECK(error("1E+100", std::int64_t{}).starts_with("attribute 'a' is '1E+100', which is out of range"));
  CHECK(error("1.5", int{}) == "attribute 'a' is '1.5', expected an integer");
  CHECK(error("1E-3", int{}) == "attribute 'a' is '1E-3', expected an integer");
  CHECK(error("", int{}) == "attribute 'a' is '', which is not a number");
  CHECK(error("-", int{}) == "attribute 'a' is '-', which is not a number");
  CHECK(error("12x", int{}) == "attribute 'a' is '12x', which is not a number");
  CHECK(error("1 ", int{}) == "attribute 'a' is '1 ', which is not a number");
}

TEST_CASE("doubles are rounded correctly", "[reader]") {
  std::mt19937_64 random(3);
  for (int i = 0; i < 20'000; ++i) {
    std::string digits = std::to_string(random());
    digits.resize(1 + random() % digits.size());
    if (random() % 2 == 0) digits.insert(1 + random() % digits.size(), ".");
    if (random() % 4 == 0) digits += "e" + std::to_string(static_cast<int>(random() % 200) - 100);
    if (random() % 2 == 0) digits.insert(0, "-");
    if (digits.ends_with('.')) digits += '0';
    REQUIRE(read<double>(number(digits)) == std::strtod(digits.c_str(), nullptr));
    REQUIRE(read<float>(number(digits.substr(0, digits.find('e')))) ==
            std::strtof(digits.substr(0, digits.find('e')).c_str(), nullptr));
  }
  CHECK(read<double>(number("1" + std::string(125, '0'))) == 1e125);
  CHECK(read<double>(number("+.5")) == 0.5);
  CHECK(read<double>(number("5.")) == 5);
}

TEST_CASE("doubles are the same after a round trip", "[reader]") {
  std::mt19937_64 random(5);
  for (int i = 0; i < 50'000; ++i) {
    const int places = static_cast<int>(random() % 8);
    double value = static_cast<double>(static_cast<std::int64_t>(random() >> (random() % 60)));
    for (int place = 0; place < places; ++place) value /= 10;
    if (i % 2 == 0) value = static_cast<double>(random()) * std::pow(10.0, static_cast<int>(random() % 200) - 100);
    REQUIRE(read<double>(encode(value)) == value);
    REQUIRE(read<float>(encode(static_cast<float>(i) / 7)) == static_cast<float>(i) / 7);
  }
  for (const double value :
       {1e-130, -1e-130, 9.99999999999999e125, 1e126, -1e126, 0.1 + 0.2, 5e-7, 123456789012345.0, 99999999999.9999}) {
    CHECK(read<double>(encode(value)) == value);
  }
}

TEST_CASE("floating numbers out of range are errors", "[reader]") {
  CHECK(decode_value<double>(number("1.1E+126")).error ==
        "attribute 'a' is '1.1E+126', which is out of the range of its C++ type or of DynamoDB");
  CHECK_FALSE(decode_value<double>(number("1E-131")).error.empty());
  CHECK_FALSE(decode_value<double>(number("1E-400")).error.empty());
  CHECK_FALSE(decode_value<float>(number("1E+39")).error.empty());
  for (const std::string_view bad : {"", "-", "+", "inf", "nan", "-nan", "1e", "1.2.3", "0x1p3", "+-1", "1f"}) {
    CHECK(decode_value<double>(number(bad)).error ==
          "attribute 'a' is '" + std::string(bad) + "', which is not a number");
  }
}

TEST_CASE("decimals keep 38 digits", "[reader]") {
  for (const std::string_view digits :
       {"12345678901234567890123456789012345678", "-0.00000000000000000000000000000000000001", "0.1", "0",
        "100000000000000000000000000000000000000000000000000"}) {
    CHECK(read<decimal>(number(digits)).to_string() == digits);
    CHECK(encode(read<decimal>(number(digits))) == number(digits));
  }
  CHECK(decode_value<decimal>(number("123456789012345678901234567890123456789")).error ==
        "attribute 'a' is '123456789012345678901234567890123456789', which has more than 38 significant digits");
  CHECK(decode_value<decimal>(number("1E+126")).error ==
        "attribute 'a' is '1E+126', which is outside of DynamoDB's range of numbers");
}

TEST_CASE("strings are unescaped", "[reader]") {
  CHECK(read<std::string>(text("")) == "");
  CHECK(read<std::string>(text(R"(\"\\\/\b\f\n\r\t)")) == "\"\\/\b\f\n\r\t");
  CHECK(read<std::string>(text(R"(a\u0000b)")) == std::string("a\0b", 3));
  CHECK(read<std::string>(text(R"(\u00e4\u20AC\uFFFF)")) == "\xC3\xA4\xE2\x82\xAC\xEF\xBF\xBF");
  CHECK(read<std::string>(text(R"(\ud83d\ude00\uD800\uDC00\udbff\udfff)")) ==
        "\xF0\x9F\x98\x80\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
  CHECK(read<std::string>(text("\xF0\x9F\x98\x80\x7F")) == "\xF0\x9F\x98\x80\x7F");
}

TEST_CASE("an escape or an end is found at each place of a string of each length", "[reader]") {
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string plain(size, 'x');
    REQUIRE(read<std::string>(text(plain)) == plain);
    for (std::size_t at = 0; at < size; ++at) {
      REQUIRE(read<std::string>(text(plain.substr(0, at) + "\\n" + plain.substr(at + 1))) ==
              plain.substr(0, at) + "\n" + plain.substr(at + 1));
      std::string bad = plain;
      bad[at] = '\x1F';
      REQUIRE(decode_value<std::string>(text(bad)).error ==
              "malformed JSON at byte " + std::to_string(11 + at) +
                  ": expected a string to end or to go on, found byte 31");
      bad[at] = '\xFF';
      REQUIRE(decode_value<std::string>(text(bad)).error ==
              "malformed JSON at byte " + std::to_string(11 + at) + ": expected valid UTF-8, found byte 255");
    }
  }
}

TEST_CASE("malformed strings are errors", "[reader]") {
  for (const std::string_view bad :
       {R"(\x)", R"(\)", R"(\u12)", R"(\u12G4)", R"(\ud800)", R"(\ud800x)", R"(\ud800\n)", R"(\ud800\u0041)",
        R"(\udc00)", R"(\udc00\ud800)", "\xED\xA0\x80", "\xC0\x80", "\n"}) {
    INFO(bad);
    CHECK(decode_value<std::string>(text(bad)).error.starts_with("malformed JSON at byte "));
  }
  CHECK(decode_value<std::string>(text(R"(\udc00)")).error ==
        "malformed JSON at byte 12: expected a surrogate pair, found 'u'");
}

TEST_CASE("bytes are read from canonical base64 alone", "[reader]") {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 100; ++size) {
    Bytes bytes(size);
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random() & 0xFF);
    REQUIRE(read<Bytes>(encode(bytes)) == bytes);
  }
  CHECK(read<Bytes>(R"({"B":"\/\/\/\/"})") == Bytes(3, std::byte{0xFF}));
  for (const std::string_view bad :
       {"A", "AA", "AAA", "AA=", "A===", "====", "=", "AA==AAAA", "AAA!", "AB==", "AAB=", "AA A", "A-_A"}) {
    INFO(bad);
    CHECK(decode_value<Bytes>(R"({"B":")" + std::string(bad) + R"("})").error == "attribute 'a' is not valid base64");
  }
}

TEST_CASE("enumerators are read by name or by number", "[reader]") {
  CHECK(read<Mood>(text("sad")) == Mood::sad);
  CHECK(read<Mood>(text(R"(\u0073ad)")) == Mood::sad);
  CHECK(decode_value<Mood>(text("angry")).error == "attribute 'a' is 'angry', expected one of 'glad', 'sad'");
  CHECK(decode_value<Mood>(text("")).error == "attribute 'a' is '', expected one of 'glad', 'sad'");
  CHECK(read<Mood, Form::number>(number("1")) == Mood::sad);
  CHECK(read<Mood, Form::number>(number("200")) == static_cast<Mood>(200));
  CHECK_FALSE(decode_value<Mood, Form::number>(number("256")).error.empty());
}

TEST_CASE("collections are read", "[reader]") {
  CHECK(read<std::vector<int>>(R"({"L":[]})").empty());
  CHECK(read<std::vector<std::vector<int>>>(R"({"L":[{"L":[{"N":"1"},{"N":"2"}]},{"L":[]}]})") ==
        std::vector<std::vector<int>>{{1, 2}, {}});
  CHECK(read<std::array<int, 2>>(R"({"L":[{"N":"1"},{"N":"2"}]})") == std::array<int, 2>{1, 2});
  CHECK(read<std::set<std::string>>(R"({"SS":["b","a"]})") == std::set<std::string>{"a", "b"});
  CHECK(read<std::unordered_set<std::string>>(R"({"SS":["b","a"]})") == std::unordered_set<std::string>{"a", "b"});
  CHECK(read<std::set<double>>(R"({"NS":["1E+1","0.5"]})") == std::set<double>{0.5, 10});
  CHECK(read<std::map<std::string, Bytes>>(R"({"M":{"\n":{"B":"AA=="},"":{"B":""}}})") ==
        std::map<std::string, Bytes>{{"\n", Bytes(1)}, {"", Bytes()}});
  CHECK(decode_value<std::array<int, 2>>(R"({"L":[{"N":"1"}]})").error == "attribute 'a' has 1 elements, expected 2");
  CHECK(decode_value<std::array<int, 1>>(R"({"L":[{"N":"1"},{"N":"2"}]})").error ==
        "attribute 'a' has 2 elements or more, expected 1");
  CHECK(decode_value<std::set<int>>(R"({"NS":["1","1.0"]})").error ==
        "an element of attribute 'a' holds one value twice, which a set cannot");
  CHECK(decode_value<std::map<std::string, int>>(R"({"M":{"k":{"N":"1"},"\u006b":{"N":"2"}}})").error ==
        "an element of attribute 'a' holds one key twice");
}

TEST_CASE("a wrong type is an error that names both", "[reader]") {
  CHECK(decode_value<int>(text("7")).error == "attribute 'a' is a String (S), expected a Number (N)");
  CHECK(decode_value<std::string>(number("7")).error == "attribute 'a' is a Number (N), expected a String (S)");
  CHECK(decode_value<std::string>(R"({"B":"AA=="})").error == "attribute 'a' is a Binary (B), expected a String (S)");
  CHECK(decode_value<std::set<int>>(R"({"L":[]})").error == "attribute 'a' is a List (L), expected a Number Set (NS)");
  CHECK(decode_value<std::vector<int>>(R"({"NS":["1"]})").error ==
        "attribute 'a' is a Number Set (NS), expected a List (L)");
  CHECK(decode_value<bool>(R"({"M":{}})").error == "attribute 'a' is a Map (M), expected a Boolean (BOOL)");
  CHECK(decode_value<int>(R"({"NULL":true})").error == "attribute 'a' is a Null (NULL), expected a Number (N)");
  CHECK(decode_value<std::vector<int>>(R"({"L":[{"N":"1"},{"S":"2"}]})").error ==
        "an element of attribute 'a' is a String (S), expected a Number (N)");
  CHECK(decode_value<std::map<std::string, int>>(R"({"M":{"k":{"BOOL":true}}})").error ==
        "an element of attribute 'a' is a Boolean (BOOL), expected a Number (N)");
  CHECK(decode_value<every_type::Leaf>(R"({"M":{"title":{"S":"t"},"size":{"S":"1"}}})").error ==
        "attribute 'a.size' is a String (S), expected a Number (N)");
  CHECK(decode_value<every_type::Leaf>(R"({"M":{"title":{"S":"t"}}})").error ==
        "attribute 'a.size' is missing, and has no default");
}

TEST_CASE("NULL is the absence of an optional", "[reader]") {
  using Item = Single<std::optional<int>>;
  wire::TextReader in{R"({"a":{"NULL":true}})"};
  Item::Orders orders;
  static constexpr wire::Members<1> members{{{"a", wire::Tag::N, wire::may_be_absent}}};
  std::optional<int> value = 3;
  wire::ObjectReader<every_type::Codec, Item::Orders> object{in.reader(), members, orders, orders.single};
  while (object.next()) object.read(value);
  CHECK(in.reader().ok());
  CHECK_FALSE(value);
}
