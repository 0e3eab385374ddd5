// Rates, durations and sizes, with the exact place of every mistake.
#include "model/quantity.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <string_view>

using namespace std::chrono_literals;
using partita::model::parse_duration;
using partita::model::parse_rate;
using partita::model::parse_size;
using partita::model::QuantityError;

namespace {

std::string text(const QuantityError& error) {
  return std::to_string(error.begin) + "-" + std::to_string(error.end) + ": " + error.message;
}

std::string refused_rate(std::string_view rate) {
  return text(parse_rate(rate).error());
}

}  // namespace

TEST_CASE("rates count a second") {
  CHECK(parse_rate("100/s").value() == 100);
  CHECK(parse_rate("0.5/s").value() == 0.5);
  CHECK(parse_rate("90/min").value() == 1.5);
  CHECK(parse_rate("1800/h").value() == 0.5);
  CHECK(parse_rate("864000/d").value() == 10);
  CHECK(parse_rate("999999999/s").value() == 999999999);
}

TEST_CASE("durations are whole seconds, minutes, hours or days") {
  CHECK(parse_duration("1s").value() == 1s);
  CHECK(parse_duration("5m").value() == 5min);
  CHECK(parse_duration("12h").value() == 12h);
  CHECK(parse_duration("7d").value() == 168h);
  CHECK(parse_duration("999999999d").value() == 999999999s * 86400);
  CHECK(text(parse_duration("1.5h").error()) == "1-4: unexpected '.5h' in a duration; expected 's', 'm', 'h' or 'd'");
  CHECK(text(parse_duration("5").error()) ==
        "1-1: the duration has no unit; write 's', 'm', 'h' or 'd' behind the number");
  CHECK(parse_duration("5min").error().replacement == "m");
}

TEST_CASE("a KB is 1,024 bytes") {
  CHECK(parse_size("700B").value() == 700);
  CHECK(parse_size("2KB").value() == 2048);
  CHECK(text(parse_size("2MB").error()) == "1-3: unexpected 'MB' in a size; expected 'B' or 'KB'");
  CHECK(text(parse_size("2kb").error()) == "1-3: unexpected 'kb' in a size; expected 'B' or 'KB'; did you mean 'KB'?");
  CHECK(parse_size("2kb").error().replacement == "KB");
  CHECK_FALSE(parse_size("2MB").error().replacement.has_value());
}

TEST_CASE("a malformed quantity says what and where") {
  CHECK(refused_rate("") == "0-0: a rate begins with a number, as in '100/s'");
  CHECK(refused_rate("-1/s") == "0-1: a rate begins with a number, as in '100/s'");
  CHECK(refused_rate(" 1/s") == "0-1: a rate begins with a number, as in '100/s'");
  CHECK(refused_rate("inf/s") == "0-1: a rate begins with a number, as in '100/s'");
  CHECK(refused_rate("100") == "3-3: the rate has no unit; write '/s', '/min', '/h' or '/d' behind the number");
  CHECK(refused_rate("100/sec") ==
        "3-7: unexpected '/sec' in a rate; expected '/s', '/min', '/h' or '/d'; did you mean '/s'?");
  CHECK(refused_rate("1./s") == "1-4: unexpected './s' in a rate; expected '/s', '/min', '/h' or '/d'");
  CHECK(refused_rate("1e3/s") == "1-5: unexpected 'e3/s' in a rate; expected '/s', '/min', '/h' or '/d'");
  CHECK(refused_rate("0/s") == "0-1: a rate is more than 0; leave it out where it is not known");
  CHECK(refused_rate("0.00/s") == "0-4: a rate is more than 0; leave it out where it is not known");
  CHECK(refused_rate("1234567890/s") == "0-10: the number has more than 9 digits; use a larger unit");
}
