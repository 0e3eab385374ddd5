#include "log/watched_credentials.hpp"

#include "log/log_event.hpp"

#include <utility>

namespace partita::inline epoch1 {

using namespace std::chrono_literals;

// Sources renew five minutes before the end: what has less left was not renewed.
constexpr auto too_little = 4min;

WatchedCredentials::WatchedCredentials(std::shared_ptr<CredentialsProvider> source, LogSink log, Clock clock)
    : source_(std::move(source)), log_(std::move(log)), clock_(std::move(clock)) {}

Result<Credentials> WatchedCredentials::get() {
  return watched(source_->get());
}

Result<Credentials> WatchedCredentials::get_within(const CredentialsCall& call) {
  return watched(source_->get_within(call));
}

Result<Credentials> WatchedCredentials::watched(Result<Credentials> credentials) {
  bool is_new = false;
  bool fails = false;
  bool runs_out = false;
  {
    const std::lock_guard lock(mutex_);
    if (!credentials) {
      fails = credentials.error().kind() == ErrorKind::credentials && !std::exchange(has_failed_, true);
    } else {
      has_failed_ = false;
      if (key_ != credentials->access_key_id || expires_ != credentials->expires) {
        is_new = !key_.empty();
        key_ = credentials->access_key_id;
        expires_ = credentials->expires;
        runs_out_ = false;
      }
      if (expires_ && !runs_out_ && *expires_ - clock_() < too_little) runs_out = runs_out_ = true;
    }
  }
  if (fails) LogEvent(LogLevel::error, "credentials_failed").with("reason", credentials.error().message()).tell(log_);
  if (is_new) LogEvent(LogLevel::info, "credentials_refreshed").tell(log_);
  if (runs_out) {
    const auto left = std::chrono::floor<std::chrono::seconds>(*credentials->expires - clock_());
    LogEvent(LogLevel::warning, "credentials_run_out").with("seconds_left", left.count()).tell(log_);
  }
  return credentials;
}

}  // namespace partita::inline epoch1
