// The end of the stack that talks to a server: signed HTTP/1.1 over pooled, kept-alive connections.
#pragma once

#include "http/connection_pool.hpp"
#include "http/endpoint.hpp"

#include <partita/credentials.hpp>
#include <partita/pool_options.hpp>
#include <partita/result.hpp>
#include <partita/transport.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace partita::inline epoch1::http {

struct HttpSettings {
  Endpoint endpoint;
  std::string region;
  std::shared_ptr<CredentialsProvider> credentials;
  std::chrono::milliseconds connect_timeout{3000};
  std::chrono::milliseconds request_timeout{30000};
  PoolOptions pool;
  std::string ca_bundle;  ///< file; empty: the system's
  std::string application;
  std::function<std::chrono::system_clock::time_point()> clock;
};

/// Sends one attempt. Thread-safe; the calling thread, or fiber, does the work.
///
/// A connection that was reused and died before the first byte of an answer is replaced and the request sent again,
/// once and only if it is idempotent: the server may have seen it. Every other failure is the caller's to judge, by
/// Reply::error and Reply::applied.
///
/// A request that was refused because of this machine's clock makes later ones be signed by the service's time; it may
/// be sent again (ReplyFacts::clock_corrected).
class HttpTransport final : public Transport {
 public:
  explicit HttpTransport(HttpSettings settings);

  void send(const Request& request, Reply& reply) noexcept override;

  /// Opens connections ahead of requests.
  Result<void> warm_up(std::size_t connections, const CallContext& context);
  PoolCounts pool_counts() const { return pool_.counts(); }

 private:
  void exchange(const Request& request, Reply& reply);
  void fail_to_take(const Request& request, Reply& reply, NoTurn no_turn, std::chrono::milliseconds queued);

  bool correct_clock(std::optional<std::chrono::sys_seconds> server_date, std::int64_t used);

  HttpSettings settings_;
  std::atomic<std::int64_t> clock_correction_{0};  // seconds, added to our clock for signing
  ConnectionPool pool_;
};

}  // namespace partita::inline epoch1::http
