#include "batch_workers.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace partita::inline epoch1::detail {

BatchWorkers::BatchWorkers(const Client& client, const Rounds& rounds, const BatchOptions& options, Work work)
    : client_(client), rounds_(rounds), options_(options), work_(std::move(work)) {}

std::optional<Error> BatchWorkers::run(std::deque<std::size_t>& pending, std::size_t most_in_one) {
  pending_ = &pending;
  const std::size_t requests = (pending.size() + most_in_one - 1) / most_in_one;
  workers_ = std::clamp<std::size_t>(options_.workers(), 1, std::max<std::size_t>(requests, 1));
  allowed_ = workers_;

  // The calling thread takes the first request: the others wait until it has.
  std::unique_lock lock(mutex_);
  async::Workers helpers;
  const auto help = [this] {
    Rounds rounds = rounds_.share();
    work(rounds, std::unique_lock(mutex_));
  };
  for (std::size_t i = 1; i < workers_ && helpers.start(help); ++i) {
  }
  Rounds own = rounds_.share();
  work(own, std::move(lock));
  helpers.join();
  return error_;
}

void BatchWorkers::work(Rounds& rounds, std::unique_lock<async::Mutex> lock) {
  int idle = 0;
  std::uint64_t seen = 0;
  for (;;) {
    // What others have under way may come back.
    changed_.wait(lock, [&] { return error_ || (pending_->empty() ? sending_ == 0 && waiting_ == 0 : may_send()); });
    if (error_ || pending_->empty()) break;

    const std::size_t count = work_.take(*pending_);
    const Positions taken(pending_->begin(), pending_->begin() + static_cast<std::ptrdiff_t>(count));
    pending_->erase(pending_->begin(), pending_->begin() + static_cast<std::ptrdiff_t>(count));
    ++sending_;
    lock.unlock();
    Positions left;
    const std::optional<Error> error = work_.send(rounds, taken, left);
    lock.lock();
    --sending_;
    const Positions& back = error ? taken : left;
    pending_->insert(pending_->begin(), back.begin(), back.end());
    if (error) {
      fail(*error);
      break;
    }
    after(taken, left);
    if (left.size() < taken.size()) {
      idle = 0;
    } else {
      if (std::exchange(seen, progress_) != progress_) idle = 0;
      wait(lock, rounds, ++idle);
    }
    changed_.notify_all();
  }
  cost_ += rounds.cost();
  changed_.notify_all();
}

void BatchWorkers::after(const Positions& taken, const Positions& left) {
  if (left.size() == taken.size()) {
    allowed_ = std::max<std::size_t>(allowed_ / 2, 1);
    return;
  }
  ++progress_;
  if (left.empty()) allowed_ = std::min(allowed_ + 1, workers_);
  done_ += work_.settle(taken, left);
  if (options_.on_progress()) options_.on_progress()({done_, work_.total});
}

void BatchWorkers::wait(std::unique_lock<async::Mutex>& lock, Rounds& rounds, int idle) {
  const Error reason = rounds.with_place(Error(ErrorKind::throttled, "the service left all of a request unprocessed, " +
                                                                         std::to_string(idle) + " times in a row"));
  if (idle >= client_.max_attempts()) return fail(reason);
  ++waiting_;
  lock.unlock();
  const std::optional<Error> error = rounds.wait(idle, reason);
  lock.lock();
  --waiting_;
  if (error) fail(*error);
}

void BatchWorkers::fail(const Error& error) {
  if (!error_) error_ = error;
}

}  // namespace partita::inline epoch1::detail
