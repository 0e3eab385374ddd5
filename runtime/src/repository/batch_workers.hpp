// The threads of a batch.
#pragma once

#include <partita/batch_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/error.hpp>

#include "async/condition.hpp"
#include "rounds.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace partita::inline epoch1::detail {

/// Sends all that is pending, by several threads that share it. What the service leaves goes to the front and out
/// again: at once if the request got something done; otherwise nobody sends for a time with full jitter, which doubles,
/// and fewer do afterwards, until one thread has got nothing done `max_attempts` times in a row while no other did.
class BatchWorkers {
 public:
  using Positions = std::vector<std::size_t>;
  /// How many of what is pending, from its front, the next request takes. Called by one thread at a time.
  using Take = std::function<std::size_t(const std::deque<std::size_t>& pending)>;
  /// Sends them and says which ones are left. Called by several threads at once, each with rounds of its own.
  using Send = std::function<std::optional<Error>(Rounds& rounds, const Positions& taken, Positions& left)>;
  /// How many more of the caller's keys or items are done now. Called by one thread at a time.
  using Settle = std::function<std::size_t(const Positions& taken, const Positions& left)>;

  struct Work {
    std::size_t total;  ///< of the caller's keys or items
    Take take;
    Send send;
    Settle settle;
  };

  BatchWorkers(const Client& client, const Rounds& rounds, const BatchOptions& options, Work work);

  /// Returns when nothing is pending any more, or nothing more can be sent. Pending is then what nobody confirmed. May
  /// be called again, with what else is to be sent.
  std::optional<Error> run(std::deque<std::size_t>& pending, std::size_t most_in_one);
  /// Of all threads and runs.
  const Cost& cost() const { return cost_; }

 private:
  void work(Rounds& rounds, std::unique_lock<async::Mutex> lock);
  bool may_send() const { return sending_ < allowed_ && waiting_ == 0; }
  void after(const Positions& taken, const Positions& left);
  void wait(std::unique_lock<async::Mutex>& lock, Rounds& rounds, int idle);
  void fail(const Error& error);

  Client client_;
  const Rounds& rounds_;
  BatchOptions options_;
  Work work_;

  async::Mutex mutex_;
  async::Condition changed_;
  // All below is guarded by the mutex.
  std::deque<std::size_t>* pending_ = nullptr;
  std::size_t workers_ = 1;
  std::size_t allowed_ = 1;     // so many may send at once
  std::size_t sending_ = 0;     // so many do
  std::size_t waiting_ = 0;     // since they got nothing done
  std::uint64_t progress_ = 0;  // requests that got something done
  std::size_t done_ = 0;
  std::optional<Error> error_;
  Cost cost_;
};

}  // namespace partita::inline epoch1::detail
