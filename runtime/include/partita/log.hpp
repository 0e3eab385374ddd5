// What a client tells a log: few events, each worth a line, as names and values.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

namespace partita::inline epoch1 {

enum class LogLevel : std::uint8_t { info, warning, error };

std::string_view to_string(LogLevel level);

struct LogField {
  std::string_view name;
  std::string_view value;
};

/// docs/guide/tracing.md lists the events and their fields. Fields hold names, numbers and request ids: never a value
/// of an item, of a key or of a credential. Views are good during the call alone.
struct LogRecord {
  LogLevel level = LogLevel::info;
  std::string_view event;  ///< `breaker_changed`
  std::span<const LogField> fields;
};

/// Called on the threads of calls, and on that of an embedded engine which deletes what has expired: from several at
/// once, and so thread-safe and quick. Must not throw.
using LogSink = std::function<void(const LogRecord&)>;

}  // namespace partita::inline epoch1
