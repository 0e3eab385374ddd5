// Points in time as `2026-11-21T04:55:05.123Z`.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace partita::inline epoch1::wire {

inline constexpr std::size_t iso_size = 24;

/// Writes iso_size characters; false outside of the years 0000 to 9999.
bool write_iso(std::int64_t milliseconds, char* to);
/// Takes this form alone: no other width, offset or letter case.
std::optional<std::int64_t> read_iso(std::string_view text);

}  // namespace partita::inline epoch1::wire
