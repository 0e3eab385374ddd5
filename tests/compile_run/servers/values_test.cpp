// Every type at its extremes comes back as it was stored.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
#include "servers.hpp"

#include "lab/everything.partita.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace partita::test {
namespace {

using lab::Bytes;
using lab::Everything;

using Items = Table<lab::EverythingRepository>;

Everything minimal() {
  Everything item;
  item.id = "x";
  // Only one server stores empty strings and binaries; see below.
  item.text = "t";
  item.blob = {std::byte{0}};
  item.leaf.title = "l";
  item.tree.name = "r";
  item.expires_at = timestamp::from_seconds(4102444800);
  return item;
}

void check_round_trip(const Items& items, const Everything& item) {
  const auto put = items->put(item);
  REQUIRE_OK(put);
  const auto found = items->get(item.id, ReadOptions().consistent());
  REQUIRE_OK(found);
  REQUIRE(found->has_value());
  CHECK(**found == item);
}

template <class T>
constexpr T lowest = std::numeric_limits<T>::lowest();
template <class T>
constexpr T highest = std::numeric_limits<T>::max();

TEST_CASE("the lowest values", "[values]") {
  const Items items(GENERATE(from_range(backend_ids())), "everything");
  Everything item = minimal();
  item.i8 = lowest<std::int8_t>;
  item.i16 = lowest<std::int16_t>;
  item.i32 = lowest<std::int32_t>;
  item.i64 = lowest<std::int64_t>;
  item.single = lowest<float>;
  item.real = -9.9999999999999987e125;
  item.exact = *decimal::parse("-9.9999999999999999999999999999999999999E+125");
  item.at = timestamp::from_milliseconds(lowest<std::int64_t>);
  item.at_second = seconds_timestamp::from_seconds(lowest<std::int64_t> / 1000);
  item.at_iso = iso_timestamp::from_milliseconds(-62167219200000);  // the year 0000
  item.sys_second = std::chrono::sys_seconds(std::chrono::seconds(lowest<std::int64_t> / 1000));
  item.sys_milli = std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(lowest<std::int64_t>));
  item.level = lab::Level::low;
  item.triple = {lowest<std::int32_t>, 0, -1};
  item.numbers = {lowest<std::int64_t>};
  item.maybe_number = lowest<std::int64_t>;
  check_round_trip(items, item);
}

TEST_CASE("the highest values", "[values]") {
  const Items items(GENERATE(from_range(backend_ids())), "everything");
  Everything item = minimal();
  item.flag = true;
  item.i8 = highest<std::int8_t>;
  item.i16 = highest<std::int16_t>;
  item.i32 = highest<std::int32_t>;
  item.i64 = highest<std::int64_t>;
  item.u8 = highest<std::uint8_t>;
  item.u16 = highest<std::uint16_t>;
  item.u32 = highest<std::uint32_t>;
  item.u64 = highest<std::uint64_t>;
  item.single = highest<float>;
  item.real = 9.9999999999999987e125;
  item.exact = *decimal::parse("9.9999999999999999999999999999999999999E+125");
  item.at = timestamp::from_milliseconds(highest<std::int64_t>);
  item.at_second = seconds_timestamp::from_seconds(highest<std::int64_t> / 1000);
  item.at_iso = iso_timestamp::from_milliseconds(253402300799999);  // the last millisecond of 9999
  item.sys_second = std::chrono::sys_seconds(std::chrono::seconds(highest<std::int64_t> / 1000));
  item.sys_milli = std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(highest<std::int64_t>));
  item.color = lab::Color::blue;
  item.level = lab::Level::high;
  item.triple = {highest<std::int32_t>, 1, 2};
  item.numbers = {highest<std::int64_t>, lowest<std::int64_t>, 0};
  item.grid = {{highest<std::int64_t>}, {}, {lowest<std::int64_t>, 0}};
  item.maybe_number = highest<std::int64_t>;
  item.expires_at = timestamp::from_seconds(4102444800);
  check_round_trip(items, item);
}

