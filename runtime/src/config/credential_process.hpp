// Credentials from a program: `credential_process` of a profile.
// https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
#pragma once

#include "config/credentials_chain.hpp"

#include <partita/credentials.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::config {

/// Splits a command into words: blanks separate, single and double quotes group, a backslash takes the next character
/// as it is (not in single quotes). No shell is involved, so nothing else is special: no variables, pipes or globs.
Result<std::vector<std::string>> split_command(std::string_view command, const std::string& where);

/// Runs the command when credentials are first needed and again from five minutes before they expire. Thread-safe: one
/// thread runs it, others wait. A failed renewal is not felt as long as the present credentials are valid, and as long
/// as they are the command is not run again within ten seconds of its last end: neither when it fails, nor when what it
/// prints lives for less than five minutes.
class ProcessCredentials final : public CredentialsProvider {
 public:
  ProcessCredentials(std::vector<std::string> command, std::string where, Clock clock);
  Result<Credentials> get() override;

 private:
  Result<Credentials> run() const;

  const std::vector<std::string> command_;
  const std::string where_;
  const Clock clock_;
  std::mutex mutex_;
  std::optional<Credentials> present_;
  std::chrono::system_clock::time_point ran_{};  // when the last run ended
};

/// Parses what such a program prints: a JSON object with `Version` 1. Never quotes it in errors: it holds a secret.
Result<Credentials> parse_process_output(std::string_view text, const std::string& where);

/// `2026-11-21T05:09:15Z`, with optional fractions and with a zone as `+01:00`.
std::optional<std::chrono::system_clock::time_point> parse_iso_time(std::string_view text);

}  // namespace partita::inline epoch1::config
