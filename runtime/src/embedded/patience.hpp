// How long a request waits for what another one holds.
#pragma once

#include <partita/call_options.hpp>

#include <algorithm>
#include <chrono>
#include <optional>

namespace partita::inline epoch1::embedded {

/// Until either. Without both there is no end to it.
struct Patience {
  std::optional<std::chrono::steady_clock::time_point> deadline{};
  StopSignal stop{};

  bool is_over() const { return stop.requested() || (deadline && *deadline <= std::chrono::steady_clock::now()); }
  /// How long to wait before asking again whether it is over: `most`, or less. Never negative.
  std::chrono::milliseconds next_wait(std::chrono::milliseconds most) const {
    if (!deadline) return most;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
    return std::clamp(left, std::chrono::milliseconds(0), most);
  }
};

}  // namespace partita::inline epoch1::embedded
