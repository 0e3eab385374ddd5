#include "config/credentials_json.hpp"

#include "config/iso_time.hpp"
#include "http/raw_json.hpp"

#include <optional>
#include <utility>

namespace partita::inline epoch1::config {
namespace {

std::optional<std::string> text_member(std::string_view object, std::string_view name) {
  const auto raw = http::json_member(object, name);
  return raw ? http::json_string(*raw) : std::nullopt;
}

}  // namespace

Result<Credentials> parse_credentials(std::string_view json, std::string_view token_name, const std::string& who) {
  auto id = text_member(json, "AccessKeyId");
  auto secret = text_member(json, "SecretAccessKey");
  if (!id || id->empty() || !secret || secret->empty()) {
    return Error(ErrorKind::credentials,
                 who + " no JSON object that has both an 'AccessKeyId' and a 'SecretAccessKey'");
  }
  Credentials credentials{*std::move(id), *std::move(secret), text_member(json, token_name).value_or(""), std::nullopt};
  if (const auto raw = http::json_member(json, "Expiration"); raw && *raw != "null") {
    const auto expiration = http::json_string(*raw);
    if (expiration) credentials.expires = parse_iso_time(*expiration);
    if (!credentials.expires) {
      return Error(ErrorKind::credentials,
                   who + " an 'Expiration' that is not an ISO 8601 time such as '2026-11-21T05:09:15Z'");
    }
  }
  return credentials;
}

}  // namespace partita::inline epoch1::config
