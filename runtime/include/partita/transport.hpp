// The seam of the runtime: one request body goes down, one response body comes back.
//
// Everything below a repository speaks bytes through this interface: the HTTP client, the retries around it, test
// doubles and fault injectors. Whoever implements it sees exactly what DynamoDB would get.
#pragma once

#include <partita/buffer.hpp>
#include <partita/call_options.hpp>
#include <partita/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace partita::inline epoch1 {

/// What repeating a request could do. Fixed when the request is generated.
enum class RetryClass : std::uint8_t {
  idempotent,   ///< reads, puts and removes without condition, SET of constants: repeating changes nothing
  conditional,  ///< carries a condition: a repeat can fail because the first attempt was applied
  additive,     ///< ADD, append: a repeat would apply it twice; never repeated once it may have been applied
};

class Span;  // <partita/tracing.hpp>

/// What a call brings along. All attempts of a call share it but for `attempt`.
struct CallContext {
  std::optional<std::chrono::steady_clock::time_point> deadline{};
  StopSignal stop{};
  std::string_view trace_parent{};  ///< of the options; for tracers
  Span* span = nullptr;             ///< of the request; null: it is not traced
  int attempt = 1;
};

/// One request. Views stay valid until `send` returns; all attempts send the same bytes.
struct Request {
  std::string_view operation;  ///< `GetItem`: sent as X-Amz-Target DynamoDB_20120810.GetItem
  std::string_view table;      ///< for errors and metrics; the body names it too. Empty: several
  std::string_view body;
  RetryClass retry = RetryClass::idempotent;
  CallContext context{};
  std::string_view entity{};                   ///< that the call is about, for metrics; empty: none, or several
  std::string_view index{};                    ///< that a query reads, for metrics; empty: the table
  std::span<const std::string_view> hidden{};  ///< attributes whose values nothing must show
  bool may_hedge = false;                      ///< a small read that stands alone: see HedgeOptions
};

/// How a failed attempt stands to the request it carried.
enum class Applied : std::uint8_t { no, unknown };

/// What is known about an exchange beside the body.
struct ReplyFacts {
  int status = 0;              ///< HTTP status; 0: no answer
  std::size_t bytes_sent = 0;  ///< of the request, headers included
  int attempts = 0;            ///< requests sent, by all attempts
  int hedges = 0;              ///< of them those that were sent while another one was under way
  bool connection_reused = false;
  bool connect_timed_out = false;  ///< no connection within the connect timeout
  bool cut_short = false;          ///< no answer, but its call's deadline left too little time for one
  bool clock_corrected = false;    ///< refused for this machine's clock; the next attempt goes by the service's
  bool ambiguous_attempt = false;  ///< some earlier attempt may have been applied
  std::string request_id;
  std::optional<std::chrono::sys_seconds> server_date;
  std::chrono::nanoseconds elapsed{};  ///< of the last attempt
};

/// The answer: a body, or an error. Reuse a Reply to reuse its buffer.
struct Reply {
  Buffer body;
  std::optional<Error> error;     ///< set: the body is meaningless
  Applied applied = Applied::no;  ///< with an error: whether this attempt may have been applied
  ReplyFacts facts;

  void reset();
};

/// Sends requests. Thread-safe. Decorators (retry, metrics) and ends (HTTP, embedded) share this interface.
class Transport {
 public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  /// Sends `request` and fills `reply`. The caller waits: its thread, or its fiber on an event loop.
  virtual void send(const Request& request, Reply& reply) noexcept = 0;
};

}  // namespace partita::inline epoch1
