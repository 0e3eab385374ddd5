// Options whose callbacks tell the log too.
#pragma once

#include <partita/breaker_options.hpp>
#include <partita/log.hpp>
#include <partita/pool_options.hpp>

namespace partita::inline epoch1 {

BreakerOptions with_log(BreakerOptions options, const LogSink& log);
PoolOptions with_log(PoolOptions options, const LogSink& log);

}  // namespace partita::inline epoch1
