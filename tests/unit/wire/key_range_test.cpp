#include <partita/wire/codec.hpp>
#include <partita/wire/composed.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace wire = partita::wire;
using partita::SortOperator;
using wire::Tag;

namespace {

enum class Member : std::uint8_t { sk };
constexpr wire::Members<1> members{{{"sk", Tag::S, wire::sort_key_of("table 'app'")}}};

struct NoCodec {};

// Text before text before a number; text alone; a time before text; a number with nothing before it.
constexpr wire::KeyTemplate<3> step{{{"STEP#", "context"}, {"#", "name"}, {"#", "rank", wire::padded(4)}}};
constexpr wire::KeyTemplate<1> note{{{"NOTE#", "title"}}};
constexpr wire::KeyTemplate<2> event{{{"EVENT#", "at"}, {"#", "id"}}};
constexpr wire::KeyTemplate<2> bare{{{"", "rank", wire::padded(4)}, {"#", "id"}}};

template <std::size_t N, class Condition, class... Parts>
partita::KeyRange range(const wire::KeyTemplate<N>& key, const Condition& condition, const Parts&... before) {
  return wire::keys_where<NoCodec>(condition, members, Member::sk, key, before...);
}

std::string text_of(const partita::Value& value) {
  if (value.error()) return "error: " + value.error()->message();
  wire::TextReader in{value.json()};
  in.reader().open(Tag::S);
  std::string text;
  in.reader().string(text);
  return text;
}

// Whether the service would return an item with this key.
bool finds(const partita::KeyRange& range, const std::string& key) {
  const std::string first = text_of(range.first);
  switch (range.op) {
    case SortOperator::equal:
      return key == first;
    case SortOperator::less:
      return key < first;
    case SortOperator::at_most:
      return key <= first;
    case SortOperator::greater:
      return key > first;
    case SortOperator::at_least:
      return key >= first;
    case SortOperator::between:
      return key >= first && key <= text_of(*range.second);
    case SortOperator::begins_with:
      return key.starts_with(first);
  }
  return false;
}

using Text = partita::SortCondition<std::string_view>;
using Inner = partita::PrefixCondition;
using Number = partita::SortCondition<std::int64_t>;
using Time = partita::SortCondition<partita::timestamp>;

template <std::size_t N>
std::string composed(const wire::KeyTemplate<N>& key, const std::array<wire::PartValue, N>& values) {
  wire::KeyText text;
  REQUIRE_FALSE(wire::compose(key.view(), values, text));
  return std::string(text.view());
}

}  // namespace

TEST_CASE("a whole part ends in its delimiter", "[range]") {
  const partita::KeyRange ten = range(step, Inner("1"));
  CHECK(ten.op == SortOperator::begins_with);
  CHECK(text_of(ten.first) == "STEP#1#");
  CHECK_FALSE(finds(ten, "STEP#10#n#0001"));
  CHECK(text_of(range(step, Inner("n"), "1").first) == "STEP#1#n#");

  const partita::KeyRange whole = range(step, Number(7), "1", "n");
  CHECK(whole.op == SortOperator::equal);
  CHECK(text_of(whole.first) == "STEP#1#n#0007");

  const partita::KeyRange prefix = range(step, Inner(partita::begins_with("1")));
  CHECK(prefix.op == SortOperator::begins_with);
  CHECK(text_of(prefix.first) == "STEP#1");

  const partita::KeyRange equal = wire::keys_with<NoCodec>(members, Member::sk, step, "1", "n");
  CHECK(equal.op == SortOperator::begins_with);
  CHECK(text_of(equal.first) == "STEP#1#n#");
}

