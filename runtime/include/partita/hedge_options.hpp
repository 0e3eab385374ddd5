// When a slow read is asked a second time.
#pragma once

#include <chrono>
#include <cstdint>

namespace partita::inline epoch1 {

/// Of every hundred reads one may take ten times as long as the others, for no reason that a second one would meet
/// again. A hedged read that has had no answer when most have is sent once more, over another connection; the first
/// good answer counts, and the other request is given up. Gets and queries of one page alone: what is repeated is
/// small.
///
/// DynamoDB charges for both. So it is off by default, and pauses while the service throttles, a circuit breaker is not
/// closed, or the budget of retries is half used up.
struct HedgeOptions {
  /// The share of reads, by operation, after whose time a read is hedged: 0.95 hedges what is slower than 95 of 100. 0:
  /// no read is.
  double percentile = 0;
  /// No more than this share of the reads is sent twice, however slow they become.
  double max_share = 0.05;
  /// A read is never hedged earlier.
  std::chrono::milliseconds min_delay{2};
};

/// What hedging has done.
struct HedgeCounts {
  std::uint64_t sent = 0;  ///< second requests
  std::uint64_t won = 0;   ///< of them those that answered first
};

}  // namespace partita::inline epoch1
