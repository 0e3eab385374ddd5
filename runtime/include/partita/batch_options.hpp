// What a caller may say about one batch.
//
//   contacts.get_many(keys, partita::BatchReadOptions().workers(4).consistent());
#pragma once

#include <partita/call_options.hpp>

#include <cstddef>
#include <functional>
#include <string_view>
#include <utility>

namespace partita::inline epoch1 {

/// How far a batch has come.
struct BatchProgress {
  std::size_t done = 0;  ///< keys that were answered, or items that are written
  std::size_t total = 0;
};

/// Taken last by put_many and remove_many, and by the execution of a WriteBatch.
class BatchOptions : public CallOptions {
 public:
  BatchOptions() = default;
  BatchOptions(const CallOptions& options) : CallOptions(options) {}  // NOLINT(google-explicit-constructor)

  /// Has up to so many requests under way at once, each on a thread of its own; the calling thread is one of them. Once
  /// the service leaves all of a request, nobody sends before the wait is over, and fewer do afterwards. Default: 1.
  BatchOptions& workers(std::size_t count) { return workers_ = count, *this; }
  /// Called after each request that got something done, by the thread that sent it; never twice at once. The next
  /// request waits until it has returned. It must not throw.
  BatchOptions& on_progress(std::function<void(const BatchProgress&)> report) {
    return on_progress_ = std::move(report), *this;
  }
  std::size_t workers() const { return workers_; }
  const std::function<void(const BatchProgress&)>& on_progress() const { return on_progress_; }

  // As in CallOptions, for chains.
  template <class Duration>
  BatchOptions& timeout(Duration limit) {
    return CallOptions::timeout(limit), *this;
  }
  template <class Token>
  BatchOptions& stop(const Token& token) {
    return CallOptions::stop(token), *this;
  }
  template <class Token>
  BatchOptions& stop(const Token&& token) = delete;  // the token would be gone before the call
  BatchOptions& trace_parent(std::string_view parent) { return CallOptions::trace_parent(parent), *this; }
  using CallOptions::trace_parent;

 private:
  std::size_t workers_ = 1;
  std::function<void(const BatchProgress&)> on_progress_;
};

/// Taken last by get_many.
class BatchReadOptions : public BatchOptions {
 public:
  BatchReadOptions() = default;
  BatchReadOptions(const CallOptions& options) : BatchOptions(options) {}   // NOLINT(google-explicit-constructor)
  BatchReadOptions(const BatchOptions& options) : BatchOptions(options) {}  // NOLINT(google-explicit-constructor)
  BatchReadOptions(const ReadOptions& options)                              // NOLINT(google-explicit-constructor)
      : BatchOptions(options), consistent_(options.is_consistent()) {}

  /// Reads what was written last, at twice the read units.
  BatchReadOptions& consistent(bool on = true) { return consistent_ = on, *this; }
  bool is_consistent() const { return consistent_; }

  // As in BatchOptions, for chains.
  BatchReadOptions& workers(std::size_t count) { return BatchOptions::workers(count), *this; }
  BatchReadOptions& on_progress(std::function<void(const BatchProgress&)> report) {
    return BatchOptions::on_progress(std::move(report)), *this;
  }
  using BatchOptions::on_progress;
  using BatchOptions::workers;
  template <class Duration>
  BatchReadOptions& timeout(Duration limit) {
    return CallOptions::timeout(limit), *this;
  }
  template <class Token>
  BatchReadOptions& stop(const Token& token) {
    return CallOptions::stop(token), *this;
  }
  template <class Token>
  BatchReadOptions& stop(const Token&& token) = delete;  // the token would be gone before the call
  BatchReadOptions& trace_parent(std::string_view parent) { return CallOptions::trace_parent(parent), *this; }
  using CallOptions::trace_parent;

 private:
  bool consistent_ = false;
};

}  // namespace partita::inline epoch1
