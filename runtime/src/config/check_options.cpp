#include "config/check_options.hpp"

#include "embedded/faults/fault_kinds.hpp"
#include "embedded/operations/operations.hpp"
#include "embedded/violations.hpp"
#include "text.hpp"
#include "waiting.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::config {
namespace {

using std::chrono::milliseconds;

Error invalid(const std::string& message) {
  return {ErrorKind::invalid_argument, message};
}

bool is_share(double value) {  // false for NaN
  return value >= 0 && value <= 1;
}

// Empty: it is one of something.
std::string what_is_wrong(std::string_view name, double share) {
  if (is_share(share) && share > 0) return {};
  return std::string(name) + " is " + std::to_string(share) + "; it is a share: above 0, up to 1";
}

auto limits_of(const BulkheadOptions& bulkhead) {
  return std::array{std::pair(std::string("BulkheadOptions::reads"), bulkhead.reads),
                    std::pair(std::string("BulkheadOptions::writes"), bulkhead.writes),
                    std::pair(std::string("BulkheadOptions::long_reads"), bulkhead.long_reads)};
}

// An outer limit that is over before an inner one hides what really went wrong.
Result<void> check_times(const ClientOptions& options) {
  if (options.connect_timeout.count() <= 0 || options.request_timeout.count() <= 0) {
    return invalid("the timeouts of ClientOptions must be longer than 0");
  }
  if (options.slow_request.count() < 0) return invalid("ClientOptions::slow_request is less than 0; 0 tells of none");
  std::string wrong;
  if (options.call_timeout.count() > 0) {
    std::size_t longer = 0;
    const auto compare = [&](const std::string& option, milliseconds inner) {
      if (inner <= options.call_timeout) return;
      wrong.append(longer++ == 0 ? "" : ", ").append(option).append(" (").append(text::ms(inner)).append(")");
    };
    compare("ClientOptions::request_timeout", options.request_timeout);
    compare("ClientOptions::connect_timeout", options.connect_timeout);
    compare("PoolOptions::queue_wait", options.pool.queue_wait);
    for (const auto& [name, limit] : limits_of(options.bulkhead)) {
      if (limit.max_waiting > 0) compare(name + ".queue_wait", limit.queue_wait);
    }
    if (longer > 0) {
      wrong.append(longer == 1 ? " is" : " are").append(" longer than ClientOptions::call_timeout (");
      wrong.append(text::ms(options.call_timeout)).append("), the limit of the whole call");
    }
  }
  if (options.connect_timeout > options.request_timeout) {
    wrong.append(wrong.empty() ? "" : "; ").append("ClientOptions::connect_timeout (");
    wrong.append(text::ms(options.connect_timeout)).append(") is longer than request_timeout (");
    wrong.append(text::ms(options.request_timeout)).append("), which it is a part of");
  }
  if (!wrong.empty()) return invalid(wrong);
  return {};
}

Result<void> check_pool(const PoolOptions& pool) {
  if (pool.max_connections == 0) return invalid("PoolOptions::max_connections is 0, so no request could be sent");
  if (pool.idle_timeout.count() <= 0 || pool.max_age.count() <= 0 || pool.queue_wait.count() < 0) {
    return invalid("PoolOptions::idle_timeout and max_age must be longer than 0, queue_wait not shorter");
  }
  if (const std::string wrong = what_is_wrong("PoolOptions::warn_at", pool.warn_at); !wrong.empty()) {
    return invalid(wrong);
  }
  return {};
}

Result<void> check_bulkhead(const BulkheadOptions& bulkhead, const PoolOptions& pool) {
  for (const auto& [name, limit] : limits_of(bulkhead)) {
    if (limit.queue_wait.count() < 0) return invalid(name + ".queue_wait is less than 0; 0 waits for nobody");
    if (limit.max_in_flight == 0 && limit.max_waiting > 0) {
      return invalid(name + ".max_waiting is " + std::to_string(limit.max_waiting) +
                     ", but max_in_flight is 0, no limit, for which nothing would wait");
    }
    if (limit.max_in_flight > pool.max_connections) {
      return invalid(name + ".max_in_flight (" + std::to_string(limit.max_in_flight) +
                     ") is more than PoolOptions::max_connections (" + std::to_string(pool.max_connections) +
                     "), so that it would limit nothing");
    }
  }
  return {};
}

Result<void> check_hedge(const HedgeOptions& hedge) {
  if (is_share(hedge.percentile) && hedge.percentile < 1 && is_share(hedge.max_share)) return {};
  return invalid(
      "HedgeOptions::percentile is from 0 to below 1, and max_share from 0 to 1: 0.95 hedges what is slower than "
      "95 of 100 reads");
}

bool is_operation(std::string_view name) {
  const auto all = embedded::operations();
  return std::any_of(all.begin(), all.end(), [&](const embedded::Operation& each) { return each.name == name; });
}

// Empty: nothing.
std::string what_is_wrong(const EmbeddedFault& fault, const std::string& table_prefix) {
  const std::string kind(embedded::name_of(fault.kind));
  if (kind.empty()) return ".kind is none of FaultKind";
  if (std::string wrong = what_is_wrong(".share", fault.share); !wrong.empty()) return wrong;
  for (const std::string& each : fault.operations) {
    if (!is_operation(each)) {
      return ".operations has '" + each + "', which is no operation; they are called as the service does: 'PutItem'";
    }
    if (!embedded::can_have(each, fault.kind)) return ".operations has '" + each + "', which cannot have " + kind;
    if (!fault.tables.empty() && (each == "ListTables" || each == "DescribeLimits")) {
      return ".operations has '" + each + "', which is about no table, and .tables is not empty";
    }
  }
  for (const std::string& each : fault.tables) {
    if (each.empty()) return ".tables has an empty name; leave the list empty for all tables";
    if (!each.starts_with(table_prefix)) {
      return ".tables has '" + each + "', and each table of the client begins with its table_prefix, '" + table_prefix +
             "'";
    }
    embedded::Violations violations;
    violations.name(each, "tables");
    if (violations.refusal()) {
      return ".tables has '" + each +
             "', which no table is called: names have 3 to 255 letters, digits, '_', '-' and '.'";
    }
  }
  const bool is_late = fault.kind == FaultKind::latency;
  if (is_late && fault.median.count() <= 0) {
    return ".median is " + text::ms(fault.median) + "; a latency is longer than 0";
  }
  if (!is_late && (fault.median.count() != 0 || fault.p99.count() != 0)) {
    return ".median and p99 are those of a latency; this is " + kind;
  }
  if (fault.p99.count() != 0 && fault.p99 < fault.median) {
    return ".p99 (" + text::ms(fault.p99) + ") is less than its median (" + text::ms(fault.median) + ")";
  }
  return {};
}

}  // namespace

