#include <partita/client.hpp>

#include "cache/cache_transport.hpp"
#include "cache/item_cache.hpp"
#include "config/check_options.hpp"
#include "config/settings.hpp"
#include "cost_counter.hpp"
#include "embedded/embedded_transport.hpp"
#include "embedded/faults/faulty_transport.hpp"
#include "embedded/open_store.hpp"
#include "http/breaker_transport.hpp"
#include "http/bulkhead_transport.hpp"
#include "http/hedge_transport.hpp"
#include "http/http_transport.hpp"
#include "http/retry_transport.hpp"
#include "log/log_changes.hpp"
#include "log/log_transport.hpp"
#include "metrics/attempt_transport.hpp"
#include "metrics/metrics_transport.hpp"
#include "repository/deadline.hpp"
#include "tracing/tracing_transport.hpp"
#include "waiting.hpp"

#include <partita/chrono.hpp>
#include <partita/client_options.hpp>
#include <partita/metrics.hpp>
#include <partita/transport.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace partita::inline epoch1 {

struct Client::State {
  std::shared_ptr<Transport> transport;
  std::string table_prefix{};
  std::function<std::chrono::system_clock::time_point()> clock{};
  std::function<double()> random = seeded_random();
  std::function<bool(std::chrono::nanoseconds, const StopSignal&)> sleep = &sleep_on_this_thread;
  int max_attempts = default_max_attempts;
  std::shared_ptr<detail::Recorder> recorder{};
  std::vector<CursorKey> cursor_keys{};
  std::shared_ptr<CostCounter> counter = std::make_shared<CostCounter>();
  std::shared_ptr<cache::ItemCache> cache{};  // null: there is none
  std::shared_ptr<Tracer> tracer{};           // null: there is none
  std::chrono::milliseconds call_timeout{0};
  std::shared_ptr<http::HttpTransport> http{};  // null: a transport of the caller's, or the engine in the process
  // Null: a transport of the caller's.
  std::shared_ptr<http::BreakerTransport> breaker{};
  std::shared_ptr<http::HedgeTransport> hedge{};  // null: off
  std::shared_ptr<http::BulkheadTransport> bulkhead{};
  std::shared_ptr<AttemptTransport> attempts{};
  std::shared_ptr<MetricsTransport> metrics{};
};

namespace {

// The shortest name of a table has 3 characters, the longest 255.
constexpr std::size_t longest_prefix = 252;

Result<void> check_prefix(std::string_view prefix) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
  };
  if (!std::all_of(prefix.begin(), prefix.end(), allowed)) {
    return Error(ErrorKind::invalid_argument, "ClientOptions::table_prefix is '" + std::string(prefix) +
                                                  "'; table names have letters, digits, '_', '-' and '.' alone");
  }
  if (prefix.size() > longest_prefix) {
    return Error(ErrorKind::invalid_argument, "ClientOptions::table_prefix has " + std::to_string(prefix.size()) +
                                                  " characters, which leaves no room for a name; a table name has 255");
  }
  return {};
}

// RFC 2104, section 3: a key shorter than the hash weakens HMAC.
constexpr std::size_t shortest_secret = 32;
constexpr std::size_t longest_key_id = 255;

Result<void> check_cursor_keys(const std::vector<CursorKey>& keys) {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const CursorKey& key = keys[i];
    const std::string place = "ClientOptions::cursor_keys[" + std::to_string(i) + "]";
    if (key.id.empty() || key.id.size() > longest_key_id) {
      return Error(ErrorKind::invalid_argument,
                   place + " has an id of " + std::to_string(key.id.size()) + " bytes; an id has 1 to 255");
    }
    if (key.secret.size() < shortest_secret) {
      return Error(ErrorKind::invalid_argument, place + " has a secret of " + std::to_string(key.secret.size()) +
                                                    " bytes; a secret has at least 32, random ones");
    }
    const auto same = [&](const CursorKey& other) { return other.id == key.id; };
    if (std::count_if(keys.begin(), keys.end(), same) > 1) {
      return Error(ErrorKind::invalid_argument, place + " has id '" + key.id + "', as another key of the ring has");
    }
  }
  return {};
}

}  // namespace

