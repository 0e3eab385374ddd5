// What a caller may say about one call.
#pragma once

#include <cstdint>
#include <string_view>

namespace partita::inline epoch1 {

class Client;

/// Asks whether a call should be given up. Refers to a token of the caller's, which must outlive the call.
class StopSignal {
 public:
  StopSignal() = default;

  /// Any type with `stop_requested()`, such as std::stop_token.
  template <class Token>
  explicit StopSignal(const Token& token)
      : token_(&token), requested_([](const void* p) { return static_cast<const Token*>(p)->stop_requested(); }) {}

  /// Whether there is a token at all.
  bool can_stop() const { return requested_ != nullptr; }
  bool requested() const { return requested_ != nullptr && requested_(token_); }

 private:
  const void* token_ = nullptr;
  bool (*requested_)(const void*) = nullptr;
};

/// Taken last by every operation.
class CallOptions {
 public:
  /// Limits the whole call, retries and waits between them included, in place of `ClientOptions::call_timeout`. Takes
  /// any std::chrono::duration; a limit that is zero or less is over already, and one of more than a century is none.
  template <class Duration>
    requires requires(Duration d) { d.count(), Duration::period::num, Duration::period::den; }
  CallOptions& timeout(Duration limit) {
    const double ns = static_cast<double>(limit.count()) * 1e9 * static_cast<double>(Duration::period::num) /
                      static_cast<double>(Duration::period::den);
    timeout_ns_ = ns > century_ns ? no_timeout : ns > 0 ? static_cast<std::int64_t>(ns) : 0;
    deadline_ns_ = no_timeout;
    is_unlimited_ = timeout_ns_ == no_timeout;
    return *this;
  }

  /// Gives the call up, with kind `cancelled`, once the token says so. The token must outlive the call; for `pages()`,
  /// the pages.
  template <class Token>
  CallOptions& stop(const Token& token) {
    stop_ = StopSignal(token);
    return *this;
  }
  template <class Token>
  CallOptions& stop(const Token&& token) = delete;  // the token would be gone before the call

  /// What the spans of this call belong to, handed to `Tracer::start`: such as a W3C `traceparent`. Must outlive the
  /// call.
  CallOptions& trace_parent(std::string_view parent) { return trace_parent_ = parent, *this; }
  std::string_view trace_parent() const { return trace_parent_; }

  /// Nanoseconds, or `no_timeout`: no limit but the client's.
  std::int64_t timeout_ns() const { return timeout_ns_; }
  bool has_timeout() const { return timeout_ns_ != no_timeout; }
  const StopSignal& stop_signal() const { return stop_; }

  /// For the runtime: the limit runs from now on, for all requests of a call that are given these options or a copy.
  /// Changes nothing if it runs already.
  void fix_deadline();
  /// The same, and without a limit of the caller's by the client's.
  void fix_deadline(const Client& client);
  /// Whether the caller wants no limit, the client's neither.
  bool is_unlimited() const { return is_unlimited_; }
  /// Nanoseconds of std::chrono::steady_clock, or `no_timeout`: the limit does not run yet.
  std::int64_t deadline_ns() const { return deadline_ns_; }

  static constexpr std::int64_t no_timeout = -1;

 private:
  static constexpr double century_ns = 3.2e18;

  std::int64_t timeout_ns_ = no_timeout;
  std::int64_t deadline_ns_ = no_timeout;
  bool is_unlimited_ = false;
  StopSignal stop_;
  std::string_view trace_parent_;
};

/// Taken by reads of the table.
class ReadOptions : public CallOptions {
 public:
  /// Reads what was written last, at twice the read units. Not possible on a global index.
  ReadOptions& consistent(bool on = true) { return consistent_ = on, *this; }
  bool is_consistent() const { return consistent_; }

  // As in CallOptions, for chains.
  template <class Duration>
  ReadOptions& timeout(Duration limit) {
    return CallOptions::timeout(limit), *this;
  }
  template <class Token>
  ReadOptions& stop(const Token& token) {
    return CallOptions::stop(token), *this;
  }
  template <class Token>
  ReadOptions& stop(const Token&& token) = delete;  // the token would be gone before the call
  ReadOptions& trace_parent(std::string_view parent) { return CallOptions::trace_parent(parent), *this; }
  using CallOptions::trace_parent;

 private:
  bool consistent_ = false;
};

}  // namespace partita::inline epoch1