Result<void> check_connection(const ClientOptions& options) {
  if (auto checked = check_times(options); !checked) return checked;
  if (options.breaker.failures > 0 && options.breaker.open_time.count() <= 0) {
    return invalid("BreakerOptions::open_time must be longer than 0");
  }
  if (auto checked = check_hedge(options.hedge); !checked) return checked;
  if (auto checked = check_pool(options.pool); !checked) return checked;
  return check_bulkhead(options.bulkhead, options.pool);
}

Result<void> refuse_embedded(const EmbeddedOptions& embedded) {
  const auto refuse = [](const std::string& option) {
    return invalid("EmbeddedOptions::" + option + " is of the engine in the process; no other database has it");
  };
  if (!embedded.faults.empty()) return refuse("faults");
  if (embedded.index_delay.count() != 0) return refuse("index_delay");
  if (embedded.cut_batch_gets) return refuse("cut_batch_gets");
  if (embedded.durable) return refuse("durable");
  if (embedded.seed != 0) return refuse("seed");
  if (embedded.expiry_interval != EmbeddedOptions().expiry_interval) return refuse("expiry_interval");
  return {};
}

Result<void> check_embedded(const ClientOptions& options) {
  const EmbeddedOptions& embedded = options.embedded;
  if (embedded.index_delay.count() < 0 || embedded.index_delay > century) {
    return invalid("EmbeddedOptions::index_delay is " + text::ms(embedded.index_delay) +
                   "; it is 0, or a time that a test waits for");
  }
  if (embedded.expiry_interval.count() < 0) {
    return invalid("EmbeddedOptions::expiry_interval is " + text::ms(embedded.expiry_interval) +
                   "; it is 0, which leaves expired items where they are, or a time");
  }
  for (std::size_t i = 0; i < embedded.faults.size(); ++i) {
    const std::string wrong = what_is_wrong(embedded.faults[i], options.table_prefix);
    if (!wrong.empty()) return invalid("EmbeddedOptions::faults[" + std::to_string(i) + "]" + wrong);
  }
  return {};
}

Result<void> check_cache(const CacheOptions& cache) {
  if (!is_share(cache.jitter)) {
    return invalid("CacheOptions::jitter is " + std::to_string(cache.jitter) + "; it is a share: from 0 to 1");
  }
  for (const auto& [name, time] :
       {std::pair("max_absent", cache.max_absent), std::pair("stale_on_error", cache.stale_on_error),
        std::pair("consistent_after_write", cache.consistent_after_write),
        std::pair("l2_lifetime", cache.l2_lifetime)}) {
    if (time.count() < 0)
      return invalid("CacheOptions::" + std::string(name) + " (" + text::ms(time) + ") is less than 0");
  }
  return {};
}

}  // namespace partita::inline epoch1::config
