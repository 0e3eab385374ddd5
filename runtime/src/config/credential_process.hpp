// Credentials from a program: `credential_process` of a profile.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
#pragma once

#include "config/refreshing_credentials.hpp"

#include <partita/credentials.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::config {

/// Splits a command into words: blanks separate, single and double quotes group, a backslash takes the next character
/// as it is (not in single quotes). No shell is involved, so nothing else is special: no variables, pipes or globs.
Result<std::vector<std::string>> split_command(std::string_view command, const std::string& where);

/// Runs the command; RefreshingCredentials says when.
class ProcessCredentials final : public RefreshingCredentials {
 public:
  ProcessCredentials(std::vector<std::string> command, std::string where, Clock clock);
};

/// Parses what such a program prints: a JSON object with `Version` 1. Never quotes it in errors: it holds a secret.
Result<Credentials> parse_process_output(std::string_view text, const std::string& where);

}  // namespace partita::inline epoch1::config
