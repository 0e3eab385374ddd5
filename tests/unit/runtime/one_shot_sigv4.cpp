#include "one_shot_sigv4.hpp"

#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <cstdio>

namespace partita::test {
namespace {

std::string hmac(std::string_view key, std::string_view text) {
  unsigned char digest[32];
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", static_cast<unsigned>(static_cast<unsigned char>(byte)));
    text += two;
  }
  return text;
}

}  // namespace

std::string sha256_hex(std::string_view text) {
  unsigned char digest[32];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return hex({reinterpret_cast<const char*>(digest), sizeof digest});
}

std::string one_shot_signature(std::string_view canonical_request, std::string_view date, std::string_view region,
                               std::string_view service, std::string_view secret) {
  const std::string day(date.substr(0, 8));
  const std::string scope = day + "/" + std::string(region) + "/" + std::string(service) + "/aws4_request";
  const std::string key = hmac(hmac(hmac(hmac("AWS4" + std::string(secret), day), region), service), "aws4_request");
  return hex(hmac(key, "AWS4-HMAC-SHA256\n" + std::string(date) + "\n" + scope + "\n" + sha256_hex(canonical_request)));
}

}  // namespace partita::test
