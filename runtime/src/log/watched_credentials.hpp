// Tells the log of credentials that change, fail or run out.
#pragma once

#include <partita/credentials.hpp>
#include <partita/log.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace partita::inline epoch1 {

/// Decorates any source. Thread-safe.
class WatchedCredentials final : public CredentialsProvider {
 public:
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  WatchedCredentials(std::shared_ptr<CredentialsProvider> source, LogSink log, Clock clock);

  Result<Credentials> get() override;
  Result<Credentials> get_within(const CredentialsCall& call) override;

 private:
  Result<Credentials> watched(Result<Credentials> credentials);

  const std::shared_ptr<CredentialsProvider> source_;
  const LogSink log_;
  const Clock clock_;
  std::mutex mutex_;
  std::string key_;  // of the last ones; empty: there were none
  std::optional<std::chrono::system_clock::time_point> expires_;
  bool has_failed_ = false;
  bool runs_out_ = false;
};

}  // namespace partita::inline epoch1
