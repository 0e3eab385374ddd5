#include <partita/decimal.hpp>
#include <partita/wire/reader.hpp>

#include <charconv>
#include <cmath>

namespace partita::inline epoch1::wire {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr int exact_digits = 15;  // any 15 digits fit a double
constexpr double powers[] = {1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

struct Integer {
  std::uint64_t magnitude = 0;
  const char* end = nullptr;  // behind the quote; null: not of this simple form
};

// Up to 18 digits and the closing quote.
inline Integer simple_integer(const char* at) {
  Integer found;
  const char* const start = at;
  for (; is_digit(*at); ++at) found.magnitude = found.magnitude * 10 + static_cast<std::uint64_t>(*at - '0');
  const auto digits = at - start;
  if (*at == '"' && digits > 0 && digits <= 18) found.end = at + 1;
  return found;
}

std::string_view reason(DecimalFault fault) {
  switch (fault) {
    case DecimalFault::malformed:
      return "is not a number";
    case DecimalFault::too_many_digits:
      return "has more than 38 significant digits";
    case DecimalFault::out_of_range:
      return "is outside of DynamoDB's range of numbers";
  }
  return {};
}

std::string quoted(std::string_view found) {
  return "is '" + std::string(found.substr(0, 64)) + (found.size() > 64 ? "...'" : "'");
}

}  // namespace

void Reader::number(decimal& value) {
  const std::string_view found = text();
  if (!ok()) return;
  if (const auto fault = decimal::parse(found, value))
    fail_value(quoted(found) + ", which " + std::string(reason(*fault)));
}

bool Reader::integral(std::string_view found, decimal& value) {
  if (!ok()) return false;
  if (const auto fault = decimal::parse(found, value)) {
    fail_value(quoted(found) + ", which " + std::string(reason(*fault)));
    return false;
  }
  if (value.is_integer()) return true;
  fail_value(quoted(found) + ", expected an integer");
  return false;
}

void Reader::fail_integer(std::string_view found, std::string_view limits) {
  fail_value(quoted(found) + ", which is out of range: the C++ type holds " + std::string(limits));
}

std::int64_t Reader::signed_integer(std::int64_t low, std::int64_t high) {
  const char* const start = at_;
  const bool negative = *start == '-';
  const Integer simple = simple_integer(start + (negative ? 1 : 0));
  std::optional<std::int64_t> value;
  if (simple.end != nullptr) [[likely]] {
    at_ = simple.end;
    const auto magnitude = static_cast<std::int64_t>(simple.magnitude);
    value = negative ? -magnitude : magnitude;
  } else {
    decimal exact;
    if (!integral(text(), exact)) return 0;
    value = exact.to_int64();
  }
  if (value && *value >= low && *value <= high) [[likely]]
    return *value;
  fail_integer({start, static_cast<std::size_t>(at_ - start - 1)}, std::to_string(low) + " to " + std::to_string(high));
  return 0;
}

std::uint64_t Reader::unsigned_integer(std::uint64_t high) {
  const char* const start = at_;
  const Integer simple = simple_integer(start);
  std::optional<std::uint64_t> value;
  if (simple.end != nullptr) [[likely]] {
    at_ = simple.end;
    value = simple.magnitude;
  } else {
    decimal exact;
    if (!integral(text(), exact)) return 0;
    value = exact.to_uint64();
  }
  if (value && *value <= high) [[likely]]
    return *value;
  fail_integer({start, static_cast<std::size_t>(at_ - start - 1)}, "0 to " + std::to_string(high));
  return 0;
}

// Correctly rounded, as from_chars is.
template <class T>
void Reader::floating(T& value) {
  std::string_view found = text();
  if (!ok()) return;
  const std::string_view written = found;
  const auto malformed = [&] { fail_value(quoted(written) + ", which is not a number"); };
  if (found.starts_with('+')) found.remove_prefix(1);
  const std::string_view unsigned_part = found.starts_with('-') && written == found ? found.substr(1) : found;
  if (unsigned_part.empty() || !(is_digit(unsigned_part[0]) || unsigned_part[0] == '.')) return malformed();
  T parsed = 0;
  const auto [end, error] = std::from_chars(found.data(), found.data() + found.size(), parsed);
  if (error == std::errc::invalid_argument || end != found.data() + found.size()) return malformed();
  const double magnitude = std::fabs(static_cast<double>(parsed));
  if (error == std::errc::result_out_of_range || magnitude > 1e126 || (parsed != 0 && magnitude < 1e-130)) {
    return fail_value(quoted(written) + ", which is out of the range of its C++ type or of DynamoDB");
  }
  value = parsed;
}

void Reader::number(double& value) {
  const char* at = at_;
  const bool negative = *at == '-';
  if (negative) ++at;
  const char* const start = at;
  std::uint64_t digits = 0;
  for (; is_digit(*at); ++at) digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
  auto count = at - start;
  std::ptrdiff_t decimals = 0;
  if (*at == '.' && count > 0) {
    const char* const point = at++;
    for (; is_digit(*at); ++at) digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
    decimals = at - point - 1;
    count += decimals;
  }
  if (*at != '"' || count == 0 || count > exact_digits) [[unlikely]]
    return floating(value);
  // Both operands are exact, so the one rounding of the division is the correct one.
  const double magnitude = static_cast<double>(digits) / powers[decimals];
  value = negative ? -magnitude : magnitude;
  at_ = at + 1;
}

void Reader::number(float& value) {
  floating(value);
}

// A number that is not in quotes.
std::string_view Reader::plain_number() {
  skip_space();
  const char* const start = at_;
  const auto digits = [&] {
    const char* const first = at_;
    while (is_digit(*at_)) ++at_;
    return at_ != first;
  };
  if (*at_ == '-') ++at_;
  bool good = digits();
  if (good && *at_ == '.') {
    ++at_;
    good = digits();
  }
  if (good && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (*at_ == '-' || *at_ == '+') ++at_;
    good = digits();
  }
  if (!good) {
    fail_syntax("a value");
    return {};
  }
  return {start, static_cast<std::size_t>(at_ - start)};
}

double Reader::read_double() {
  const std::string_view written = plain_number();
  double value = 0;
  if (std::from_chars(written.data(), written.data() + written.size(), value).ec == std::errc::result_out_of_range) {
    fail("number out of range: " + std::string(written.substr(0, 64)));
    return 0;
  }
  return value;
}

std::int64_t Reader::read_int64() {
  const std::string_view written = plain_number();
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
  if (ok() && (error != std::errc() || end != written.data() + written.size())) {
    fail("expected an integer of 64 bits, found " + std::string(written.substr(0, 64)));
    return 0;
  }
  return value;
}

}  // namespace partita::inline epoch1::wire
