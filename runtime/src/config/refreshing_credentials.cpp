#include "config/refreshing_credentials.hpp"

#include "http/turn.hpp"

#include <unistd.h>

#include <system_error>
#include <utility>

namespace partita::inline epoch1::config {
namespace {

using namespace std::chrono_literals;
using std::chrono::steady_clock;
using std::chrono::system_clock;

constexpr auto renew_before = 5min;
constexpr auto renew_again_after = 10s;

system_clock::time_point expiry_of(const Credentials& credentials) {
  return credentials.expires.value_or(system_clock::time_point::max());
}

}  // namespace

RefreshingCredentials::RefreshingCredentials(std::string where, Clock clock, Fetch fetch)
    : where_(std::move(where)), clock_(std::move(clock)), fetch_(std::move(fetch)), owner_(getpid()) {}

RefreshingCredentials::~RefreshingCredentials() {
  leave_to_parent();
}

Result<Credentials> RefreshingCredentials::get_within(const CredentialsCall& call) {
  std::unique_lock lock(mutex_);
  leave_to_parent();
  for (;;) {
    const auto now = clock_();
    if (present_ && now < expiry_of(*present_)) {
      if (!fetching_ && now >= expiry_of(*present_) - renew_before && now >= fetch_end_ + renew_again_after) {
        renew();
      }
      return *present_;
    }
    if (!fetching_) renew();
    if (!fetching_) {  // no thread to be had: this one has to
      fetching_ = true;
      lock.unlock();
      return fetch();
    }
    if (auto error = wait(lock, call)) return *std::move(error);
    if (failure_) return *failure_;
  }
}

// For the end of the fetch that is under way.
std::optional<Error> RefreshingCredentials::wait(std::unique_lock<std::mutex>& lock, const CredentialsCall& call) {
  CallContext context;
  context.deadline = call.deadline;
  context.stop = call.stop;
  const auto no_turn = http::wait_for_turn(fetched_, lock, context, steady_clock::time_point::max(),
                                           [this, before = fetches_] { return fetches_ != before; });
  if (no_turn == http::NoTurn::deadline) {
    return Error(ErrorKind::deadline, where_ + ": no credentials came before the call's deadline");
  }
  if (no_turn) return Error(ErrorKind::cancelled, "cancelled by the caller's stop token");
  return std::nullopt;
}

// Threads are not forked: the parent's can be neither joined nor detached.
void RefreshingCredentials::leave_to_parent() {
  const pid_t self = getpid();
  if (owner_ == self) return;
  owner_ = self;
  fetching_ = false;
  static_cast<void>(renewal_.release());
}

// Under the lock.
void RefreshingCredentials::renew() {
  fetching_ = true;
  try {
    // The last one has let the lock go, so it can be joined.
    renewal_ = std::make_unique<std::jthread>([this] { (void)fetch(); });
  } catch (const std::system_error&) {  // no thread to be had now
    fetching_ = false;
    fetch_end_ = clock_();
  }
}

Result<Credentials> RefreshingCredentials::fetch() {
  auto fresh = fetch_();
  const auto end = clock_();  // a program may have taken a minute
  if (fresh && expiry_of(*fresh) <= end) {
    fresh = Error(ErrorKind::credentials,
                  where_ + ": the credentials that came have expired; is this machine's clock right?");
  }
  {
    const std::lock_guard lock(mutex_);
    fetching_ = false;
    fetch_end_ = end;
    ++fetches_;
    failure_.reset();
    if (fresh) {
      present_ = *fresh;
    } else {
      failure_ = fresh.error();
    }
    fetched_.notify_all();
  }
  return fresh;
}

}  // namespace partita::inline epoch1::config