TEST_CASE("what no key can hold is refused in a condition too", "[range]") {
  CHECK(text_of(range(step, Inner("a#b")).first) ==
        "error: condition on sort key 'sk': its part 'context' holds '#', which parts the key; '{context:escaped}' in "
        "the template would escape it");
  CHECK(text_of(range(step, Inner(partita::begins_with("a#b"))).first).starts_with("error: "));
  CHECK(text_of(range(step, Inner("")).first) ==
        "error: condition on sort key 'sk': its part 'context' must not be empty");
  CHECK(text_of(range(step, Number(1), "", "n").first).starts_with("error: "));
  CHECK(text_of(range(step, Number(-1), "1", "n").first).starts_with("error: "));
  CHECK(text_of(range(step, Number(partita::at_least(10'000)), "1", "n").first).starts_with("error: "));
  CHECK(text_of(range(note, Text(std::string(1020, 'x'))).first) ==
        "error: condition on sort key 'sk': the value is 1025 bytes long; DynamoDB allows 1024");
  CHECK(text_of(range(step, partita::SortCondition<std::int64_t>(~std::uint64_t{0}), "1", "n").first) ==
        "error: condition on sort key 'sk': its part 'rank' is out of the range of its type");
}

TEST_CASE("a range finds the values it names, and no other entity's items", "[range]") {
  std::mt19937 random{20261121};
  const auto text = [&] {
    // Around delimiters and the borders of UTF-8's lengths.
    const std::vector<std::string> letters{std::string(1, '\0'),
                                           "!",
                                           "\"",
                                           "$",
                                           "a",
                                           "b",
                                           "~",
                                           "\x7F",
                                           "\xC2\x80",
                                           "\xDF\xBF",
                                           "\xE0\xA0\x80",
                                           "\xED\x9F\xBF",
                                           "\xEE\x80\x80",
                                           "\xEF\xBF\xBF",
                                           "\xF0\x90\x80\x80",
                                           "\xF4\x8F\xBF\xBE"};
    std::string result;
    for (std::size_t size = 1 + random() % 3; size > 0; --size) result += letters[random() % letters.size()];
    return result;
  };
  const std::vector<std::string> others{"NOTD#z",  "NOTE",  "NOTE$",  "NOTF#a", "STEP", "STEP$",
                                        "EVENS#~", "EVENT", "EVENT$", "A",      "~",    "\xF4\x8F\xBF\xBE"};

  SECTION("text at the end of a key") {
    for (int i = 0; i < 3000; ++i) {
      const std::string bound = text();
      const std::string value = text();
      const std::string key = composed(note, std::array{wire::PartValue::of(value)});
      CHECK(finds(range(note, Text(bound)), key) == (value == bound));
      CHECK(finds(range(note, Text(partita::less_than(bound))), key) == (value < bound));
      CHECK(finds(range(note, Text(partita::at_most(bound))), key) == (value <= bound));
      CHECK(finds(range(note, Text(partita::greater_than(bound))), key) == (value > bound));
      CHECK(finds(range(note, Text(partita::at_least(bound))), key) == (value >= bound));
      CHECK(finds(range(note, Text(partita::begins_with(bound))), key) == value.starts_with(bound));
      for (const std::string& other : others) {
        CHECK_FALSE(finds(range(note, Text(partita::less_than(bound))), other));
        CHECK_FALSE(finds(range(note, Text(partita::at_most(bound))), other));
        CHECK_FALSE(finds(range(note, Text(partita::greater_than(bound))), other));
        CHECK_FALSE(finds(range(note, Text(partita::at_least(bound))), other));
      }
    }
  }

  SECTION("numbers and times, with more behind them") {
    for (int i = 0; i < 3000; ++i) {
      const auto bound = static_cast<std::int64_t>(random() % 4);
      const auto value = static_cast<std::int64_t>(random() % 4);
      const std::string id = text();
      const std::string key = composed(bare, std::array{wire::PartValue::of_signed(value), wire::PartValue::of(id)});
      const std::string last = composed(
          step, std::array{wire::PartValue::of("c"), wire::PartValue::of("n"), wire::PartValue::of_signed(value)});
      const std::string timed = composed(event, std::array{wire::PartValue::of_time(value), wire::PartValue::of(id)});
      const auto time = partita::timestamp::from_milliseconds(bound);
      const auto check = [&](const auto& condition, const auto& time_condition, bool expected) {
        CHECK(finds(range(bare, Number(condition)), key) == expected);
        const partita::KeyRange of_last = range(step, Number(condition), "c", "n");
        CHECK(finds(of_last, last) == expected);
        CHECK_FALSE(finds(of_last, "STEP#c#m" + last.substr(8)));
        const partita::KeyRange of_time = range(event, Time(time_condition));
        CHECK(finds(of_time, timed) == expected);
        for (const std::string& other : others) {
          CHECK_FALSE(finds(of_last, other));
          CHECK_FALSE(finds(of_time, other));
        }
      };
      check(bound, time, value == bound);
      check(partita::less_than(bound), partita::less_than(time), value < bound);
      check(partita::at_most(bound), partita::at_most(time), value <= bound);
      check(partita::greater_than(bound), partita::greater_than(time), value > bound);
      check(partita::at_least(bound), partita::at_least(time), value >= bound);
      check(partita::between(bound, bound + 1),
            partita::between(time, partita::timestamp::from_milliseconds(bound + 1)),
            value == bound || value == bound + 1);
    }
  }

  SECTION("the first and the last time there is") {
    const auto first = partita::timestamp::from_milliseconds(-62'167'219'200'000);
    CHECK_FALSE(
        finds(range(event, Time(partita::less_than(first))),
              composed(event, std::array{wire::PartValue::of_time(first.milliseconds()), wire::PartValue::of("x")})));
    CHECK(text_of(range(event, Time(partita::less_than(first))).first) == "EVENT#");
  }
}
