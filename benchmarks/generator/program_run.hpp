// Runs other programs and reports what they cost.
#pragma once

#include <string>
#include <vector>

namespace partita::benchmarks {

/// Runs a program to its end and returns its user and system time in milliseconds, children included. Its output is
/// dropped. A program that cannot be run or fails ends this one, with the command on stderr.
double cpu_milliseconds(const std::vector<std::string>& command);

/// What the program writes on stdout. Ends this program as above.
std::string output_of(const std::vector<std::string>& command);

}  // namespace partita::benchmarks
