// Exact decimal numbers, as DynamoDB stores them.
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1 {

/// Why a text is no decimal.
enum class DecimalFault : std::uint8_t {
  malformed,        ///< not a number
  too_many_digits,  ///< more than 38 significant digits
  out_of_range,     ///< magnitude not within 1E-130 to 9.9999999999999999999999999999999999999E+125
};

/// A number of up to 38 significant digits, 0 or of magnitude 1E-130 to 9.9999999999999999999999999999999999999E+125:
/// every Number that DynamoDB can hold, and nothing else. Compares by value: 1.0 is 1. For amounts and identifiers that
/// must survive exactly; it stores and compares, it does not calculate.
class decimal {
 public:
  constexpr decimal() = default;

  template <std::integral T>
  constexpr decimal(T value)  // NOLINT(google-explicit-constructor): every integer is a decimal
      : decimal(value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value), value < 0) {}

  /// Takes `1`, `-0.5`, `1E+3`, `1e3`, `.5`, `+2`; nullopt if the text is no number, or not one that DynamoDB can hold.
  static std::optional<decimal> parse(std::string_view text);
  /// The same with the reason; `value` is unchanged after a fault.
  static std::optional<DecimalFault> parse(std::string_view text, decimal& value);

  /// DynamoDB's normal form: plain digits, no exponent, no needless zeros: `-1200`, `0.05`.
  std::string to_string() const;
  /// Writes the same to `to`, which has room for `max_text` characters, and returns the end.
  char* write(char* to) const;
  static constexpr std::size_t max_text = 176;

  /// The value as an integer; nullopt if it is not one, or too large.
  std::optional<std::int64_t> to_int64() const;
  std::optional<std::uint64_t> to_uint64() const;
  bool is_integer() const;

  friend constexpr bool operator==(const decimal&, const decimal&) = default;
  friend constexpr std::strong_ordering operator<=>(const decimal& a, const decimal& b) {
    if (a.negative_ != b.negative_) return b.negative_ <=> a.negative_;
    return a.negative_ ? b.compare_magnitude(a) : a.compare_magnitude(b);
  }

  std::size_t hash() const;

 private:
  constexpr decimal(std::uint64_t magnitude, bool negative) : negative_(negative) {
    if (magnitude == 0) return;
    exponent_ = 18;
    constexpr std::uint64_t limit = 10'000'000'000'000'000'000U;
    if (magnitude >= limit) {  // 20 digits
      low_ = magnitude % 10 * (limit / 10);
      magnitude /= 10;
      exponent_ = 19;
    }
    for (; magnitude < limit / 10; magnitude *= 10) --exponent_;
    high_ = magnitude;
  }

  constexpr std::strong_ordering compare_magnitude(const decimal& other) const {
    // Zero has exponent 0, and 0.5 has -1: the digits decide whether there is a value at all.
    if (high_ == 0 || other.high_ == 0) return high_ <=> other.high_;
    if (exponent_ != other.exponent_) return exponent_ <=> other.exponent_;
    if (high_ != other.high_) return high_ <=> other.high_;
    return low_ <=> other.low_;
  }

  // 38 digits, the first one not 0: high_ holds 19 and low_ holds 19. The value is d.ddd... times 10 to the exponent_.
  std::uint64_t high_ = 0;
  std::uint64_t low_ = 0;
  std::int16_t exponent_ = 0;
  bool negative_ = false;
};

}  // namespace partita::inline epoch1

template <>
struct std::hash<partita::decimal> {
  std::size_t operator()(const partita::decimal& value) const noexcept { return value.hash(); }
};
