// The engine in the process, behind `memory:` and `file:` URLs.
#pragma once

#include <partita/embedded_faults.hpp>

#include <chrono>
#include <cstdint>
#include <vector>

namespace partita::inline epoch1 {

/// A client of another URL is not opened with what it could not have: any of these but the default.
struct EmbeddedOptions {
  /// Of a file: each write is on the disk before its call returns. Without it a write that was acknowledged survives
  /// the end of the process, but not always a power cut; the file is never left damaged. Of `file:` alone.
  /// https://www.sqlite.org/pragma.html#pragma_synchronous: FULL instead of NORMAL
  bool durable = false;
  /// How long after a write global indexes show it; tables and their local indexes do at once. Until then they have
  /// what was there before: queries miss new items, return deleted ones, and old values. Of `memory:` alone; by
  /// ClientOptions::clock. 0: at once.
  /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Writes
  std::chrono::milliseconds index_delay{0};
  /// One BatchGetItem gives 1 MB of the items that share a partition key value at most, and leaves the others
  /// unprocessed, as the service may. Without it an answer is cut at 16 MB alone.
  /// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
  bool cut_batch_gets = false;
  /// What goes wrong, for tests; empty: nothing.
  std::vector<EmbeddedFault> faults{};
  /// Of the faults' shares and latencies: the nth attempt that a rule hears of has the same fate with the same seed.
  /// Which attempt that is depends on the program alone, if one thread of it uses the client.
  std::uint64_t seed = 0;
  /// How long the engine waits after it has looked for items past their time to live (UpdateTimeToLive) before it looks
  /// again; 0: it never does, and they stay. It deletes them from their table and its indexes, as the service does in
  /// its own time, by a thread that begins when a request first meets a table with a time to live, and ends with the
  /// last copy of the client. Each look reads these tables as a whole, a hundred items at a time. What counts as now is
  /// `ClientOptions::clock`, which that thread calls, too; what is five years past stays, as it does in the service.
  /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
  std::chrono::milliseconds expiry_interval{60'000};
};

}  // namespace partita::inline epoch1
