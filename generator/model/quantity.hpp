// Rates, durations and sizes, as both notations spell them: `100/s`, `5m`, `2KB`. A number and its unit, without
// blanks.
#pragma once

#include <tl/expected.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace partita::model {

/// A mistake in the text of a quantity, and the bytes that it is about.
struct QuantityError {
  std::string message;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::optional<std::string> replacement;  ///< of these bytes, where they clearly misspell a unit
};

/// `100/s`, `0.5/s`, `90/min`, `2000/h`, `1000000/d`: how often a second. More than 0.
tl::expected<double, QuantityError> parse_rate(std::string_view text);

/// `30s`, `5m`, `12h`, `7d`: a whole number, more than 0.
tl::expected<std::chrono::seconds, QuantityError> parse_duration(std::string_view text);

/// `700B`, `2KB`: in bytes; a KB is 1,024 of them, as in all of DynamoDB's units and limits. A whole number, more than
/// 0.
tl::expected<std::uint64_t, QuantityError> parse_size(std::string_view text);

}  // namespace partita::model
