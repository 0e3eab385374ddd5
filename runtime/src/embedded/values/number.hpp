// Numbers as their digits: size, sums, and bytes that sort as the numbers do.
#pragma once

#include "embedded/refusal.hpp"

#include <partita/decimal.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace partita::inline epoch1::embedded {

/// The significant digits of a number; none of zero.
struct Digits {
  std::uint8_t list[38] = {};
  int count = 0;
  int exponent = 0;  ///< of the first digit: 0 for ones
  bool negative = false;

  int last_exponent() const { return exponent - count + 1; }
};

/// Of a text in decimal's normal form.
Digits digits_of(std::string_view normal_form);
Digits digits_of(const decimal& number);

/// What a number counts for in the size of its item.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
std::size_t size_of(const Digits& digits);

/// Appends 1 to 22 bytes. Those of two numbers compare as the numbers do, and none are the beginning of another's.
void append_sort_bytes(const Digits& digits, std::string& out);

/// Refused if the result has more than 38 digits, or is out of range.
Checked<decimal> add(const decimal& a, const decimal& b);
Checked<decimal> subtract(const decimal& a, const decimal& b);

/// Reads a number of a request.
Checked<decimal> parse_number(std::string_view text);

}  // namespace partita::inline epoch1::embedded
