// The tables that a request is about.
#pragma once

#include <partita/embedded_faults.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::embedded {

/// Of a transaction one for each of its actions, in their order; of a batch each once. Empty for a request that is
/// about none, and for a body that the engine will refuse.
std::vector<std::string> tables_of(std::string_view body);

/// How many keys or writes a batch has for the tables of the fault. 0 for a body that the engine cannot read.
std::size_t count_entries(const EmbeddedFault& fault, std::string_view operation, std::string_view body);

}  // namespace partita::inline epoch1::embedded
