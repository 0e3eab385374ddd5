// The texts of --help, made from the tables of commands and options.
#pragma once

#include <string>
#include <string_view>

namespace partita::driver {

/// The text of `partita --help` (no topic), or of `partita COMMAND --help`.
std::string help(std::string_view topic);

}  // namespace partita::driver