Result<Client> Client::connect(std::optional<std::string_view> url, const ClientOptions& options) {
  if (url && embedded::is_embedded(*url)) return embed(*url, options);
  if (auto checked = config::refuse_embedded(options.embedded); !checked) return checked.error();
  auto settings = config::resolve_settings(url, options);
  if (!settings) return settings.error();
  auto http = std::make_shared<http::HttpTransport>(std::move(settings->http));
  auto client = stack_on(http, std::move(settings->retry), options);
  if (!client) return client;
  State state = *client->state_;
  state.http = std::move(http);
  return Client(std::make_shared<const State>(std::move(state)));
}

Result<Client> Client::embed(std::string_view url, const ClientOptions& options) {
  if (auto checked = config::check_embedded(options); !checked) return checked.error();
  auto retries = config::embedded_retries(options);
  if (!retries) return retries.error();
  auto store = embedded::open_store(url, options.embedded);
  if (!store) return store.error();
  auto engine = std::make_shared<embedded::Engine>(
      *std::move(store), options.clock ? options.clock : [] { return std::chrono::system_clock::now(); },
      embedded::Conditions{options.embedded.index_delay, options.embedded.cut_batch_gets,
                           options.embedded.expiry_interval},
      options.log);
  auto answering = std::make_shared<embedded::EmbeddedTransport>(std::move(engine));
  std::shared_ptr<Transport> end = answering;
  if (!options.embedded.faults.empty()) {
    end = std::make_shared<embedded::FaultyTransport>(std::move(answering), std::string(url), options);
  }
  return stack_on(std::move(end), *std::move(retries), options);
}

Result<Client> Client::stack_on(std::shared_ptr<Transport> end, http::RetrySettings retry,
                                const ClientOptions& options) {
  ClientOptions resolved = options;
  resolved.max_attempts = retry.max_attempts;
  auto breaker = std::make_shared<http::BreakerTransport>(std::move(end), with_log(options.breaker, options.log));
  auto budget = std::make_shared<http::RetryBudget>(retry.budget);
  std::shared_ptr<Transport> sent = breaker;
  std::shared_ptr<http::HedgeTransport> hedge;
  if (options.hedge.percentile > 0) {
    hedge = std::make_shared<http::HedgeTransport>(breaker, options.hedge, [breaker, budget] {
      return breaker->state(BreakerClass::reads) == BreakerState::closed && budget->is_half_full();
    });
    sent = hedge;
  }
  auto bulkhead = std::make_shared<http::BulkheadTransport>(sent, options.bulkhead);
  auto attempts = std::make_shared<AttemptTransport>(bulkhead, options.log);
  auto retries = std::make_shared<http::RetryTransport>(attempts, std::move(retry), budget);
  auto measured = std::make_shared<MetricsTransport>(std::move(retries));
  std::shared_ptr<Transport> top = measured;
  if (options.log) top = std::make_shared<LogTransport>(std::move(top), options.log, options.slow_request);
  auto client = wrap(std::move(top), resolved);
  if (!client) return client;
  State state = *client->state_;
  state.breaker = std::move(breaker);
  state.hedge = std::move(hedge);
  state.bulkhead = std::move(bulkhead);
  state.attempts = std::move(attempts);
  state.metrics = std::move(measured);
  return Client(std::make_shared<const State>(std::move(state)));
}

Result<Client> Client::open(std::string_view url) {
  return connect(url, {});
}
Result<Client> Client::open(std::string_view url, const ClientOptions& options) {
  return connect(url, options);
}
Result<Client> Client::open() {
  return connect(std::nullopt, {});
}
Result<Client> Client::open(const ClientOptions& options) {
  return connect(std::nullopt, options);
}

Result<Client> Client::open(std::shared_ptr<Transport> transport, const ClientOptions& options) {
  if (auto checked = config::refuse_embedded(options.embedded); !checked) return checked.error();
  return wrap(std::move(transport), options);
}

