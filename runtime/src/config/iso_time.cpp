#include "config/iso_time.hpp"

#include <algorithm>
#include <cstddef>

namespace partita::inline epoch1::config {
namespace {

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<std::chrono::system_clock::time_point> parse_iso_time(std::string_view text) {
  using namespace std::chrono;
  const auto y = digits(text, 0, 4);
  const auto mo = digits(text, 5, 2);
  const auto d = digits(text, 8, 2);
  const auto h = digits(text, 11, 2);
  const auto mi = digits(text, 14, 2);
  const auto s = digits(text, 17, 2);
  if (!y || !mo || !d || !h || !mi || !s || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ') ||
      text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const year_month_day date{year(*y), month(static_cast<unsigned>(*mo)), day(static_cast<unsigned>(*d))};
  if (!date.ok() || *h > 23 || *mi > 59 || *s > 60) return std::nullopt;
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    at = std::min(text.find_first_not_of("0123456789", at + 1), text.size());  // fractions do not matter here
  }
  minutes offset{};
  const std::string_view zone = text.substr(at);
  if (zone != "Z" && zone != "z") {
    const auto zh = digits(zone, 1, 2);
    const auto zm = zone.size() == 6 && zone[3] == ':' ? digits(zone, 4, 2) : digits(zone, 3, 2);
    if (zone.empty() || (zone[0] != '+' && zone[0] != '-') || (zone.size() != 5 && zone.size() != 6) || !zh || !zm) {
      return std::nullopt;
    }
    offset = (zone[0] == '-' ? -1 : 1) * (hours(*zh) + minutes(*zm));
  }
  return sys_days(date) + hours(*h) + minutes(*mi) + seconds(*s) - offset;
}

}  // namespace partita::inline epoch1::config
