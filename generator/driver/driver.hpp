// The commands of the tool, from arguments to exit code.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace partita::driver {

/// The contract with scripts and build systems.
enum ExitCode : std::uint8_t {
  exit_ok = 0,        ///< nothing to say
  exit_findings = 1,  ///< findings at error level
  exit_usage = 2,     ///< wrong use of the command line
  exit_failure = 3,   ///< a file that cannot be read or written, or an internal fault
};

/// Runs one command. Prints to stdout and stderr; reads and writes files.
int run(const std::vector<std::string>& arguments);

}  // namespace partita::driver
