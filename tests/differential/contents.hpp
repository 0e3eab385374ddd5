// What a table holds, as the server says it.
#pragma once

#include <partita/client.hpp>

#include <string>

namespace differential {

/// Every item of a table in one order and one spelling: servers may list the elements of a set in any order, and write
/// a number in several ways. Ends the program if it cannot be read.
std::string contents(const partita::Client& client, const std::string& table);

}  // namespace differential
