// The tables that a request is about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

/// Of a transaction one for each of its actions, in their order; of a batch each once. Empty for a request that is
/// about none, and for a body that the engine will refuse.
std::vector<std::string> tables_of(std::string_view body);

}  // namespace partita::inline epoch1::embedded
