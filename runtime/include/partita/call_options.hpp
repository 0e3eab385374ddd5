// What a caller may say about one call.
#pragma once

#include <cstdint>

namespace partita::inline epoch1 {

/// Asks whether a call should be given up. Refers to a token of the caller's, which must outlive the call.
class StopSignal {
 public:
  StopSignal() = default;

  /// Any type with `stop_requested()`, such as std::stop_token.
  template <class Token>
  explicit StopSignal(const Token& token)
      : token_(&token), requested_([](const void* p) { return static_cast<const Token*>(p)->stop_requested(); }) {}

  bool requested() const { return requested_ != nullptr && requested_(token_); }

 private:
  const void* token_ = nullptr;
  bool (*requested_)(const void*) = nullptr;
};

/// Taken last by every operation.
class CallOptions {
 public:
  /// Limits the whole call, retries and waits between them included. Takes any std::chrono::duration.
  template <class Duration>
    requires requires(Duration d) { d.count(), Duration::period::num, Duration::period::den; }
  CallOptions& timeout(Duration limit) {
    const auto count = static_cast<double>(limit.count());
    timeout_ns_ = static_cast<std::int64_t>(count * 1e9 * static_cast<double>(Duration::period::num) /
                                            static_cast<double>(Duration::period::den));
    return *this;
  }

  /// Gives the call up, with kind `cancelled`, once the token says so. The token must outlive the call.
  template <class Token>
  CallOptions& stop(const Token& token) {
    stop_ = StopSignal(token);
    return *this;
  }

  /// Nanoseconds; 0: no limit but the client's.
  std::int64_t timeout_ns() const { return timeout_ns_; }
  const StopSignal& stop_signal() const { return stop_; }

 private:
  std::int64_t timeout_ns_ = 0;
  StopSignal stop_;
};

/// Taken by reads of the table.
class ReadOptions : public CallOptions {
 public:
  /// Reads what was written last, at twice the read units. Not possible on a global index.
  ReadOptions& consistent(bool on = true) { return consistent_ = on, *this; }
  bool is_consistent() const { return consistent_; }

 private:
  bool consistent_ = false;
};

}  // namespace partita::inline epoch1
