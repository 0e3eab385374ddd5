// Stores std::chrono::sys_time: as a Number of seconds or of milliseconds since the Unix epoch, by its duration.
#pragma once

#include <partita/wire/values.hpp>

#include <chrono>

namespace partita::inline epoch1::wire {

template <class Duration>
  requires std::is_same_v<Duration, std::chrono::seconds> || std::is_same_v<Duration, std::chrono::milliseconds>
struct Instant<std::chrono::sys_time<Duration>> {
  using Time = std::chrono::sys_time<Duration>;
  static constexpr bool is_seconds = std::is_same_v<Duration, std::chrono::seconds>;
  static constexpr TimestampFormat format = is_seconds ? TimestampFormat::seconds : TimestampFormat::milliseconds;
  static constexpr std::int64_t resolution = is_seconds ? 1000 : 1;
  static constexpr std::int64_t count(Time time) { return time.time_since_epoch().count(); }
  static constexpr Time make(std::int64_t count) { return Time(Duration(count)); }
};

}  // namespace partita::inline epoch1::wire
