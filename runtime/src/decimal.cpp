#include <partita/decimal.hpp>

#include <cstring>

namespace partita::inline epoch1 {

namespace {

constexpr int digits_half = 19;
constexpr int digits_max = 38;
constexpr int exponent_min = -130;
constexpr int exponent_max = 125;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The digits of a text, without leading and trailing zeros.
struct Digits {
  char list[digits_max];
  int count = 0;  // significant ones so far, including zeros not yet known to be trailing
  int zeros = 0;  // pending zeros behind them
  bool too_many = false;

  void add(char c) {
    if (c == '0') {
      if (count != 0) ++zeros;
      return;
    }
    // A long run of zeros inside the number is as good as too many digits; the sum cannot overflow.
    if (count + zeros + 1 > digits_max) {
      too_many = true;
      return;
    }
    for (; zeros > 0; --zeros) list[count++] = '0';
    list[count++] = c;
  }
};

}  // namespace

std::optional<DecimalFault> decimal::parse(std::string_view text, decimal& value) {
  const char* at = text.data();
  const char* const end = at + text.size();
  decimal result;
  if (at != end && (*at == '-' || *at == '+')) result.negative_ = *at++ == '-';

  Digits digits;
  std::int64_t exponent = -1;  // of the first significant digit
  bool any = false;
  for (; at != end && is_digit(*at); ++at) {
    any = true;
    digits.add(*at);
    if (digits.count != 0) ++exponent;
  }
  if (at != end && *at == '.') {
    for (++at; at != end && is_digit(*at); ++at) {
      any = true;
      digits.add(*at);
      if (digits.count == 0) --exponent;
    }
  }
  if (!any) return DecimalFault::malformed;
  if (at != end && (*at == 'e' || *at == 'E')) {
    ++at;
    const bool negative = at != end && *at == '-';
    if (at != end && (*at == '-' || *at == '+')) ++at;
    if (at == end) return DecimalFault::malformed;
    std::int64_t written = 0;
    for (; at != end && is_digit(*at); ++at) {
      if (written < 1'000'000'000'000) written = written * 10 + (*at - '0');
    }
    exponent += negative ? -written : written;
  }
  if (at != end) return DecimalFault::malformed;

  if (digits.count == 0) {
    value = decimal();
    return std::nullopt;
  }
  if (exponent < exponent_min || exponent > exponent_max) return DecimalFault::out_of_range;
  if (digits.too_many) return DecimalFault::too_many_digits;
  for (int i = 0; i < digits_max; ++i) {
    std::uint64_t& half = i < digits_half ? result.high_ : result.low_;
    half = half * 10 + static_cast<std::uint64_t>(i < digits.count ? digits.list[i] - '0' : 0);
  }
  result.exponent_ = static_cast<std::int16_t>(exponent);
  value = result;
  return std::nullopt;
}

std::optional<decimal> decimal::parse(std::string_view text) {
  decimal value;
  if (parse(text, value)) return std::nullopt;
  return value;
}

char* decimal::write(char* to) const {
  char digits[digits_max];
  std::uint64_t high = high_;
  std::uint64_t low = low_;
  for (int i = digits_half; i-- > 0; high /= 10, low /= 10) {
    digits[i] = static_cast<char>('0' + high % 10);
    digits[i + digits_half] = static_cast<char>('0' + low % 10);
  }
  int count = digits_max;
  while (count > 0 && digits[count - 1] == '0') --count;
  if (count == 0) {
    *to++ = '0';
    return to;
  }
  if (negative_) *to++ = '-';
  int at = 0;
  if (exponent_ < 0) {
    *to++ = '0';
  } else {
    for (; at <= exponent_; ++at) *to++ = at < count ? digits[at] : '0';
  }
  if (at >= count) return to;
  *to++ = '.';
  for (int zeros = exponent_ + 1; zeros < 0; ++zeros) *to++ = '0';
  std::memcpy(to, digits + at, static_cast<std::size_t>(count - at));
  return to + (count - at);
}

std::string decimal::to_string() const {
  char text[max_text];
  return {text, write(text)};
}

bool decimal::is_integer() const {
  if (high_ == 0) return true;
  char text[max_text];
  return std::memchr(text, '.', static_cast<std::size_t>(write(text) - text)) == nullptr;
}

std::optional<std::uint64_t> decimal::to_uint64() const {
  if (high_ == 0) return 0;
  if (negative_ || exponent_ > digits_half || !is_integer()) return std::nullopt;
  std::uint64_t value = high_;
  for (int i = exponent_; i < digits_half - 1; ++i) value /= 10;
  if (exponent_ == digits_half) {
    const std::uint64_t last = low_ / 1'000'000'000'000'000'000U;
    if (value > (~std::uint64_t{0} - last) / 10) return std::nullopt;
    value = value * 10 + last;
  }
  return value;
}

std::optional<std::int64_t> decimal::to_int64() const {
  decimal magnitude = *this;
  magnitude.negative_ = false;
  const std::optional<std::uint64_t> value = magnitude.to_uint64();
  constexpr std::uint64_t limit = std::uint64_t{1} << 63U;
  if (!value || *value > limit || (*value == limit && !negative_)) return std::nullopt;
  return static_cast<std::int64_t>(negative_ ? 0 - *value : *value);
}

std::size_t decimal::hash() const {
  std::uint64_t mixed = high_ * 0x9E3779B97F4A7C15U;
  mixed ^= (low_ + static_cast<std::uint64_t>(exponent_) * 2 + (negative_ ? 1 : 0)) * 0xC2B2AE3D27D4EB4FU;
  return static_cast<std::size_t>(mixed ^ (mixed >> 29U));
}

}  // namespace partita::inline epoch1
