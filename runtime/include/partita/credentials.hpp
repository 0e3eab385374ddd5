// Who signs the requests.
#pragma once

#include <partita/result.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace partita::inline epoch1 {

/// An access key. Never printed by Partita.
struct Credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token{};  ///< empty for long-lived keys
  std::optional<std::chrono::system_clock::time_point> expires{};
};

/// Gives the credentials to sign the next request with. Thread-safe; called for each request, so it caches.
class CredentialsProvider {
 public:
  virtual ~CredentialsProvider() = default;
  /// Fails with kind `credentials`; the message names each place that was tried.
  virtual Result<Credentials> get() = 0;
};

}  // namespace partita::inline epoch1
