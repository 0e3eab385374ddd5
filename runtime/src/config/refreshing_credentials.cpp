#include "config/refreshing_credentials.hpp"

#include <utility>

namespace partita::inline epoch1::config {
namespace {

using namespace std::chrono_literals;
using std::chrono::system_clock;

constexpr auto renew_before = 5min;
constexpr auto renew_again_after = 10s;

system_clock::time_point expiry_of(const Credentials& credentials) {
  return credentials.expires.value_or(system_clock::time_point::max());
}

}  // namespace

RefreshingCredentials::RefreshingCredentials(std::string where, Clock clock)
    : where_(std::move(where)), clock_(std::move(clock)) {}

Result<Credentials> RefreshingCredentials::get() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto now = clock_();
    if (present_ && now < expiry_of(*present_)) {
      if (fetching_ || now < expiry_of(*present_) - renew_before || now < fetch_end_ + renew_again_after) {
        return *present_;
      }
    }
    if (!fetching_) break;
    fetched_.wait(lock, [this, before = fetches_] { return fetches_ != before; });
    if (failure_) return *failure_;
  }

  fetching_ = true;
  lock.unlock();
  auto fresh = fetch();
  const auto end = clock_();  // a program may have taken a minute
  if (fresh && expiry_of(*fresh) <= end) {
    fresh = Error(ErrorKind::credentials,
                  where_ + ": the credentials that came have expired; is this machine's clock right?");
  }
  lock.lock();
  fetching_ = false;
  fetch_end_ = end;
  ++fetches_;
  failure_.reset();
  if (fresh) {
    present_ = *fresh;
  } else {
    failure_ = fresh.error();
    if (present_ && end < expiry_of(*present_)) fresh = *present_;
  }
  lock.unlock();
  fetched_.notify_all();
  return fresh;
}

}  // namespace partita::inline epoch1::config