TEST_CASE("doubles and floats come back to the last bit", "[values]") {
  const Items items(GENERATE(from_range(backend_ids())), "everything");
  Everything item = minimal();
  for (const double real : {0.0, 0.1, 1.0 / 3, 1e-130, -1e-130, 1e126, 1.7976931348623157, 9007199254740993.0,
                            123456789012345680.0, 2.2250738585072014e-100, 0.30000000000000004}) {
    INFO(real);
    item.real = real;
    item.single = static_cast<float>(real == 1e126 ? 1e38 : real);
    check_round_trip(items, item);
  }
  for (const float single :
       {std::numeric_limits<float>::min(), std::numeric_limits<float>::denorm_min(), 16777217.0F, 0.1F}) {
    INFO(single);
    item.single = single;
    check_round_trip(items, item);
  }
}

TEST_CASE("decimals keep 38 digits at each magnitude", "[values]") {
  const Items items(GENERATE(from_range(backend_ids())), "everything");
  Everything item = minimal();
  for (const char* text : {"1E-130", "-1E-130", "12345678901234567890123456789012345678",
                           "-1.2345678901234567890123456789012345678", "1.2345678901234567890123456789012345678E-93",
                           "0.00000000000000000001", "99999999999999999999999999999999999999", "1E+125", "0"}) {
    INFO(text);
    item.exact = *decimal::parse(text);
    item.amounts = {item.exact, *decimal::parse("7.5")};
    check_round_trip(items, item);
  }
}

TEST_CASE("strings of every kind of character", "[values]") {
  const Items items(GENERATE(from_range(backend_ids())), "everything");
  std::string ascii;
  for (char c = 0; c < 0x7f; ++c) ascii += c;
  ascii += '\x7f';
  const std::string nul("a\0b\0", 4);
  const std::string wide =
      "ü \xc2\x80 \xdf\xbf \xe0\xa0\x80 \xef\xbf\xbd \xee\x80\x80 \xf0\x90\x80\x80 \xf4\x8f\xbf\xbf 😀";
  Everything item = minimal();
  item.text = ascii;
  item.maybe_text = wide;
  item.words = {nul, ascii, wide, "\"", "\\", "</script>", "\xe2\x80\xa8"};
  item.tags = {nul, ascii, wide, "plain"};
  item.labels = {{ascii, wide}, {wide, ascii}, {nul, "nul"}, {"a.b[0]#:", "odd"}, {" ", "space"}};
  item.rooms = {{"a\"b", {{ascii, 1}}}, {wide, {{wide, {}}, {"y", -1}}}};
  item.leaf = {wide, 3};
  check_round_trip(items, item);
  // Escapes and ends of strings at each place of the scanner's blocks.
  for (std::size_t length = 1; length < 70; ++length) {
    INFO(length);
    item.text = std::string(length, 'x') + "\n" + std::string(length % 7, 'y') + "\"";
    item.maybe_text = std::string(length, '\\');
    check_round_trip(items, item);
  }
}

TEST_CASE("bytes of every value and length", "[values]") {
  const Items items(GENERATE(from_range(backend_ids())), "everything");
  Everything item = minimal();
  Bytes all;
  for (int value = 0; value < 256; ++value) all.push_back(static_cast<std::byte>(value));
  for (std::size_t length = 1; length <= 9; ++length) {
    item.blob = Bytes(all.end() - static_cast<std::ptrdiff_t>(length), all.end());
    check_round_trip(items, item);
  }
  item.blob = all;
  item.hashes = {all, {std::byte{0}}, {std::byte{255}, std::byte{254}}};
  check_round_trip(items, item);
}

TEST_CASE("collections, empty and full", "[values]") {
  const Items items(GENERATE(from_range(backend_ids())), "everything");
  check_round_trip(items, minimal());  // all empty, optionals absent, defaults as they are
  Everything item = minimal();
  item.words = {"a"};
  item.flags = {true, false, true};
  item.grid = {{}, {1, 2}, {}};
  item.labels = {{"k", "v"}};
  item.rooms = {{"empty", {}}, {"full", {{"t", 1}, {"u", {}}}}};
  item.tags = {"a", "b"};
  item.numbers = {1, -1, 0};
  item.reals = {-0.5, 0.1, 1e100};
  item.amounts = {decimal(1), *decimal::parse("0.1")};
  item.hashes = {{std::byte{1}}};
  item.maybe_text = "m";
  item.maybe_number = 0;
  item.maybe_leaf = lab::Leaf{"leaf", 5};
  item.maybe_words = std::vector<std::string>{};
  item.tries = 0;
  item.language = "de";
  item.favourite = lab::Color::red;
  check_round_trip(items, item);
  item.maybe_words = {"w"};
  item.words.assign(1000, "word");
  item.grid.assign(40, std::vector<std::int64_t>(40, 7));
  check_round_trip(items, item);
}

