#include "embedded/values/number.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace partita::inline epoch1::embedded {

namespace {

constexpr int most_digits = 38;

// The pair of digits that a digit belongs to: 0 for ones and tens.
int pair_of(int exponent) {
  return (exponent >= 0 ? exponent : exponent - 1) / 2;
}

// Digits over the whole span of two numbers, the last one first.
constexpr int widest = most_digits + 2;
using Columns = std::array<int, widest>;

Columns columns_of(const Digits& digits, int last_exponent) {
  Columns columns{};
  for (int i = 0; i < digits.count; ++i) {
    columns[static_cast<std::size_t>(digits.exponent - i - last_exponent)] = digits.list[i];
  }
  return columns;
}

tl::unexpected<Refusal> refuse_fault(DecimalFault fault, bool underflow) {
  if (fault == DecimalFault::too_many_digits) {
    return invalid("Attempting to store more than 38 significant digits in a Number");
  }
  if (underflow) {
    return invalid("Number underflow. Attempting to store a number with magnitude smaller than supported range");
  }
  return invalid("Number overflow. Attempting to store a number with magnitude larger than supported range");
}

// Of a text that is a number, out of range.
bool is_small(std::string_view text) {
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos && exponent + 1 < text.size() && text[exponent + 1] == '-') return true;
  return exponent == std::string_view::npos && text.find_first_of("123456789") > text.find('.');
}

// a + b of the same sign, or a - b of |a| >= |b|.
Checked<decimal> combine(const Digits& a, const Digits& b, bool negative, bool subtracting) {
  const int last = std::min(a.last_exponent(), b.last_exponent());
  const int first = std::max(a.exponent, b.exponent);
  // No borrow or carry brings a span this wide back to 38 digits.
  if (first - last + 1 > widest - 1) return refuse_fault(DecimalFault::too_many_digits, false);
  Columns sum = columns_of(a, last);
  const Columns other = columns_of(b, last);
  int carry = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    int digit = sum[i] + carry + (subtracting ? -other[i] : other[i]);
    carry = digit < 0 ? -1 : digit / 10;
    digit -= carry * 10;
    sum[i] = digit;
  }
  std::string text(1, negative ? '-' : '+');
  for (auto at = sum.rbegin(); at != sum.rend(); ++at) text += static_cast<char>('0' + *at);
  text += 'e';
  text += std::to_string(last);
  decimal result;
  if (const auto fault = decimal::parse(text, result)) return refuse_fault(*fault, last < 0 && first < 0);
  return result;
}

Digits without_sign(Digits digits) {
  digits.negative = false;
  return digits;
}

bool has_greater_magnitude(const Digits& a, const Digits& b) {
  if (a.count == 0 || b.count == 0) return b.count == 0;
  if (a.exponent != b.exponent) return a.exponent > b.exponent;
  return !std::lexicographical_compare(a.list, a.list + a.count, b.list, b.list + b.count);
}

Checked<decimal> sum_of(const decimal& a, const decimal& b, bool subtracting) {
  const Digits left = digits_of(a);
  Digits right = digits_of(b);
  if (right.count == 0) return a;
  right.negative = right.negative != subtracting;
  if (left.count == 0) {
    Digits zero;
    zero.exponent = right.exponent;
    return combine(right, zero, right.negative, false);
  }
  if (left.negative == right.negative) return combine(left, right, left.negative, false);
  if (has_greater_magnitude(left, right)) return combine(left, without_sign(right), left.negative, true);
  return combine(right, without_sign(left), right.negative, true);
}

}  // namespace

Digits digits_of(std::string_view normal_form) {
  Digits digits;
  const char* at = normal_form.data();
  const char* const end = at + normal_form.size();
  if (at != end && *at == '-') {
    digits.negative = true;
    ++at;
  }
  const char* const point = std::find(at, end, '.');
  digits.exponent = static_cast<int>(point - at) - 1;
  bool any = false;
  int zeros = 0;
  for (; at != end; ++at) {
    if (*at == '.') continue;
    if (*at == '0') {
      if (any) {
        ++zeros;
      } else {
        --digits.exponent;
      }
      continue;
    }
    any = true;
    if (digits.count + zeros >= most_digits) break;  // a text that someone spoilt
    for (; zeros > 0; --zeros) digits.list[digits.count++] = 0;
    digits.list[digits.count++] = static_cast<std::uint8_t>(*at - '0');
  }
  if (digits.count == 0) digits = Digits{};
  return digits;
}

Digits digits_of(const decimal& number) {
  char text[decimal::max_text];
  return digits_of({text, static_cast<std::size_t>(number.write(text) - text)});
}

std::size_t size_of(const Digits& digits) {
  if (digits.count == 0) return 1;
  const int pairs = pair_of(digits.exponent) - pair_of(digits.last_exponent()) + 1;
  return static_cast<std::size_t>(pairs) + 1 + (digits.negative ? 1 : 0);
}

void append_sort_bytes(const Digits& digits, std::string& out) {
  constexpr char below_zero = 1;
  constexpr char zero = 2;
  constexpr char above_zero = 3;
  if (digits.count == 0) {
    out += zero;
    return;
  }
  // Each byte of a negative number is the complement of its positive counterpart's: the greater magnitude sorts first.
  const unsigned flip = digits.negative ? 0xFFU : 0U;
  const auto append = [&](unsigned byte) { out += static_cast<char>(byte ^ flip); };
  out += digits.negative ? below_zero : above_zero;
  append(static_cast<unsigned>(digits.exponent + 130));
  for (int i = 0; i < digits.count; i += 2) {
    const unsigned second = i + 1 < digits.count ? digits.list[i + 1] : 0U;
    append(digits.list[i] * 10U + second + 1);
  }
  append(0);
}

Checked<decimal> add(const decimal& a, const decimal& b) {
  return sum_of(a, b, false);
}
Checked<decimal> subtract(const decimal& a, const decimal& b) {
  return sum_of(a, b, true);
}

Checked<decimal> parse_number(std::string_view text) {
  decimal value;
  const std::optional<DecimalFault> fault = decimal::parse(text, value);
  if (!fault) return value;
  if (*fault == DecimalFault::malformed) {
    std::string message = "The parameter cannot be converted to a numeric value";
    if (!text.empty()) message.append(": ").append(text);
    return invalid(std::move(message));
  }
  return refuse_fault(*fault, is_small(text));
}

}  // namespace partita::inline epoch1::embedded
