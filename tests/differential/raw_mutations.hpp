// Spoils a request in one place.
#pragma once

#include "raw_tables.hpp"

#include <string>

namespace differential {

/// Changes `body`, and says how.
std::string mutate(Rng& rng, Json& body);

/// What `mutate_text` says of a second member of a name.
inline constexpr const char* member_twice = "a member twice";

/// The same for the text, which may be no JSON any more; but of a request that writes, UTF-8.
std::string mutate_text(Rng& rng, std::string& body, bool writes);

}  // namespace differential
