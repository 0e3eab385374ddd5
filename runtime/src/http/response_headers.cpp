#include "http/response_headers.hpp"

#include "text.hpp"

#include <algorithm>
#include <charconv>

namespace partita::inline epoch1::http {
namespace {

bool is_header(std::string_view name, std::string_view lower_case) {
  return name.size() == lower_case.size() &&
         std::equal(name.begin(), name.end(), lower_case.begin(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b; });
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

void ResponseHeaders::add(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = text::trim(line.substr(colon + 1));
  switch (name.size()) {
    case 4:
      if (is_header(name, "date")) date = parse_http_date(value);
      break;
    case 8:
      if (is_header(name, "location")) location = value;
      break;
    case 11:
      if (is_header(name, "x-amz-crc32")) crc32 = number<std::uint32_t>(value);
      break;
    case 14:
      if (is_header(name, "content-length")) content_length = number<std::size_t>(value);
      break;
    case 16:
      if (is_header(name, "x-amzn-requestid") || is_header(name, "x-amz-request-id")) request_id = value;
      if (is_header(name, "x-amzn-errortype")) error_type = value.substr(0, value.find(':'));
      if (is_header(name, "content-encoding")) content_encoding = value;
      break;
    default:
      break;
  }
}

std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
  using namespace std::chrono;
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  const auto day = number<unsigned>(text.substr(5, 2));
  const std::size_t month = months.find(text.substr(8, 3));
  const auto year = number<int>(text.substr(12, 4));
  const auto hour = number<unsigned>(text.substr(17, 2));
  const auto minute = number<unsigned>(text.substr(20, 2));
  const auto second = number<unsigned>(text.substr(23, 2));
  if (!day || month == std::string_view::npos || month % 3 != 0 || !year || !hour || !minute || !second) {
    return std::nullopt;
  }
  const year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(month / 3 + 1)),
                            std::chrono::day(*day)};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  return sys_days(date) + hours(*hour) + minutes(*minute) + seconds(*second);
}

}  // namespace partita::inline epoch1::http
