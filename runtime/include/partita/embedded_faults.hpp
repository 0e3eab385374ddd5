// What the engine in the process does wrong on request, so that a program's own failure paths can be tested.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace partita::inline epoch1 {

/// Errors have the service's types, texts and statuses, and pass retries, breaker, hedges, cache and metrics as its own
/// do. Nothing is applied but by `lost_answer`, by the entries of a batch that are not left out, and after a latency.
enum class FaultKind : std::uint8_t {
  throttling,           ///< too fast for the table's capacity; a transaction is cancelled for it
  server_error,         ///< InternalServerError; a caller cannot know that nothing was applied
  lost_answer,          ///< the request is done, then the connection breaks before its answer
  unprocessed,          ///< a batch leaves out every second of its entries; one of a single entry is never met
  conflict,             ///< another transaction has the item; of a transaction: its first item of these tables
  expired_credentials,  ///< ExpiredTokenException; final, as new credentials cannot be had here
  latency,              ///< the answer comes late
};

/// One rule. For each attempt of a request the rules are gone through in their order: those of latencies add up, and
/// the first other one that strikes decides. Later ones do not hear of that attempt.
///
/// `{.kind = FaultKind::throttling, .operations = {"PutItem"}, .count = 2}` throttles the first two puts.
struct EmbeddedFault {
  FaultKind kind;
  /// `PutItem`, as the service calls it; empty: all that can fail so. BatchGetItem and BatchWriteItem have entries;
  /// PutItem, UpdateItem, DeleteItem, TransactGetItems and TransactWriteItems have conflicts.
  std::vector<std::string> operations{};
  /// Names as the service knows them, ClientOptions::table_prefix included; empty: all. A batch or a transaction is met
  /// by any one of its tables, and loses entries of these alone.
  std::vector<std::string> tables{};
  double share = 1;         ///< of the attempts that it is for: above 0, and 1 at most
  std::uint32_t count = 0;  ///< how often it strikes, then never again; 0: no limit
  // Of `latency`, the times are log-normal, as those of networks and services are.
  std::chrono::milliseconds median{0};  ///< half of the waits are shorter; longer than 0
  std::chrono::milliseconds p99{0};     ///< 99 of 100 are shorter; 0: each wait is the median
};

}  // namespace partita::inline epoch1
