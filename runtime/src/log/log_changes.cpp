#include "log/log_changes.hpp"

#include "log/log_event.hpp"

#include <utility>

namespace partita::inline epoch1 {
namespace {

std::string_view name_of(BreakerState state) {
  switch (state) {
    case BreakerState::closed:
      return "closed";
    case BreakerState::open:
      return "open";
    case BreakerState::half_open:
      return "half_open";
  }
  return "";
}

}  // namespace

BreakerOptions with_log(BreakerOptions options, const LogSink& log) {
  if (!log) return options;
  options.on_change = [log, also = std::move(options.on_change)](BreakerClass which, BreakerState state) {
    LogEvent(state == BreakerState::open ? LogLevel::error : LogLevel::info, "breaker_changed")
        .with("class", which == BreakerClass::reads ? "reads" : "writes")
        .with("state", name_of(state))
        .tell(log);
    if (also) also(which, state);
  };
  return options;
}

PoolOptions with_log(PoolOptions options, const LogSink& log) {
  if (!log) return options;
  options.on_pressure = [log, also = std::move(options.on_pressure)](const PoolCounts& counts) {
    LogEvent(LogLevel::warning, "pool_pressure")
        .with("in_use", counts.in_use)
        .with("max_connections", counts.max_connections)
        .with("waiting", counts.waiting)
        .tell(log);
    if (also) also(counts);
  };
  return options;
}

}  // namespace partita::inline epoch1