Result<Client> Client::wrap(std::shared_ptr<Transport> transport, const ClientOptions& options) {
  if (auto checked = check_prefix(options.table_prefix); !checked) return checked.error();
  if (options.call_timeout.count() < 0) {
    return Error(ErrorKind::invalid_argument, "ClientOptions::call_timeout is less than 0; 0 is no limit");
  }
  if (auto checked = config::check_cache(options.cache); !checked) return checked.error();
  if (auto checked = check_cursor_keys(options.cursor_keys); !checked) return checked.error();
  State state{std::move(transport), options.table_prefix, options.clock};
  state.tracer = options.tracer;
  state.call_timeout = options.call_timeout;
  if (options.tracer) {
    state.transport = std::make_shared<TracingTransport>(std::move(state.transport), options.tracer);
  }
  if (options.cache.max_bytes > 0) {
    state.cache = std::make_shared<cache::ItemCache>(options.cache);
    state.transport = std::make_shared<cache::CacheTransport>(std::move(state.transport), state.cache);
  }
  state.cursor_keys = options.cursor_keys;
  if (options.random) state.random = options.random;
  if (options.sleep) state.sleep = options.sleep;
  if (options.max_attempts) state.max_attempts = *options.max_attempts;
  return Client(std::make_shared<const State>(std::move(state)));
}

Client::Client(std::shared_ptr<Transport> transport)
    : Client(std::make_shared<const State>(State{std::move(transport)})) {}

Client::Client(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Client Client::over(std::shared_ptr<Transport> transport) const {
  State state = *state_;
  state.transport = std::move(transport);
  state.cache = nullptr;
  return Client(std::make_shared<const State>(std::move(state)));
}

Client Client::recording(std::shared_ptr<detail::Recorder> recorder) const {
  State state = *state_;
  state.recorder = std::move(recorder);
  return Client(std::make_shared<const State>(std::move(state)));
}

detail::Recorder* Client::recorder() const {
  return state_->recorder.get();
}

Transport& Client::transport() const {
  return *state_->transport;
}

const std::string& Client::table_prefix() const {
  return state_->table_prefix;
}

const std::vector<CursorKey>& Client::cursor_keys() const {
  return state_->cursor_keys;
}

std::vector<OperationCost> Client::costs() const {
  return state_->counter->snapshot();
}

CostCounter& Client::counter() const {
  return *state_->counter;
}

CacheCounts Client::cache_counts() const {
  return state_->cache ? state_->cache->counts() : CacheCounts{};
}

cache::ItemCache* Client::cache() const {
  return state_->cache.get();
}

PoolCounts Client::pool() const {
  return state_->http ? state_->http->pool_counts() : PoolCounts{};
}

Metrics metrics(const Client& client) {
  Metrics metrics;
  metrics.costs = client.costs();
  metrics.pool = client.pool();
  metrics.cache = client.cache_counts();
  const Client::State& state = *client.state_;
  if (state.metrics) metrics.requests = state.metrics->snapshot();
  if (state.hedge) metrics.hedges = state.hedge->counts();
  if (state.attempts) metrics.throttlings = state.attempts->throttlings();
  if (state.bulkhead) {
    metrics.bulkheads = {.reads = state.bulkhead->counts(OperationClass::reads),
                         .writes = state.bulkhead->counts(OperationClass::writes),
                         .long_reads = state.bulkhead->counts(OperationClass::long_reads)};
  }
  if (state.breaker) {
    metrics.reads = state.breaker->state(BreakerClass::reads);
    metrics.writes = state.breaker->state(BreakerClass::writes);
  }
  return metrics;
}

Result<void> Client::warm_up(std::size_t connections, const CallOptions& options) const {
  if (!state_->http) return {};
  return state_->http->warm_up(connections, detail::context_of(*this, options));
}

std::chrono::milliseconds Client::call_timeout() const {
  return state_->call_timeout;
}

Tracer* Client::tracer() const {
  return state_->tracer.get();
}

timestamp Client::now() const {
  return to_timestamp(state_->clock ? state_->clock() : std::chrono::system_clock::now());
}

double Client::random() const {
  return state_->random();
}

bool Client::sleep(std::chrono::nanoseconds time, const StopSignal& stop) const {
  return state_->sleep(time, stop);
}

int Client::max_attempts() const {
  return state_->max_attempts;
}

}  // namespace partita::inline epoch1
