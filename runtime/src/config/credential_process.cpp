#include "config/credential_process.hpp"

#include "config/credentials_json.hpp"
#include "config/run_program.hpp"
#include "http/raw_json.hpp"

#include <chrono>
#include <cstddef>
#include <utility>

namespace partita::inline epoch1::config {
namespace {

using namespace std::chrono_literals;

constexpr auto run_limit = 60s;  // a person may have to touch a key

Error failure(const std::string& where, const std::string& what) {
  return {ErrorKind::credentials, where + ": " + what};
}

}  // namespace

Result<std::vector<std::string>> split_command(std::string_view command, const std::string& where) {
  std::vector<std::string> words;
  bool in_word = false;
  char quote = '\0';
  for (std::size_t at = 0; at < command.size(); ++at) {
    const char c = command[at];
    if (quote == '\0' && (c == ' ' || c == '\t' || c == '\n')) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (quote != '\0' && c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == '\\' && quote != '\'' && at + 1 < command.size()) {
      words.back() += command[++at];
    } else {
      words.back() += c;
    }
  }
  if (quote != '\0') return failure(where, "'credential_process' has a quote that does not end");
  if (words.empty() || words.front().empty()) return failure(where, "'credential_process' names no program");
  return words;
}

Result<Credentials> parse_process_output(std::string_view text, const std::string& where) {
  const auto version = http::json_member(text, "Version");
  if (!version) return failure(where, "'credential_process' did not print a JSON object with 'Version'");
  if (*version != "1") {
    return failure(where, "'credential_process' printed version " + std::string(version->substr(0, 20)) +
                              "; only version 1 is known");
  }
  return parse_credentials(text, "SessionToken", where + ": 'credential_process' printed");
}

ProcessCredentials::ProcessCredentials(std::vector<std::string> command, std::string where, Clock clock)
    : RefreshingCredentials(where, std::move(clock), [command = std::move(command), where]() -> Result<Credentials> {
        const auto output = run_program(command, where, run_limit);
        if (!output) return output.error();
        return parse_process_output(*output, where);
      }) {}

}  // namespace partita::inline epoch1::config
