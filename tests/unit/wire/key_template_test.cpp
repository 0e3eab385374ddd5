// Texts of composed keys by themselves, without an item around them.
#include <partita/wire/composed.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <string_view>

namespace wire = partita::wire;

// The hash is a stored format: its values are those that are published for FNV-1a.
// https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
TEST_CASE("a write shard is chosen by the hash of a part's text", "[key_template]") {
  constexpr std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
  constexpr wire::KeyTemplate<1> whole{{{"", "id", wire::sharded<all>}}};
  const auto shard_of = [](const wire::TemplateView& key, const wire::PartValue& value) {
    wire::KeyText text;
    const auto fault = wire::compose(key, std::array{value}, text);
    return fault ? *fault : std::string(text.view());
  };
  CHECK(shard_of(whole.view(), wire::PartValue::of("")) == "14695981039346656037");
  CHECK(shard_of(whole.view(), wire::PartValue::of("a")) == "12638187200555641996");
  CHECK(shard_of(whole.view(), wire::PartValue::of("foobar")) == "9625390261332436968");
  const auto same = [&](const wire::PartValue& value, std::string_view text) {
    CHECK(shard_of(whole.view(), value) == shard_of(whole.view(), wire::PartValue::of(text)));
  };
  same(wire::PartValue::of_signed(-42), "-42");
  same(wire::PartValue::of_unsigned(42), "42");
  same(wire::PartValue::of_time(1'763'712'000'000), "2025-11-21T08:00:00.000Z");
  CHECK(shard_of(whole.view(), wire::PartValue::no_enumerator()) == "its part 'id' holds none of its enumerators");
  constexpr wire::KeyTemplate<1> history{{{"S", "id", wire::padded_shard<4, 16>(3)}}};
  const std::array value{wire::PartValue::of("foobar")};
  CHECK(shard_of(history.view(), value[0]) == "S008");
  CHECK(wire::is_composed_of(history.view(), "S008", value));
  CHECK(wire::is_composed_of(history.view(), "S000", value));
  CHECK_FALSE(wire::is_composed_of(history.view(), "S001", value));
  CHECK_FALSE(wire::is_composed_of(history.view(), "S8", value));
  CHECK(history.view().text() == "S{shard:3}");
}

TEST_CASE("numbers and times come back from keys at their extremes", "[key_template]") {
  constexpr wire::KeyTemplate<3> key{{{"", "a"}, {"/", "b", wire::padded(20)}, {"/", "c"}}, "!"};
  const auto round_trip = [&](std::int64_t a, std::uint64_t b, partita::timestamp c) {
    const std::array<wire::PartValue, 3> values{wire::PartValue::of_signed(a), wire::PartValue::of_unsigned(b),
                                                wire::PartValue::of_time(c.milliseconds())};
    wire::KeyText text;
    REQUIRE_FALSE(wire::compose(key.view(), values, text));
    std::array<wire::PartText, 3> parts{wire::PartText{wire::PartKind::number, {}},
                                        wire::PartText{wire::PartKind::number, {}},
                                        wire::PartText{wire::PartKind::time, {}}};
    REQUIRE(wire::decompose(key.view(), text.view(), parts));
    CHECK(wire::read_signed(key.parts[0], parts[0].text, std::numeric_limits<std::int64_t>::min(),
                            std::numeric_limits<std::int64_t>::max()) == a);
    CHECK(wire::read_unsigned(key.parts[1], parts[1].text, std::numeric_limits<std::uint64_t>::max()) == b);
    CHECK(wire::read_time(parts[2].text) == c.milliseconds());
  };
  round_trip(std::numeric_limits<std::int64_t>::min(), 0, partita::timestamp::from_milliseconds(-62'167'219'200'000));
  round_trip(std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::uint64_t>::max(),
             partita::timestamp::from_milliseconds(253'402'300'799'999));
  round_trip(0, 1, partita::timestamp{});

  CHECK_FALSE(wire::read_signed(key.parts[0], "-0", -5, 5));
  CHECK_FALSE(wire::read_signed(key.parts[0], "01", -5, 5));
  CHECK_FALSE(wire::read_signed(key.parts[0], "6", -5, 5));
  CHECK_FALSE(wire::read_unsigned(key.parts[0], "-1", 5));
  CHECK_FALSE(wire::read_unsigned(key.parts[0], "", 5));
}

