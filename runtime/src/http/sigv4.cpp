#include "http/sigv4.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace partita::inline epoch1::http {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
std::string_view signed_headers(bool token, bool target) {
  if (!target) {
    return token ? "content-type;host;x-amz-date;x-amz-security-token" : "content-type;host;x-amz-date";
  }
  return token ? "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"
               : "content-type;host;x-amz-date;x-amz-target";
}

std::string_view view(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

void put_digits(char* out, unsigned value, int count) {
  for (char* p = out + count; p != out; value /= 10) *--p = static_cast<char>('0' + value % 10);
}

// YYYYMMDDTHHMMSSZ
void format_date(std::chrono::system_clock::time_point now, char* out) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(seconds - day);
  put_digits(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  put_digits(out + 4, static_cast<unsigned>(date.month()), 2);
  put_digits(out + 6, static_cast<unsigned>(date.day()), 2);
  out[8] = 'T';
  put_digits(out + 9, static_cast<unsigned>(time.hours().count()), 2);
  put_digits(out + 11, static_cast<unsigned>(time.minutes().count()), 2);
  put_digits(out + 13, static_cast<unsigned>(time.seconds().count()), 2);
  out[15] = 'Z';
}

}  // namespace

SigV4Key::SigV4Key(std::string region, std::string service)
    : region_(std::move(region)), service_(std::move(service)) {}

bool SigV4Key::prepare(std::string_view day, std::string_view secret) {
  if (scope_.starts_with(day) && secret_ == secret) return true;

  scope_.clear();  // a failure below must not leave a key that looks right
  std::string first = "AWS4";
  first += secret;
  Digest digest{};
  bool ok = key_.set_key(sha_, first) && key_.sign(day, digest);
  OPENSSL_cleanse(first.data(), first.size());
  for (const std::string_view part :
       {std::string_view(region_), std::string_view(service_), std::string_view("aws4_request")}) {
    ok = ok && key_.set_key(sha_, view(digest)) && key_.sign(part, digest);
  }
  ok = ok && key_.set_key(sha_, view(digest));
  OPENSSL_cleanse(digest.data(), digest.size());
  if (!ok) return false;

  scope_.assign(day).append("/").append(region_).append("/").append(service_).append("/aws4_request");
  secret_ = secret;
  return true;
}

std::optional<std::string_view> SigV4Key::sign(std::string_view canonical_request, std::string_view date,
                                               std::string_view secret) {
  Digest digest{};
  if (!prepare(date.substr(0, 8), secret) || !sha_.hash(canonical_request, digest)) return std::nullopt;
  to_hex(digest, hex_.data());
  string_to_sign_.assign(algorithm).append("\n").append(date).append("\n").append(scope_).append("\n");
  string_to_sign_.append(hex_.data(), hex_.size());
  if (!key_.sign(string_to_sign_, digest)) return std::nullopt;
  to_hex(digest, hex_.data());
  return std::string_view(hex_.data(), hex_.size());
}

SigV4Signer::SigV4Signer(std::string_view host, std::string region, std::string service, std::string_view type)
    : key_(std::move(region), std::move(service)) {
  request_prefix_.append("POST\n/\n\ncontent-type:").append(type).append("\nhost:").append(host);
  request_prefix_.append("\nx-amz-date:");
}

std::optional<SigV4Signer::Headers> SigV4Signer::sign(std::string_view target, std::string_view body,
                                                      const Credentials& credentials,
                                                      std::chrono::system_clock::time_point now) {
  Digest digest{};
  if (!key_.sha().hash(body, digest)) return std::nullopt;
  std::array<char, 64> body_hex{};
  to_hex(digest, body_hex.data());
  format_date(now, date_.data());
  const std::string_view date(date_.data(), date_.size());
  const bool token = !credentials.session_token.empty();
  const std::string_view names = signed_headers(token, !target.empty());

  canonical_request_.assign(request_prefix_).append(date);
  if (token) canonical_request_.append("\nx-amz-security-token:").append(credentials.session_token);
  if (!target.empty()) canonical_request_.append("\nx-amz-target:").append(target);
  canonical_request_.append("\n\n").append(names).append("\n");
  canonical_request_.append(body_hex.data(), body_hex.size());

  const auto signature = key_.sign(canonical_request_, date, credentials.secret_access_key);
  if (!signature) return std::nullopt;
  authorization_.assign(algorithm).append(" Credential=").append(credentials.access_key_id).append("/");
  authorization_.append(key_.scope()).append(", SignedHeaders=").append(names);
  authorization_.append(", Signature=").append(*signature);
  return Headers{date, authorization_};
}

}  // namespace partita::inline epoch1::http
