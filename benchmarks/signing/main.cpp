// B4: signing a request, beside one SHA-256 over as many blocks as a signature takes: the least that can be done.
#include "harness.hpp"
#include "http/sigv4.hpp"

#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <cstdio>
#include <string>

namespace {

using namespace partita::benchmarks;

std::string sha256_hex(const std::string& text) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  std::string hex;
  for (const unsigned char byte : digest) {
    char pair[3];
    std::snprintf(pair, sizeof pair, "%02x", byte);
    hex += pair;
  }
  return hex;
}

std::string hmac(const std::string& key, const std::string& text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}

std::string canonical_request(const std::string& body, const std::string& date) {
  return "POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:dynamodb.eu-west-1.amazonaws.com\nx-amz-date:" +
         date + "\nx-amz-target:DynamoDB_20120810.GetItem\n\ncontent-type;host;x-amz-date;x-amz-target\n" +
         sha256_hex(body);
}

std::string string_to_sign(const std::string& body, const std::string& date) {
  return "AWS4-HMAC-SHA256\n" + date + "\n" + date.substr(0, 8) + "/eu-west-1/dynamodb/aws4_request\n" +
         sha256_hex(canonical_request(body, date));
}

// The usual way: the key derived anew for each request, one-shot calls, concatenated strings.
std::string naive(const std::string& body, const std::string& secret, const std::string& date) {
  const std::string key =
      hmac(hmac(hmac(hmac("AWS4" + secret, date.substr(0, 8)), "eu-west-1"), "dynamodb"), "aws4_request");
  const std::string signature = hmac(key, string_to_sign(body, date));
  std::string hex;
  for (const char byte : signature) {
    char pair[3];
    std::snprintf(pair, sizeof pair, "%02x", static_cast<unsigned char>(byte));
    hex += pair;
  }
  return hex;
}

// SHA-256 pads with at least nine bytes.
constexpr std::size_t blocks_of(std::size_t size) {
  return (size + 9 + 63) / 64;
}

}  // namespace

int main() {
  const std::string body = R"({"TableName":"contacts","Key":{"id":{"S":"c-12345"},"tenant_id":{"S":"t-1234567"}}})";
  const partita::Credentials credentials{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {}, {}};
  partita::http::SigV4Signer signer("dynamodb.eu-west-1.amazonaws.com", "eu-west-1");
  const auto now = std::chrono::system_clock::now();
  constexpr int repeats = 2000;

  const auto signed_headers = signer.sign("DynamoDB_20120810.GetItem", body, credentials, now);
  const std::string date(signed_headers->date);
  if (!signed_headers->authorization.ends_with("Signature=" + naive(body, credentials.secret_access_key, date))) {
    std::fprintf(stderr, "the signatures differ\n");
    return 1;
  }
  // Of a cached key both padded blocks are hashed before; the outer hash is one block more.
  const std::size_t blocks = blocks_of(body.size()) + blocks_of(canonical_request(body, date).size()) +
                             blocks_of(string_to_sign(body, date).size()) + 1;
  const std::string same_blocks(blocks * 64 - 9, 'x');
  unsigned char digest[SHA256_DIGEST_LENGTH];

  Comparison comparison("B4: signing a request with a body of " + std::to_string(body.size()) + " bytes", repeats);
  comparison.add("floor: one SHA-256 over " + std::to_string(blocks) + " blocks", [&] {
    for (int i = 0; i < repeats; ++i) {
      SHA256(reinterpret_cast<const unsigned char*>(same_blocks.data()), same_blocks.size(), digest);
      keep(digest);
    }
  });
  comparison.add("Partita's signer", [&] {
    for (int i = 0; i < repeats; ++i) keep(signer.sign("DynamoDB_20120810.GetItem", body, credentials, now));
  });
  comparison.add("the usual way: key derived for each request", [&] {
    for (int i = 0; i < repeats; ++i) keep(naive(body, credentials.secret_access_key, date));
  });
  comparison.run(31);
  target("B4", "signing, times SHA-256 over the same blocks", comparison.median(1) / comparison.median(0), 1.5);
  return 0;
}
