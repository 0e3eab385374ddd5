// How a client connects, in detail.
#pragma once

#include <partita/breaker_options.hpp>
#include <partita/bulkhead_options.hpp>
#include <partita/cache_options.hpp>
#include <partita/call_options.hpp>
#include <partita/client.hpp>
#include <partita/credentials.hpp>
#include <partita/cursor.hpp>
#include <partita/embedded_options.hpp>
#include <partita/hedge_options.hpp>
#include <partita/log.hpp>
#include <partita/pool_options.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace partita::inline epoch1 {

class Tracer;  // <partita/tracing.hpp>

/// What is left empty comes from the environment and the shared AWS files; docs/guide/connection.md
/// has the table of precedence.
///
/// `credentials`, `random`, `clock` and `sleep` are called from every thread that uses the client, several at once, and
/// so must be thread-safe; they live as long as the client's last copy.
struct ClientOptions {
  std::optional<std::string> region{};
  std::shared_ptr<CredentialsProvider> credentials{};  ///< null: the default chain
  std::chrono::milliseconds connect_timeout{3000};     ///< long enough for one lost packet; not repeated
  std::chrono::milliseconds request_timeout{30000};    ///< of one attempt, connecting included
  /// Of a whole call, retries and waits included, that has no limit of its own; 0: none. A call that walks a whole
  /// table (a scan by segments, a backfill) has it for each of its requests.
  std::chrono::milliseconds call_timeout{0};
  std::optional<int> max_attempts{};  ///< of a request; default 4 (the first one and 3 retries)
  /// Retries that may fail one after another, over all calls; each request that succeeds gives a tenth of one back. So
  /// an outage gets a tenth more traffic, and not four times as much. 0: no retries.
  std::uint32_t retry_budget = 100;
  BreakerOptions breaker{};
  HedgeOptions hedge{};  ///< off by default
  BulkheadOptions bulkhead{};
  EmbeddedOptions embedded{};
  CacheOptions cache{};  ///< of items whose schema allows it
  PoolOptions pool{};
  std::shared_ptr<Tracer> tracer{};              ///< makes a span of each request; null: there are none
  LogSink log{};                                 ///< hears of what is worth a line; null: nobody does
  std::chrono::milliseconds slow_request{1000};  ///< a request that takes longer is told to the log; 0: none is
  std::optional<std::string> ca_bundle{};        ///< file of trusted certificates
  std::string application{};                     ///< appended to the User-Agent
  /// Stands before the table name of every request, so that one program serves several environments: `prod-`. Letters,
  /// digits, `_`, `-` and `.`; a table name has 255 characters at most, prefix included.
  /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
  std::string table_prefix{};
  /// What cursors are signed by: the first key signs, all are accepted, so that a new one goes to the front and an old
  /// one leaves when its cursors have gone. Empty: a random key of this process, and cursors that no other one takes.
  std::vector<CursorKey> cursor_keys{};
  std::function<double()> random{};  ///< [0, 1), for jitter; default: a generator seeded by the system
  /// For signing, for what writes store as created-at and updated-at, and for times to live; default: the system's.
  std::function<std::chrono::system_clock::time_point()> clock{};
  /// Waits before a retry, and as long as a FaultKind::latency says; default: sleeps on the calling thread. Returns
  /// false if the call was cancelled meanwhile.
  std::function<bool(std::chrono::nanoseconds, const StopSignal&)> sleep{};
};

}  // namespace partita::inline epoch1
