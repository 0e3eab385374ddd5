// The way to a database: what repositories are built on.
#pragma once

#include <partita/credentials.hpp>
#include <partita/result.hpp>
#include <partita/transport.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1 {

/// How a client connects. What is left empty comes from the environment and the shared AWS files; docs/guide/connection.md
/// has the table of precedence.
struct ClientOptions {
  std::optional<std::string> region;
  std::shared_ptr<CredentialsProvider> credentials;  ///< null: the default chain
  std::chrono::milliseconds connect_timeout{1000};
  std::chrono::milliseconds request_timeout{30000};  ///< of one attempt, connecting included
  std::optional<int> max_attempts;                   ///< of a request; default 4 (the first one and 3 retries)
  std::size_t max_idle_connections = 32;             ///< kept for reuse
  std::optional<std::string> ca_bundle;              ///< file of trusted certificates
  std::string application;                           ///< appended to the User-Agent
  std::function<double()> random;                    ///< [0, 1), for jitter; default: a generator seeded by the system
  std::function<std::chrono::system_clock::time_point()> clock;  ///< for signing; default: the system's
  /// Waits before a retry; default: sleeps on the calling thread. Returns false if the call was cancelled meanwhile.
  std::function<bool(std::chrono::nanoseconds, const std::stop_token&)> sleep;
};

/// A connection pool, credentials and retry policy, shared by all copies. Thread-safe, cheap to copy. Build one for the
/// life of the program: building one per call pays for connection set-up each time.
class Client {
 public:
  /// Opens `dynamodb://<region>`, `http://host:port` or `https://host`; nothing is sent yet. Without credentials only a
  /// loopback endpoint works. Fails with `invalid_argument` or `credentials`.
  static Result<Client> open(std::string_view url, ClientOptions options = {});

  /// Opens the endpoint and region that the environment and the shared AWS files name.
  static Result<Client> open(ClientOptions options = {});

  /// A client over a transport of the caller's, taken as it is: no retries are added. For tests and decorators.
  explicit Client(std::shared_ptr<Transport> transport);

  /// The top of the stack of transports; lives as long as any copy of this client.
  Transport& transport() const;

 private:
  std::shared_ptr<Transport> transport_;
};

}  // namespace partita::inline epoch1
