// Credentials that expire and are had anew from where they came.
#pragma once

#include <partita/credentials.hpp>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

namespace partita::inline epoch1::config {

using Clock = std::function<std::chrono::system_clock::time_point()>;

/// Fetches credentials when they are first needed and again from five minutes before they expire: one thread fetches,
/// and as long as the present ones are valid, the others go on with these. Without valid ones all wait for that fetch
/// and share its outcome. A fetch that fails is not felt while the present ones are valid, and while they are, none
/// begins within ten seconds of the last one's end: neither when it failed, nor when what it gave lives for less than
/// five minutes. Thread-safe.
///
/// Instance metadata has new credentials at least five minutes before the old ones expire.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
class RefreshingCredentials : public CredentialsProvider {
 public:
  Result<Credentials> get() final;

 protected:
  /// `where` begins the errors: the setting that names the source.
  RefreshingCredentials(std::string where, Clock clock);

  const std::string& where() const { return where_; }
  const Clock& clock() const { return clock_; }

 private:
  /// Fails with kind `credentials`. One thread at a time.
  virtual Result<Credentials> fetch() = 0;

  const std::string where_;
  const Clock clock_;
  std::mutex mutex_;
  std::condition_variable fetched_;
  std::optional<Credentials> present_;
  std::optional<Error> failure_;                     // of the last fetch
  std::chrono::system_clock::time_point fetch_end_;  // of the last fetch
  std::uint64_t fetches_ = 0;                        // that ended
  bool fetching_ = false;
};

}  // namespace partita::inline epoch1::config
