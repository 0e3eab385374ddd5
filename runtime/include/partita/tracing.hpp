// Hooks for tracing: a span for each request of a client, for the tracer that your program has.
#pragma once

#include <partita/error.hpp>
#include <partita/throttling.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace partita::inline epoch1 {

/// What is known when a request begins. Names, and never a value of an item. Views are good during the call alone.
struct SpanStart {
  std::string_view operation;  ///< `GetItem`
  std::string_view entity;     ///< empty: none, or several
  std::string_view index;      ///< that a query reads; empty: the table
  std::string_view table;      ///< empty: several
  std::string_view parent;  ///< what `CallOptions::trace_parent` was given, such as a W3C `traceparent`; may be empty
};

/// One attempt of a request, when it has ended.
struct SpanAttempt {
  int number = 1;  ///< 1: the first
  std::optional<ErrorKind> error{};
  std::string_view request_id{};
  bool connection_reused = false;
  std::span<const ThrottlingReason> throttling{};
  std::chrono::nanoseconds elapsed{};
};

/// How a request ended.
struct SpanEnd {
  int attempts = 0;        ///< requests sent; 0: none, as of a cache hit
  int hedges = 0;          ///< of them, those that were sent beside another one
  bool cache_hit = false;  ///< nothing was sent, as the cache held the answer
  bool connection_reused = false;
  std::optional<ErrorKind> error{};
  std::string_view request_id{};
  std::span<const ThrottlingReason> throttling{};  ///< of the last attempt

  int retries() const { return attempts > hedges + 1 ? attempts - hedges - 1 : 0; }
};

/// A request under way. Told of by one thread at a time, not always the same.
class Span {
 public:
  virtual ~Span() = default;
  virtual void attempt(const SpanAttempt& /*attempt*/) noexcept {}
  /// Called once; the span is destroyed afterwards.
  virtual void end(const SpanEnd& end) noexcept = 0;
};

/// Makes spans: one for each request with all its attempts, and one for each that a cache saved. A call of several
/// requests, such as a query of several pages, has several. Thread-safe; quick, as the request waits for it.
class Tracer {
 public:
  virtual ~Tracer() = default;
  /// On the thread of the call. Null: this request is not traced.
  virtual std::unique_ptr<Span> start(const SpanStart& start) noexcept = 0;
};

}  // namespace partita::inline epoch1
