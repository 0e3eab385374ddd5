// AWS Signature Version 4 for requests to DynamoDB and STS.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
#pragma once

#include "http/sha256.hpp"

#include <partita/credentials.hpp>

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::http {

/// Signs canonical requests for one region and service. Keeps the signing key of the last secret and day.
/// One thread at a time: each pooled connection has its own.
class SigV4Key {
 public:
  SigV4Key(std::string region, std::string service);

  /// `date` is `YYYYMMDDTHHMMSSZ`. Returns the signature in hex, valid until the next call; nullopt if OpenSSL refuses.
  std::optional<std::string_view> sign(std::string_view canonical_request, std::string_view date,
                                       std::string_view secret);

  /// `YYYYMMDD/region/service/aws4_request` of the last signature.
  std::string_view scope() const { return scope_; }
  Sha256& sha() { return sha_; }

 private:
  bool prepare(std::string_view day, std::string_view secret);

  std::string region_;
  std::string service_;
  std::string scope_;
  std::string secret_;  // of the key below
  Sha256 sha_;
  HmacSha256 key_;
  std::string string_to_sign_;
  std::array<char, 64> hex_{};
};

/// Signs `POST /` requests to one endpoint: the headers `content-type`, `host`, `x-amz-date`, `x-amz-security-token`
/// (with a session token) and `x-amz-target` (with a target) are signed; nothing else is. One thread at a time.
class SigV4Signer {
 public:
  static constexpr std::string_view content_type = "application/x-amz-json-1.0";

  /// `host` is the value of the Host header, with the port if it is not the scheme's own.
  SigV4Signer(std::string_view host, std::string region, std::string service = "dynamodb",
              std::string_view type = content_type);

  struct Headers {
    std::string_view date;           ///< of `X-Amz-Date`
    std::string_view authorization;  ///< of `Authorization`
  };

  /// `target` is the value of `X-Amz-Target`; empty: none is sent. The views are valid until the next call; nullopt if
  /// OpenSSL refuses.
  std::optional<Headers> sign(std::string_view target, std::string_view body, const Credentials& credentials,
                              std::chrono::system_clock::time_point now);

 private:
  SigV4Key key_;
  std::string request_prefix_;  // the canonical request up to the date
  std::string canonical_request_;
  std::string authorization_;
  std::array<char, 16> date_{};
};

}  // namespace partita::inline epoch1::http