// Sets as elements of a table: an update takes them away and brings them back.
TEST_CASE("single values are set as they are stored", "[values]") {
  const Items items(GENERATE(from_range(backend_ids())), "everything");
  Everything item = minimal();
  item.expires_at = timestamp::from_seconds(4102444800);
  REQUIRE_OK(items->put(item));
  item.blob = {std::byte{9}};
  item.exact = *decimal::parse("-0.001");
  item.at = timestamp::from_milliseconds(-1);
  item.at_second = seconds_timestamp::from_seconds(-1);
  item.at_iso = iso_timestamp::from_milliseconds(-1);
  item.sys_second = std::chrono::sys_seconds(std::chrono::seconds(-1));
  item.sys_milli = std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(-1));
  item.color = lab::Color::green;
  item.level = lab::Level::high;
  item.flags = {false};
  item.triple = {1, 2, 3};
  item.labels = {{"a b", "c"}};
  item.rooms = {{"r", {{"t", {}}}}};
  item.tags = {"x"};
  item.reals = {0.5};
  item.leaf = {"new", 8};
  item.maybe_leaf = lab::Leaf{"opt", {}};
  item.expires_at = timestamp::from_seconds(4102444805);  // far ahead: what is past is not updated
  REQUIRE_OK(items->update("x")
                 .set_blob(item.blob)
                 .set_exact(item.exact)
                 .set_at(item.at)
                 .set_at_second(item.at_second)
                 .set_at_iso(item.at_iso)
                 .set_sys_second(item.sys_second)
                 .set_sys_milli(item.sys_milli)
                 .set_color(item.color)
                 .set_level(item.level)
                 .set_flags(item.flags)
                 .set_triple(item.triple)
                 .set_labels(item.labels)
                 .set_rooms(item.rooms)
                 .set_tags(item.tags)
                 .set_reals(item.reals)
                 .set_leaf(item.leaf)
                 .set_maybe_leaf(*item.maybe_leaf)
                 .set_expires_at(item.expires_at)
                 .execute());
  CHECK(items->get("x")->value() == item);
  REQUIRE_OK(items->update("x").set_tags({}).remove_reals().remove_maybe_leaf().execute());
  item.tags.clear();
  item.reals.clear();
  item.maybe_leaf.reset();
  CHECK(items->get("x")->value() == item);
}

TEST_CASE("empty strings and binaries are stored", "[values]") {
  const Items items(GENERATE(from_range(witnesses("empty-string"))), "everything");
  Everything item;
  item.id = "x";
  item.expires_at = timestamp::from_seconds(4102444800);
  item.words = {"", "a", ""};
  item.tags = {"", "a"};
  item.hashes = {{}, {std::byte{1}}};
  item.labels = {{"k", ""}};
  item.maybe_text = "";
  item.language = "";
  check_round_trip(items, item);
  REQUIRE_OK(items->update("x").set_text("a").execute());
  REQUIRE_OK(items->update("x").set_text("").set_maybe_text("").execute());
  CHECK(items->get("x")->value() == item);
}

lab::Tree nested(int levels) {
  lab::Tree tree{"leaf", {}};
  for (int level = 0; level < levels; ++level) tree = lab::Tree{"node", {tree}};
  return tree;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html ("Nested attribute depth"): 32.
// The servers disagree on how an empty list counts, so the last level but one is the deepest that both store.
TEST_CASE("nesting down to the service's limit", "[values]") {
  const Items items(GENERATE(from_range(witnesses("item-limits"))), "everything");
  Everything item = minimal();
  item.tree = nested(14);  // a map and a list each, and those of the leaf
  check_round_trip(items, item);
  item.tree = nested(16);
  const auto put = items->put(item);
  REQUIRE_FALSE(put);
  CHECK(put.error().kind() == ErrorKind::validation);
}

}  // namespace
}  // namespace partita::test
