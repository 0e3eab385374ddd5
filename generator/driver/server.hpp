// `partita serve`: a program of its own, beside the tool.
#pragma once

#include "driver/failure.hpp"

#include <string>
#include <vector>

namespace partita::driver {

/// Has this process go on as `partita-serve`, with these arguments. Returns only where that was not possible.
Failure become_server(const std::vector<std::string>& arguments);

}  // namespace partita::driver
