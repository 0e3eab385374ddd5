// Points in time as JSON and XML write them.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace partita::inline epoch1::config {

/// `2026-11-21T05:09:15Z`, with optional fractions and with a zone as `+01:00`.
std::optional<std::chrono::system_clock::time_point> parse_iso_time(std::string_view text);

}  // namespace partita::inline epoch1::config