TEST_CASE("what stands before a template's first part parts nothing but by its end", "[key_template]") {
  constexpr wire::KeyTemplate<2> key{{{"API-KEY#", "id"}, {"/", "b"}}};
  const auto compose = [&](const std::string& id, const std::string& b) {
    const std::array<wire::PartValue, 2> values{wire::PartValue::of(id), wire::PartValue::of(b)};
    wire::KeyText text;
    return wire::compose(key.view(), values, text) ? std::string() : std::string(text.view());
  };
  CHECK(compose("6c84fb90-12c4", "a-b") == "API-KEY#6c84fb90-12c4/a-b");
  CHECK(compose("a#b", "c").empty());
  CHECK(compose("a/b", "c").empty());
  std::array<wire::PartText, 2> parts{};
  REQUIRE(wire::decompose(key.view(), "API-KEY#6c84fb90-12c4/a-b", parts));
  CHECK(parts[0].text == "6c84fb90-12c4");
  CHECK(parts[1].text == "a-b");
}

TEST_CASE("an empty text is refused in every form", "[key_template]") {
  constexpr wire::KeyTemplate<2> key{{{"A#", "a", wire::escaped}, {"#", "b"}}};
  const std::array<wire::PartValue, 2> values{wire::PartValue::of(""), wire::PartValue::of("b")};
  wire::KeyText text;
  CHECK(wire::compose(key.view(), values, text) == "its part 'a' must not be empty");
  std::string read;
  CHECK_FALSE(wire::read_text(key.view(), key.parts[0], "", read));
}

TEST_CASE("keys are alike only if their parts are", "[key_template]") {
  // Whatever the parts: either they are refused, or they come back, and no other parts make the same key. Few letters,
  // so that collisions would be found.
  constexpr wire::KeyTemplate<2> plain{{{"A#", "a"}, {"#", "b"}}};
  constexpr wire::KeyTemplate<2> escaped{{{"A#", "a", wire::escaped}, {"#", "b", wire::escaped}}};
  std::mt19937 random{20261121};
  const auto text = [&] {
    constexpr std::string_view letters = "a#%2'3A1";
    std::string result;
    for (std::size_t size = random() % 6; size > 0; --size) result += letters[random() % letters.size()];
    return result;
  };
  const auto check = [&](const wire::KeyTemplate<2>& key, const std::string& a, const std::string& b) {
    const std::array<wire::PartValue, 2> values{wire::PartValue::of(a), wire::PartValue::of(b)};
    wire::KeyText composed;
    if (wire::compose(key.view(), values, composed)) {
      const bool holds_delimiter = &key == &plain && (a + b).find('#') != std::string::npos;
      CHECK((a.empty() || b.empty() || holds_delimiter));
      return;
    }
    std::array<wire::PartText, 2> parts{};
    REQUIRE(wire::decompose(key.view(), composed.view(), parts));
    std::string read;
    REQUIRE(wire::read_text(key.view(), key.parts[0], parts[0].text, read));
    CHECK(read == a);
    REQUIRE(wire::read_text(key.view(), key.parts[1], parts[1].text, read));
    CHECK(read == b);
  };
  for (int i = 0; i < 5000; ++i) {
    const std::string a = text();
    const std::string b = text();
    check(plain, a, b);
    check(escaped, a, b);
    // Texts that may be no key at all: what reads as one is composed to the same text again.
    const std::string any = "A#" + text() + "#" + text();
    std::array<wire::PartText, 2> parts{};
    std::string first;
    std::string second;
    if (!wire::decompose(escaped.view(), any, parts) ||
        !wire::read_text(escaped.view(), escaped.parts[0], parts[0].text, first) ||
        !wire::read_text(escaped.view(), escaped.parts[1], parts[1].text, second)) {
      continue;
    }
    const std::array<wire::PartValue, 2> values{wire::PartValue::of(first), wire::PartValue::of(second)};
    wire::KeyText again;
    REQUIRE_FALSE(wire::compose(escaped.view(), values, again));
    CHECK(again.view() == any);
  }
}
