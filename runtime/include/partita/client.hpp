// The way to a database: what repositories are built on.
#pragma once

#include <partita/call_options.hpp>
#include <partita/cost.hpp>
#include <partita/result.hpp>
#include <partita/timestamp.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::inline epoch1 {

class Transport;
class CostCounter;
class Tracer;  // <partita/tracing.hpp>
namespace cache {
class ItemCache;
}
namespace detail {
class Recorder;
}
namespace http {
struct RetrySettings;
}
struct ClientOptions;   // <partita/client_options.hpp>
struct CursorKey;       // <partita/cursor.hpp>
struct CacheCounts;     // <partita/cache_options.hpp>
struct PoolCounts;      // <partita/pool_options.hpp>
struct Metrics;         // <partita/metrics.hpp>
struct SnapshotReport;  // <partita/snapshot.hpp>
class SnapshotOptions;

/// Takes lines, each with its end. What it returns as an error ends the dump.
using SnapshotSink = std::function<Result<void>(std::string_view lines)>;

/// A connection pool, credentials and retry policy, shared by all copies, and what all its requests have in common.
/// Thread-safe, cheap to copy. Build one for the life of the program: building one per call pays for connection set-up
/// each time.
class Client {
 public:
  /// Opens `dynamodb://<region>`, `http://host:port` or `https://host`; nothing is sent yet. Without credentials only a
  /// loopback endpoint works. `memory:` is a DynamoDB of the client's own in the process, empty at first and gone with
  /// its last copy. `file:dev.db` is one in a file, which is made if it is not there and which several processes may
  /// use at once. Fails with `invalid_argument` or `credentials`.
  static Result<Client> open(std::string_view url);
  static Result<Client> open(std::string_view url, const ClientOptions& options);

  /// Opens the endpoint and region that the environment and the shared AWS files name.
  static Result<Client> open();
  static Result<Client> open(const ClientOptions& options);

  /// A client over a transport of the caller's, taken as it is: no retries are added. For tests and decorators.
  explicit Client(std::shared_ptr<Transport> transport);
  /// The same with `table_prefix`, `clock`, `cursor_keys`, `call_timeout`, `cache` and `tracer` of the options; the
  /// others say how to connect, which is the transport's business. Fails with `invalid_argument`, with
  /// EmbeddedOptions too, which are no transport's.
  static Result<Client> open(std::shared_ptr<Transport> transport, const ClientOptions& options);

  /// A client over another transport that is the same otherwise, but has no cache: what lies behind the transport may
  /// be other data.
  Client over(std::shared_ptr<Transport> transport) const;

  // For transactions and batches of several repositories.

  /// A client that is the same but that what is called over it is recorded, and not sent.
  Client recording(std::shared_ptr<detail::Recorder> recorder) const;
  /// Where calls go; null: they are sent.
  detail::Recorder* recorder() const;

  /// The top of the stack of transports; lives as long as any copy of this client.
  Transport& transport() const;

  /// What stands before the name of every table, in requests and in errors.
  const std::string& table_prefix() const;
  /// The name by which the service knows a table: with the prefix.
  std::string table_name(std::string_view table) const { return table_prefix() + std::string(table); }

  /// What all calls over this client and its copies have cost since it was opened, by operation, entity, table and
  /// index: failed calls and retries too. Requests and items stand where the request went, units where the service says
  /// they were consumed: a write counts as one of the table, and its units also as ones of its indexes.
  std::vector<OperationCost> costs() const;
  /// For the runtime.
  CostCounter& counter() const;

  /// What its connections are doing, and have done; all 0 for a client over a transport of the caller's.
  PoolCounts pool() const;

  /// Opens connections ahead of the first requests, so that none of these pays for the handshakes: up to `connections`,
  /// at once, as far as the pool keeps idle ones. Asks for nothing of a table and needs no credentials. Fails with
  /// `transport` or `deadline`; what was opened until then stays.
  Result<void> warm_up(std::size_t connections, const CallOptions& options = {}) const;

