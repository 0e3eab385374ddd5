#include <partita/decimal.hpp>
#include <partita/wire/writer.hpp>

#include <charconv>
#include <cmath>

namespace partita::inline epoch1::wire {

namespace {

// A number with up to four decimals, such as a price. Of at most 15 digits, so no shorter text means the same double.
// Null if the value is not one.
char* write_short(double value, char* to) {
  constexpr double limit = 1e11;
  constexpr std::int64_t unit = 10'000;
  if (!(value > -limit && value < limit)) return nullptr;
  const double scaled = value * static_cast<double>(unit);
  auto whole = static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5));
  if (static_cast<double>(whole) / static_cast<double>(unit) != value) return nullptr;
  if (whole < 0) {
    *to++ = '-';
    whole = -whole;
  }
  to = std::to_chars(to, to + 20, whole / unit).ptr;
  auto fraction = static_cast<int>(whole % unit);
  if (fraction == 0) return to;
  *to++ = '.';
  for (int digit = 1000; fraction != 0; digit /= 10) {
    *to++ = static_cast<char>('0' + fraction / digit);
    fraction %= digit;
  }
  return to;
}

}  // namespace

// `room` may move the buffer: it is called before anything else is computed from it.
void Writer::integer(std::int64_t value) {
  char* const to = room(20);
  at_ = std::to_chars(to, to + 20, value).ptr;
}
void Writer::integer(std::uint64_t value) {
  char* const to = room(20);
  at_ = std::to_chars(to, to + 20, value).ptr;
}

// The shortest text that reads back as the same value.
template <class T>
void Writer::shortest(T value) {
  if (std::isnan(value)) return fail("is NaN, which DynamoDB cannot store");
  if (std::isinf(value)) return fail("is infinite, which DynamoDB cannot store");
  char* const to = room(40);
  at_ = std::to_chars(to, to + 40, value).ptr;
}

void Writer::number(double value) {
  if (char* const end = write_short(value, room(40))) {
    at_ = end;
    return;
  }
  const double magnitude = std::fabs(value);
  if (magnitude < 1e-130 || (magnitude > 1e126 && !std::isinf(value))) {
    return fail("is outside of the numbers that DynamoDB can store: 0, and magnitudes of 1E-130 to 9.99E+125");
  }
  // The double nearest to 1E+126 lies below it, within the range; its shortest text does not.
  if (magnitude == 1e126) return raw(value < 0 ? "-9.9999999999999992e+125" : "9.9999999999999992e+125");
  shortest(value);
}

void Writer::number(float value) {
  // Every finite float is within the range; -0 is stored as 0.
  shortest(value == 0 ? 0.0F : value);
}

void Writer::number(const decimal& value) {
  at_ = value.write(room(decimal::max_text));
}

}  // namespace partita::inline epoch1::wire
