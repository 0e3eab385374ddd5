// How clients wait before they ask again.
#pragma once

#include <partita/call_options.hpp>

#include <chrono>
#include <cstdint>
#include <functional>

namespace partita::inline epoch1 {

inline constexpr std::chrono::milliseconds throttled_base{100};  ///< before the first repeat of what was throttled
inline constexpr std::chrono::milliseconds longest_wait{20000};
/// What a caller means by an even longer time, milliseconds::max() say, which in nanoseconds would overflow. Twice of
/// it can be added to a time.
inline constexpr std::chrono::milliseconds century = std::chrono::hours(24 * 365 * 100);
inline constexpr std::chrono::milliseconds stop_poll{25};  ///< how often whoever waits looks at a stop signal
inline constexpr int default_max_attempts = 4;             ///< the first one included
inline constexpr std::uint32_t default_retry_budget = 100;

/// A generator of [0, 1), seeded by the system. Thread-safe.
std::function<double()> seeded_random();

/// A number of [0, 1), of its own for each number of a row that goes up by `golden_step`: SplitMix64.
double scattered(std::uint64_t number);
inline constexpr std::uint64_t golden_step = 0x9E3779B97F4A7C15U;

/// Whether what is `left` of a call is too short for its failure to say anything of a server, which has `timeout` to
/// answer.
bool is_hurry(std::chrono::milliseconds left, std::chrono::milliseconds timeout);

/// Lets the thread go on with others where the call is on a fiber. False if the call was cancelled meanwhile.
bool sleep_on_this_thread(std::chrono::nanoseconds time, const StopSignal& stop);

/// The wait behind attempt number `attempt`, counted from 1: that share ([0, 1]) of min(cap, base * 2^(attempt-1)).
std::chrono::nanoseconds full_jitter(std::chrono::nanoseconds base, std::chrono::nanoseconds cap, int attempt,
                                     double share);

}  // namespace partita::inline epoch1
