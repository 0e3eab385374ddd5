// The requests of a call that takes several.
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/transport.hpp>
#include <partita/wire/reader.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace partita::inline epoch1::detail {

/// Sends requests that share a deadline, and waits between them as retries do.
class Rounds {
 public:
  /// `table` is for errors.
  Rounds(const Client& client, std::string_view operation, std::string table, RetryClass retry,
         const CallOptions& options);

  /// One request. The reply is good until the next one.
  std::optional<Error> send(std::string_view body);
  const Reply& reply() const { return reply_; }

  /// Calls `send_some` until nothing is pending. Each time it sends some of what is pending and takes out what was
  /// processed. What the service left goes out again at once if there was progress; otherwise after a wait with full
  /// jitter, which doubles, and in the end is given up as throttled.
  std::optional<Error> drain(std::deque<std::size_t>& pending, const std::function<std::optional<Error>()>& send_some);

  /// Waits before attempt number `attempt` + 1; nullopt when it is time to send again, else `reason`, or that the call
  /// was cancelled.
  std::optional<Error> wait(int attempt, const Error& reason);

  /// Reads a reply's ConsumedCapacity: a list with an element for each table.
  void read_capacity(wire::Reader& in, double Cost::* units);
  Error unreadable(const std::string& message) const;
  Error with_place(const Error& error) const;
  Cost& cost() { return cost_; }

 private:
  Client client_;
  std::string_view operation_;
  std::string table_;
  RetryClass retry_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  StopSignal stop_;
  Reply reply_;
  Cost cost_;
};

}  // namespace partita::inline epoch1::detail
