// Who signs the requests.
#pragma once

#include <partita/call_options.hpp>
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

/// What a call that wants credentials has left.
struct CredentialsCall {
  std::optional<std::chrono::steady_clock::time_point> deadline{};
  StopSignal stop{};
};

/// Gives the credentials to sign the next request with. Thread-safe; called for each request, so it caches.
class CredentialsProvider {
 public:
  virtual ~CredentialsProvider() = default;
  /// Fails with kind `credentials`; the message names each place that was tried.
  virtual Result<Credentials> get() = 0;
  /// The same for a call that has to end: fails with `deadline` or `cancelled` then. What the runtime calls; a source
  /// that never makes anybody wait need not override it.
  virtual Result<Credentials> get_within(const CredentialsCall& /*call*/) { return get(); }
};

}  // namespace partita::inline epoch1
