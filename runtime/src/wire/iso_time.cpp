#include "iso_time.hpp"

#include <cstring>

namespace partita::inline epoch1::wire {

namespace {

constexpr std::int64_t day_milliseconds = 86'400'000;

// Days since 1970-01-01 in the proleptic Gregorian calendar; years begin in March so that leap days come last.
// (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms")
constexpr std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  if (month <= 2) --year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto of_era = static_cast<unsigned>(year - era * 400);
  const unsigned of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + std::int64_t{of_era} * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

constexpr std::int64_t first_day = days_from_civil(0, 1, 1);
constexpr std::int64_t last_day = days_from_civil(9999, 12, 31);

constexpr unsigned days_in(std::int64_t year, unsigned month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

void write_digits(char* to, unsigned value, int count) {
  for (int i = count; i-- > 0; value /= 10) to[i] = static_cast<char>('0' + value % 10);
}

}  // namespace

bool write_iso(std::int64_t milliseconds, char* to) {
  const std::int64_t days = milliseconds / day_milliseconds - (milliseconds % day_milliseconds < 0 ? 1 : 0);
  if (days < first_day || days > last_day) return false;
  const auto of_day = static_cast<unsigned>(milliseconds - days * day_milliseconds);

  const std::int64_t shifted = days + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const auto of_era = static_cast<unsigned>(shifted - era * 146097);
  const unsigned year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const unsigned of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const unsigned month_from_march = (5 * of_year + 2) / 153;
  const unsigned month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const std::int64_t year = static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2 ? 1 : 0);

  std::memcpy(to, "0000-00-00T00:00:00.000Z", iso_size);
  write_digits(to, static_cast<unsigned>(year), 4);
  write_digits(to + 5, month, 2);
  write_digits(to + 8, of_year - (153 * month_from_march + 2) / 5 + 1, 2);
  write_digits(to + 11, of_day / 3'600'000, 2);
  write_digits(to + 14, of_day / 60'000 % 60, 2);
  write_digits(to + 17, of_day / 1000 % 60, 2);
  write_digits(to + 20, of_day % 1000, 3);
  return true;
}

std::optional<std::int64_t> read_iso(std::string_view text) {
  constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd.dddZ";
  if (text.size() != shape.size()) return std::nullopt;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i]) return std::nullopt;
  }
  const auto number = [&](std::size_t at, std::size_t count) {
    unsigned value = 0;
    for (std::size_t i = at; i < at + count; ++i) value = value * 10 + static_cast<unsigned>(text[i] - '0');
    return value;
  };
  const unsigned year = number(0, 4);
  const unsigned month = number(5, 2);
  const unsigned day = number(8, 2);
  if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return std::nullopt;
  if (number(11, 2) > 23 || number(14, 2) > 59 || number(17, 2) > 59) return std::nullopt;
  const std::int64_t minutes = std::int64_t{number(11, 2)} * 60 + number(14, 2);
  const std::int64_t of_day = (minutes * 60 + number(17, 2)) * 1000 + number(20, 3);
  return days_from_civil(year, month, day) * day_milliseconds + of_day;
}

}  // namespace partita::inline epoch1::wire
