// The requests of a call that takes several.
#pragma once

#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/cost.hpp>
#include <partita/transport.hpp>
#include <partita/wire/reader.hpp>

#include "capacity.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1::detail {

/// Sends requests that share a deadline, and waits between them as retries do.
class Rounds {
 public:
  /// `table` is for errors.
  Rounds(const Client& client, std::string_view operation, std::string table, RetryClass retry,
         const CallOptions& options);

  /// Another thread's share of the same call.
  Rounds share() const;

  /// Says that the call is about items of that entity, in a table as the service knows it.
  void about(const std::string& table, std::string_view entity, std::span<const std::string_view> hidden);

  /// One request. The reply is good until the next one.
  std::optional<Error> send(std::string_view body);
  const Reply& reply() const { return reply_; }

  /// Waits before attempt number `attempt` + 1; nullopt when it is time to send again, else `reason`, or that the call
  /// was cancelled.
  std::optional<Error> wait(int attempt, const Error& reason);

  /// Reads a reply's ConsumedCapacity: a list with an element for each table.
  void read_capacity(wire::Reader& in);
  void read_one_capacity(wire::Reader& in);  ///< the same of one table alone
  void count_evaluated() { ++request_cost_.items_evaluated; }
  void count_returned() { ++request_cost_.items_returned; }
  Error unreadable(const std::string& message) const;
  Error with_place(const Error& error) const;
  /// Of all requests so far, whose replies must have been read.
  const Cost& cost();

 private:
  Request request(std::string_view body) const;
  void count();

  Client client_;
  std::string_view operation_;
  std::string table_;
  RetryClass retry_;
  CallContext context_;
  std::vector<TableEntity> entities_;
  std::vector<std::string_view> hidden_;
  Reply reply_;
  bool is_counted_ = true;
  Cost request_cost_;  // of the last request
  Cost cost_;
};

}  // namespace partita::inline epoch1::detail
