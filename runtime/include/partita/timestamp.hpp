// A point in time, stored as a Number or as an ISO 8601 string.
#pragma once

#include <compare>
#include <cstdint>

namespace partita::inline epoch1 {

/// How a point in time is stored, and with it its resolution.
enum class TimestampFormat : std::uint8_t {
  milliseconds,  ///< a Number of milliseconds since the Unix epoch
  seconds,       ///< a Number of seconds since the Unix epoch, what DynamoDB's time to live reads
  iso,           ///< a String of fixed width, `2026-11-21T04:55:05.123Z`: sorts by time; years 0000 to 9999
};

/// A point in time in UTC, counted since the Unix epoch without leap seconds. A plain value; a default-constructed one
/// is the epoch. `<partita/chrono.hpp>` converts from and to std::chrono.
template <TimestampFormat Format>
class basic_timestamp {
 public:
  static constexpr TimestampFormat format = Format;
  /// Milliseconds in one step of this type.
  static constexpr std::int64_t resolution = Format == TimestampFormat::seconds ? 1000 : 1;

  // What makes it a time point for templates that go by shape.
  using clock = basic_timestamp;
  using duration = std::int64_t;

  constexpr basic_timestamp() = default;

  /// Rounds down where the resolution is a second.
  static constexpr basic_timestamp from_milliseconds(std::int64_t since_epoch) {
    const std::int64_t rest = since_epoch % resolution;
    return basic_timestamp(since_epoch / resolution - (rest < 0 ? 1 : 0));
  }
  /// `since_epoch` must lie within 292 million years of the epoch.
  static constexpr basic_timestamp from_seconds(std::int64_t since_epoch) {
    return basic_timestamp(since_epoch * (1000 / resolution));
  }

  constexpr std::int64_t milliseconds() const { return count_ * resolution; }
  /// Rounded down.
  constexpr std::int64_t seconds() const {
    constexpr std::int64_t in_second = 1000 / resolution;
    return count_ / in_second - (count_ % in_second < 0 ? 1 : 0);
  }

  friend constexpr bool operator==(const basic_timestamp&, const basic_timestamp&) = default;
  friend constexpr auto operator<=>(const basic_timestamp&, const basic_timestamp&) = default;

 private:
  constexpr explicit basic_timestamp(std::int64_t count) : count_(count) {}

  std::int64_t count_ = 0;
};

using timestamp = basic_timestamp<TimestampFormat::milliseconds>;
using seconds_timestamp = basic_timestamp<TimestampFormat::seconds>;
using iso_timestamp = basic_timestamp<TimestampFormat::iso>;

}  // namespace partita::inline epoch1
