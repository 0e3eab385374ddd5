#pragma once

#include <cstdint>

namespace faults {

/// Workers at full rate through proxies that spoil 30 % of their requests, break connections and die now and then: half
/// of them have a thread each, half are coroutines on an event loop; a third of either have a client with hedges and
/// bulkheads, a third one whose pool is full, with a Redis that comes and goes. Prints what happened; 0 if all holds
/// that must. `overrun_ms`: the largest that calls may overrun their limits by, at the 99.9th percentile.
int run(int seconds, std::uint64_t seed, double overrun_ms);

/// A server that is dead for some seconds: refusing connections, then silent. 0 if the breaker opens in time, calls
/// fail within `refusal_ms` (99th percentile) while it is open, and go on when the server is back.
int dead_server(int seconds, double refusal_ms);

}  // namespace faults
