// Requests that have several faults: one is told, and nothing says which. What each of them is shows in the requests
// that have it alone.
#pragma once

#include "raw_deviations.hpp"

namespace differential {

/// Whether what the engine refuses the request for is a fault of it, and the server only tells another one: there is a
/// simpler request, less one part, of the opposite condition or about another table, that the engine refuses in the
/// same words and the server for the same reason. The servers may take such requests, so that all tables have to be
/// brought into line afterwards.
bool tells_another_fault(const RawExchange& exchange, const RawServer& engine, const RawServer& server);

}  // namespace differential
