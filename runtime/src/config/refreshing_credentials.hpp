// Credentials that expire and are had anew from where they came.
#pragma once

#include "async/condition.hpp"

#include <partita/credentials.hpp>

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace partita::inline epoch1::config {

using Clock = std::function<std::chrono::system_clock::time_point()>;

/// Fetches credentials when they are first needed, and again from five minutes before they expire. As long as they are
/// valid nobody waits: a thread of its own fetches new ones. Without valid ones all callers wait for one fetch, each
/// for as long as its call has, and share its outcome. A fetch that fails is not felt while the present ones are valid,
/// and while they are, none begins within ten seconds of the last one's end: neither when it failed, nor when what it
/// gave lives for less than five minutes. Thread-safe; its end waits for a fetch that is under way.
///
/// Instance metadata has new credentials at least five minutes before the old ones expire.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
class RefreshingCredentials : public CredentialsProvider {
 public:
  ~RefreshingCredentials() override;
  Result<Credentials> get() final { return get_within({}); }
  Result<Credentials> get_within(const CredentialsCall& call) final;

 protected:
  /// Fails with kind `credentials`. Called by one thread at a time, until the base class ends: it owns what it needs.
  using Fetch = std::function<Result<Credentials>()>;

  /// `where` begins the errors: the setting that names the source.
  RefreshingCredentials(std::string where, Clock clock, Fetch fetch);

 private:
  Result<Credentials> fetch();
  std::optional<Error> wait(std::unique_lock<std::mutex>& lock, const CredentialsCall& call);
  void renew();
  void leave_to_parent();

  const std::string where_;
  const Clock clock_;
  const Fetch fetch_;
  std::mutex mutex_;
  async::Condition fetched_;
  std::optional<Credentials> present_;
  std::optional<Error> failure_;                     // of the last fetch
  std::chrono::system_clock::time_point fetch_end_;  // of the last fetch
  std::uint64_t fetches_ = 0;                        // that ended
  bool fetching_ = false;
  pid_t owner_;                            // of the fetch
  std::unique_ptr<std::jthread> renewal_;  // the last member, so that it ends before what it uses
};

}  // namespace partita::inline epoch1::config
