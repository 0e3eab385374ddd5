#include "config/credential_process.hpp"

#include "config/run_program.hpp"
#include "http/raw_json.hpp"

#include <charconv>
#include <cstddef>
#include <utility>

namespace partita::inline epoch1::config {
namespace {

using namespace std::chrono_literals;
using std::chrono::system_clock;

constexpr auto renew_before = 5min;
constexpr auto renew_again_after = 10s;
constexpr auto run_limit = 60s;  // a person may have to touch a key

system_clock::time_point expiry_of(const Credentials& credentials) {
  return credentials.expires.value_or(system_clock::time_point::max());
}

Error failure(const std::string& where, const std::string& what) {
  return {ErrorKind::credentials, where + ": " + what};
}

std::optional<std::string> text_member(std::string_view object, std::string_view name) {
  const auto raw = http::json_member(object, name);
  return raw ? http::json_string(*raw) : std::nullopt;
}

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int value = 0;
  for (const char c : text.substr(at, count)) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
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

std::optional<system_clock::time_point> parse_iso_time(std::string_view text) {
  using namespace std::chrono;
  const auto y = digits(text, 0, 4);
  const auto mo = digits(text, 5, 2);
  const auto d = digits(text, 8, 2);
  const auto h = digits(text, 11, 2);
  const auto mi = digits(text, 14, 2);
  const auto s = digits(text, 17, 2);
  if (!y || !mo || !d || !h || !mi || !s || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ') ||
      text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const year_month_day date{year(*y), month(static_cast<unsigned>(*mo)), day(static_cast<unsigned>(*d))};
  if (!date.ok() || *h > 23 || *mi > 59 || *s > 60) return std::nullopt;
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    at = std::min(text.find_first_not_of("0123456789", at + 1), text.size());  // fractions do not matter here
  }
  minutes offset{};
  const std::string_view zone = text.substr(at);
  if (zone != "Z" && zone != "z") {
    const auto zh = digits(zone, 1, 2);
    const auto zm = zone.size() == 6 && zone[3] == ':' ? digits(zone, 4, 2) : digits(zone, 3, 2);
    if (zone.empty() || (zone[0] != '+' && zone[0] != '-') || (zone.size() != 5 && zone.size() != 6) || !zh || !zm) {
      return std::nullopt;
    }
    offset = (zone[0] == '-' ? -1 : 1) * (hours(*zh) + minutes(*zm));
  }
  return sys_days(date) + hours(*h) + minutes(*mi) + seconds(*s) - offset;
}

Result<Credentials> parse_process_output(std::string_view text, const std::string& where) {
  const auto version = http::json_member(text, "Version");
  if (!version) return failure(where, "'credential_process' did not print a JSON object with 'Version'");
  if (*version != "1") {
    return failure(where, "'credential_process' printed version " + std::string(version->substr(0, 20)) +
                              "; only version 1 is known");
  }
  auto id = text_member(text, "AccessKeyId");
  auto secret = text_member(text, "SecretAccessKey");
  if (!id || id->empty() || !secret || secret->empty()) {
    return failure(where, "'credential_process' printed no 'AccessKeyId' or no 'SecretAccessKey'");
  }
  Credentials credentials{*std::move(id), *std::move(secret), text_member(text, "SessionToken").value_or(""),
                          std::nullopt};
  if (const auto raw = http::json_member(text, "Expiration"); raw && *raw != "null") {
    const auto expiration = http::json_string(*raw);
    if (expiration) credentials.expires = parse_iso_time(*expiration);
    if (!credentials.expires) {
      return failure(where,
                     "'credential_process' printed an 'Expiration' that is not an ISO 8601 time such as "
                     "'2026-11-21T05:09:15Z'");
    }
  }
  return credentials;
}

ProcessCredentials::ProcessCredentials(std::vector<std::string> command, std::string where, Clock clock)
    : command_(std::move(command)), where_(std::move(where)), clock_(std::move(clock)) {}

Result<Credentials> ProcessCredentials::get() {
  const std::lock_guard lock(mutex_);
  const auto now = clock_();
  if (present_) {
    const auto expiry = expiry_of(*present_);
    if (now < expiry - renew_before) return *present_;
    if (now < expiry && now < ran_ + renew_again_after) return *present_;
  }
  auto fresh = run();
  ran_ = clock_();  // the program may have taken a minute
  if (fresh && expiry_of(*fresh) <= ran_) {
    fresh = Result<Credentials>(failure(where_, "'credential_process' printed credentials that have expired"));
  }
  if (fresh) {
    present_ = *std::move(fresh);
  } else if (!present_ || expiry_of(*present_) <= ran_) {
    return fresh;
  }
  return *present_;
}

Result<Credentials> ProcessCredentials::run() const {
  const auto output = run_program(command_, where_, run_limit);
  if (!output) return output.error();
  return parse_process_output(*output, where_);
}

}  // namespace partita::inline epoch1::config
