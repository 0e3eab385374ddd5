// Spoils a request in one place.
#pragma once

#include "raw_tables.hpp"

#include <string>

namespace differential {

/// Changes `body`, and says how.
std::string mutate(Rng& rng, Json& body);

}  // namespace differential
