#include "serve/signature.hpp"

#include "http/sigv4.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace partita::serve {
namespace {

using embedded::Refusal;

Refusal incomplete(std::string message) {
  return {"IncompleteSignatureException", std::move(message)};
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find(at); end != std::string_view::npos; end = text.find(at)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

struct Authorization {
  std::string_view credential;
  std::string_view signed_headers;
  std::string_view signature;
};

// AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...
std::optional<Authorization> parse(std::string_view value) {
  constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
  if (!value.starts_with(algorithm)) return std::nullopt;
  value.remove_prefix(algorithm.size());
  Authorization found;
  for (const std::string_view part : split(value, ',')) {
    const std::string_view field = trimmed(part);
    const auto equals = field.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string_view name = field.substr(0, equals);
    const std::string_view text = field.substr(equals + 1);
    if (name == "Credential") found.credential = text;
    if (name == "SignedHeaders") found.signed_headers = text;
    if (name == "Signature") found.signature = text;
  }
  if (found.credential.empty() || found.signed_headers.empty() || found.signature.empty()) return std::nullopt;
  return found;
}

// YYYYMMDDTHHMMSSZ
std::optional<std::chrono::sys_seconds> parse_date(std::string_view date) {
  constexpr std::string_view form = "00000000T000000Z";
  const auto fits = [](char c, char like) { return like == '0' ? c >= '0' && c <= '9' : c == like; };
  if (!std::equal(date.begin(), date.end(), form.begin(), form.end(), fits)) return std::nullopt;
  const auto two = [&](std::size_t at) { return (date[at] - '0') * 10 + (date[at + 1] - '0'); };
  const std::chrono::year_month_day day{std::chrono::year(two(0) * 100 + two(2)),
                                        std::chrono::month(static_cast<unsigned>(two(4))),
                                        std::chrono::day(static_cast<unsigned>(two(6)))};
  if (!day.ok() || two(9) > 23 || two(11) > 59 || two(13) > 59) return std::nullopt;
  return std::chrono::sys_days(day) + std::chrono::hours(two(9)) + std::chrono::minutes(two(11)) +
         std::chrono::seconds(two(13));
}

}  // namespace

std::optional<Refusal> check_signature(const HeaderOf& header, std::string_view body, const Credentials& credentials,
                                       std::chrono::system_clock::time_point now) {
  const auto authorization = header("authorization");
  const auto date = header("x-amz-date");
  const auto parsed = authorization ? parse(*authorization) : std::nullopt;
  if (!parsed) return incomplete("Authorization header requires 'Credential', 'SignedHeaders' and 'Signature'.");
  const auto signed_at = date ? parse_date(*date) : std::nullopt;
  if (!signed_at)
    return incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  const auto scope = split(parsed->credential, '/');  // key, day, region, service, aws4_request
  if (scope.size() != 5 || scope[1] != date->substr(0, 8)) {
    return incomplete("Credential must have five slash-separated parts, and the date of 'X-Amz-Date'.");
  }
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
  if (scope[3] != "dynamodb") {
    return Refusal{"InvalidSignatureException", "Credential should be scoped to correct service: 'dynamodb'."};
  }
  if (scope[4] != "aws4_request") {
    return Refusal{"InvalidSignatureException", "Credential should be scoped with a valid terminator: 'aws4_request'."};
  }
  if (scope[0] != credentials.access_key_id) {
    return Refusal{"UnrecognizedClientException", "The security token included in the request is invalid."};
  }
  constexpr std::chrono::minutes most_skew{5};
  // In seconds: the distance to some dates is more nanoseconds than the clock's type holds.
  const auto skew = std::chrono::floor<std::chrono::seconds>(now) - *signed_at;
  if (skew > most_skew || skew < -most_skew) {
    return Refusal{"InvalidSignatureException",
                   "Signature expired: " + std::string(*date) + " is not within 5 minutes"};
  }

  std::string canonical = "POST\n/\n\n";
  for (const std::string_view name : split(parsed->signed_headers, ';')) {
    const auto value = header(std::string(name));
    canonical.append(name).append(":").append(trimmed(value.value_or(""))).append("\n");
  }
  http::SigV4Key key{std::string(scope[2]), std::string(scope[3])};
  http::Digest digest{};
  if (!key.sha().hash(body, digest)) return Refusal{"InternalServerError", "OpenSSL has no SHA-256"};
  std::string hash(2 * digest.size(), '0');
  http::to_hex(digest, hash.data());
  canonical.append("\n").append(parsed->signed_headers).append("\n").append(hash);
  const auto expected = key.sign(canonical, *date, credentials.secret_access_key);
  if (!expected) return Refusal{"InternalServerError", "OpenSSL has no SHA-256"};
  if (expected->size() == parsed->signature.size() &&
      CRYPTO_memcmp(expected->data(), parsed->signature.data(), expected->size()) == 0) {
    return std::nullopt;
  }
  return Refusal{"InvalidSignatureException",
                 "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                 "Access Key and signing method. Consult the service documentation for details."};
}

}  // namespace partita::serve
