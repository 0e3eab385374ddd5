// Requests that have several faults: one is told, and nothing says which. What each of them is shows in the requests
// that lack another one.
#pragma once

#include "raw_deviations.hpp"

namespace differential {

/// Whether what the engine refuses the request for is a fault of it, and the server only tells another one: there is a
/// request like it, less one part, of the opposite condition or about another table, that both refuse in the engine's
/// words. The server may take such requests, so that all tables have to be brought into line afterwards.
bool tells_another_fault(const RawExchange& exchange, const RawServer& engine, const RawServer& server);

}  // namespace differential
