// Reads arbitrary bytes as a request to `partita serve`: lines of headers, an empty line, and the body. Nothing may
// break; a refusal is JSON, and what carries a right signature does so for no other body, secret or time.

#include "embedded/refusal.hpp"
#include "report.hpp"
#include "serve/exchange.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace {

using namespace partita::serve;
using std::chrono::sys_days;
using std::chrono::system_clock;

const partita::Credentials credentials{.access_key_id = "AKIDEXAMPLE", .secret_access_key = "secret"};
const partita::Credentials others{.access_key_id = "AKIDEXAMPLE", .secret_access_key = "another"};
const system_clock::time_point now = sys_days(std::chrono::year(2026) / 1 / 1);  // of the seeds' signatures

using Headers = std::map<std::string, std::string>;

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& each : lower) {
    if (each >= 'A' && each <= 'Z') each = static_cast<char>(each - 'A' + 'a');
  }
  return lower;
}

// `text` is left with what follows the empty line.
Headers take_headers(std::string_view& text) {
  Headers headers;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (line.empty()) break;
    const std::size_t colon = std::min(line.size(), line.find(':'));
    headers.emplace(in_lower_case(line.substr(0, colon)), line.substr(std::min(line.size(), colon + 1)));
  }
  return headers;
}

bool is_refused(const HeaderOf& header, std::string_view body, const partita::Credentials& by,
                system_clock::time_point when) {
  return examine(header, body, by, when).refusal.has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string_view body = text;
  const Headers headers = take_headers(body);
  const HeaderOf header = [&](const std::string& name) -> std::optional<std::string_view> {
    const auto found = headers.find(in_lower_case(name));
    if (found == headers.end()) return std::nullopt;
    return found->second;
  };

  const Asked asked = examine(header, body, credentials, now);
  if (asked.refusal) {
    const Answer answer = to_answer(*asked.refusal);
    if (answer.status != 400 || !nlohmann::json::accept(answer.body)) report("a refusal is none", answer.body);
    return 0;
  }
  if ("DynamoDB_20120810." + asked.operation != headers.at("x-amz-target")) report("another operation", text);
  if (!is_refused(header, std::string(body) + " ", credentials, now)) report("a body is not signed", text);
  if (!is_refused(header, body, others, now)) report("a secret makes no difference", text);
  for (const auto skew : {std::chrono::minutes(-10), std::chrono::minutes(10)}) {
    // A signature is good for five minutes either way.
    if (!is_refused(header, body, credentials, now + skew)) report("a signature does not end", text);
  }
  return 0;
}
