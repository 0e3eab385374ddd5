// Runs a program and takes what it prints.
#pragma once

#include <partita/result.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace partita::inline epoch1::config {

/// Runs `command[0]` (found on PATH) without a shell; standard input is empty, standard error is this process's.
/// Returns its standard output. Fails with kind `credentials`, prefixed by `where`: cannot be started, exit status
/// other than 0, killed, more than 1 MB of output, or not done within `limit` (then it is killed).
Result<std::string> run_program(const std::vector<std::string>& command, const std::string& where,
                                std::chrono::milliseconds limit);

}  // namespace partita::inline epoch1::config
