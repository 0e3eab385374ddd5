// Conversions between Partita's timestamps and std::chrono. A header of its own, since <chrono> is dear to include.
#pragma once

#include <partita/timestamp.hpp>

#include <chrono>

namespace partita::inline epoch1 {

/// Rounds down to the resolution of the timestamp: `to_timestamp(std::chrono::system_clock::now())` has milliseconds.
template <class Timestamp = timestamp, class Duration>
constexpr Timestamp to_timestamp(std::chrono::sys_time<Duration> time) {
  return Timestamp::from_milliseconds(std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count());
}

template <TimestampFormat Format>
constexpr std::chrono::sys_time<std::chrono::milliseconds> to_sys_time(basic_timestamp<Format> time) {
  return std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(time.milliseconds()));
}

}  // namespace partita::inline epoch1
