#include "coded.hpp"

#include <partita/chrono.hpp>
#include <partita/timestamp.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>

using partita::iso_timestamp;
using partita::seconds_timestamp;
using partita::timestamp;
using partita::wire::Form;

TEST_CASE("timestamps count from the epoch and round down", "[timestamp]") {
  static_assert(timestamp() == timestamp::from_milliseconds(0));
  static_assert(timestamp::from_seconds(2).milliseconds() == 2000);
  static_assert(timestamp::from_milliseconds(1999).seconds() == 1);
  static_assert(timestamp::from_milliseconds(-1).seconds() == -1);
  static_assert(timestamp::from_milliseconds(-2000).seconds() == -2);
  static_assert(seconds_timestamp::from_milliseconds(1999).seconds() == 1);
  static_assert(seconds_timestamp::from_milliseconds(-1).seconds() == -1);
  static_assert(seconds_timestamp::from_seconds(3).milliseconds() == 3000);
  static_assert(timestamp::from_milliseconds(1) < timestamp::from_milliseconds(2));
  SUCCEED();
}

TEST_CASE("timestamps convert from and to std::chrono", "[timestamp]") {
  using namespace std::chrono;
  const sys_time<nanoseconds> time{1'700'000'000'123'999'999ns};
  CHECK(partita::to_timestamp(time).milliseconds() == 1'700'000'000'123);
  CHECK(partita::to_timestamp<seconds_timestamp>(time).seconds() == 1'700'000'000);
  CHECK(partita::to_timestamp(sys_time<nanoseconds>{-1ns}).milliseconds() == -1);
  CHECK(partita::to_sys_time(timestamp::from_milliseconds(5)) == sys_time<milliseconds>{5ms});
  CHECK(partita::to_sys_time(seconds_timestamp::from_seconds(5)) == sys_time<milliseconds>{5s});
}

TEST_CASE("each timestamp has its stored form", "[timestamp]") {
  const auto stored = [](std::int64_t milliseconds) { return encode(iso_timestamp::from_milliseconds(milliseconds)); };
  CHECK(encode(timestamp::from_milliseconds(-1)) == R"({"N":"-1"})");
  CHECK(encode(seconds_timestamp::from_seconds(-1)) == R"({"N":"-1"})");
  CHECK(stored(0) == R"({"S":"1970-01-01T00:00:00.000Z"})");
  CHECK(stored(-1) == R"({"S":"1969-12-31T23:59:59.999Z"})");
  CHECK(stored(1'709'210'096'007) == R"({"S":"2024-02-29T12:34:56.007Z"})");
  CHECK(stored(253'402'300'799'999) == R"({"S":"9999-12-31T23:59:59.999Z"})");
  CHECK(stored(-62'167'219'200'000) == R"({"S":"0000-01-01T00:00:00.000Z"})");
  CHECK(stored(253'402'300'800'000) ==
        "error: the value is outside of the years 0000 to 9999, which its ISO form can hold");
  CHECK(stored(std::numeric_limits<std::int64_t>::min()).starts_with("error: "));
  CHECK(encode(partita::wire::As<const timestamp, Form::seconds>{timestamp::from_milliseconds(1999)}) ==
        R"({"N":"1"})");
  CHECK(encode(partita::wire::As<const timestamp, Form::seconds>{timestamp::from_milliseconds(-1)}) == R"({"N":"-1"})");
}

TEST_CASE("an ISO timestamp reads back for each day of 0000 to 9999", "[timestamp]") {
  // 1009 days and a bit is coprime enough to meet each month, leap day rule and time of day.
  for (std::int64_t time = -62'167'219'200'000; time < 253'402'300'800'000;
       time += 1009 * 86'400'000LL / 12 + 3'661'001) {
    const auto value = iso_timestamp::from_milliseconds(time);
    const auto read = decode_value<iso_timestamp>(encode(value));
    REQUIRE(read.error.empty());
    REQUIRE(read.value == value);
    const auto days = std::chrono::floor<std::chrono::days>(partita::to_sys_time(value));
    const std::chrono::year_month_day date{days};
    char expected[16];
    std::snprintf(expected, sizeof expected, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    REQUIRE(encode(value).substr(6, 10) == expected);
  }
}

TEST_CASE("an ISO timestamp is read strictly", "[timestamp]") {
  for (const std::string_view text :
       {"2026-11-21T04:55:05Z", "2026-11-21 04:55:05.123Z", "2026-11-21T04:55:05.123+00:00", "2026-11-21T04:55:05.123z",
        "2026-13-01T00:00:00.000Z", "2026-00-01T00:00:00.000Z", "2026-02-29T00:00:00.000Z", "1900-02-29T00:00:00.000Z",
        "2026-04-31T00:00:00.000Z", "2026-01-00T00:00:00.000Z", "2026-01-01T24:00:00.000Z", "2026-01-01T00:60:00.000Z",
        "2026-01-01T00:00:60.000Z", "-026-01-01T00:00:00.000Z", ""}) {
    INFO(text);
    const auto read = decode_value<iso_timestamp>(R"({"S":")" + std::string(text) + R"("})");
    CHECK(read.error ==
          "attribute 'a' is '" + std::string(text) + "', expected a time such as '2026-11-21T04:55:05.123Z'");
  }
  CHECK(decode_value<iso_timestamp>(R"({"S":"2000-02-29T00:00:00.000Z"})").error.empty());
}

TEST_CASE("seconds that do not fit milliseconds are refused", "[timestamp]") {
  CHECK(decode_value<timestamp, Form::seconds>(R"({"N":"1763701234"})").value.milliseconds() == 1'763'701'234'000);
  CHECK(decode_value<timestamp, Form::seconds>(R"({"N":"9223372036854776"})").error ==
        "attribute 'a' is '9223372036854776', which is out of range: the C++ type holds -9223372036854775 to "
        "9223372036854775");
  CHECK(decode_value<timestamp>(R"({"N":"1763701234.5"})").error ==
        "attribute 'a' is '1763701234.5', expected an integer");
}