  // Snapshots of tables; include <partita/snapshot.hpp>.

  /// Writes every item of a table, as lines of JSON, by a scan with consistent reads: items that are changed meanwhile
  /// are there as they were before or after. Expired ones that are stored are written, too. `table` is the name as it
  /// is declared.
  ///
  /// Only a report without an error means all items. Nothing in the output says that it is complete: what a dump has
  /// written before it ended early are whole lines (but for a stream that failed, whose last line may be cut), which
  /// look like a smaller table. So write to another name, and rename the file once the report is good.
  ///
  /// Costs what a scan costs. Fails with `not_found`, `cancelled`, `deadline`, `invalid_argument` for a stream that is
  /// not good, `transport` for one that fails, and as a scan does. The stream is flushed. An exception of the sink
  /// stops the dump and leaves it.
  SnapshotReport dump(std::string_view table, std::ostream& lines) const;
  SnapshotReport dump(std::string_view table, std::ostream& lines, const SnapshotOptions& options) const;
  SnapshotReport dump(std::string_view table, const SnapshotSink& sink) const;
  SnapshotReport dump(std::string_view table, const SnapshotSink& sink, const SnapshotOptions& options) const;

  /// Puts the items of all lines into a table, which must be there; items with other keys stay. Of two lines with the
  /// same key the later one is stored. Takes what `dump` wrote and the lines of AWS's exports, decompressed; empty
  /// lines mean nothing.
  ///
  /// Each line is held against the service's rules for items and for the table's key before its batch is sent. The
  /// first bad one ends the load with `invalid_argument`, the number of the line and what is wrong with it; all lines
  /// before it are written then, and none behind it. An error of a batch names its lines, of which some may be written.
  /// To load the same lines again writes the same items again, over what was changed since.
  ///
  /// Costs one put an item, and a DescribeTable, which needs its own permission. Fails with `not_found`, `cancelled`,
  /// `deadline`, `invalid_argument` for a stream that is not good, `transport` for one that fails, and as batches do.
  SnapshotReport load(std::string_view table, std::istream& lines) const;
  SnapshotReport load(std::string_view table, std::istream& lines, const SnapshotOptions& options) const;

  /// What its cache has done; all 0 for a client without one.
  CacheCounts cache_counts() const;
  /// For the runtime; null: there is none.
  cache::ItemCache* cache() const;

  /// What signs the cursors of queries; empty: a key of this process.
  const std::vector<CursorKey>& cursor_keys() const;

  /// The limit of calls that have none of their own; 0: there is none.
  std::chrono::milliseconds call_timeout() const;
  /// Who makes spans of requests; null: nobody.
  Tracer* tracer() const;

  /// The time that writes store as created-at and updated-at, and by which items are past their time to live: by the
  /// clock of the options.
  timestamp now() const;

  // How calls of several requests wait between them, as retries do: `random`, `sleep` and `max_attempts` of the
  // options.

  /// [0, 1), for jitter.
  double random() const;
  /// False if the call was cancelled meanwhile.
  bool sleep(std::chrono::nanoseconds time, const StopSignal& stop) const;
  int max_attempts() const;

 private:
  struct State;
  explicit Client(std::shared_ptr<const State> state);
  friend Metrics metrics(const Client& client);
  static Result<Client> connect(std::optional<std::string_view> url, const ClientOptions& options);
  static Result<Client> embed(std::string_view url, const ClientOptions& options);
  /// With what a client has above its transport: prefix, cache, tracer and the like.
  static Result<Client> wrap(std::shared_ptr<Transport> transport, const ClientOptions& options);
  /// What all requests pass on their way out of a client, whoever answers them.
  static Result<Client> stack_on(std::shared_ptr<Transport> end, http::RetrySettings retry,
                                 const ClientOptions& options);

  std::shared_ptr<const State> state_;
};

}  // namespace partita::inline epoch1
