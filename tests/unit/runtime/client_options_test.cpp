#include "scoped_environment.hpp"

#include <partita/client_options.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <functional>
#include <string>

using namespace partita;
using namespace std::chrono_literals;

namespace {

using Change = std::function<void(ClientOptions&)>;

// Empty: it opens.
std::string refusal(const Change& change) {
  const test::ScopedEnvironment environment;
  ClientOptions options;
  change(options);
  const auto client = Client::open("http://127.0.0.1:1", options);
  if (client) return "";
  CHECK(client.error().kind() == ErrorKind::invalid_argument);
  return client.error().message();
}

}  // namespace

TEST_CASE("limits of time that contain each other the wrong way round are refused by their names, all at once") {
  CHECK(refusal([](ClientOptions& options) { options.call_timeout = 40s; }).empty());
  CHECK(refusal([](ClientOptions& options) { options.call_timeout = 20s; }) ==
        "ClientOptions::request_timeout (30000 ms) is longer than ClientOptions::call_timeout (20000 ms), the limit of "
        "the whole call");
  CHECK(refusal([](ClientOptions& options) {
          options.call_timeout = 2s;
          options.bulkhead.writes = {.max_in_flight = 1, .max_waiting = 1, .queue_wait = 50s};
        }) ==
        "ClientOptions::request_timeout (30000 ms), ClientOptions::connect_timeout (3000 ms), PoolOptions::queue_wait "
        "(3000 ms), BulkheadOptions::writes.queue_wait (50000 ms) are longer than ClientOptions::call_timeout (2000 "
        "ms), the limit of the whole call");
  CHECK(refusal([](ClientOptions& options) {
          options.call_timeout = 2500ms;
          options.request_timeout = 2s;
        }) ==
        "ClientOptions::connect_timeout (3000 ms), PoolOptions::queue_wait (3000 ms) are longer than "
        "ClientOptions::call_timeout (2500 ms), the limit of the whole call; ClientOptions::connect_timeout (3000 ms) "
        "is longer than request_timeout (2000 ms), which it is a part of");
  CHECK(refusal([](ClientOptions& options) { options.call_timeout = -1ms; }) ==
        "ClientOptions::call_timeout is less than 0; 0 is no limit");
  CHECK_THAT(refusal([](ClientOptions& options) { options.slow_request = -1ms; }), Catch::Contains("slow_request"));
}

TEST_CASE("bulkheads that limit nothing are refused") {
  CHECK_THAT(refusal([](ClientOptions& options) { options.bulkhead.reads.max_waiting = 10; }),
             Catch::StartsWith("BulkheadOptions::reads.max_waiting is 10, but max_in_flight is 0"));
  CHECK_THAT(refusal([](ClientOptions& options) { options.bulkhead.long_reads.max_in_flight = 65; }),
             Catch::StartsWith("BulkheadOptions::long_reads.max_in_flight (65) is more than "
                               "PoolOptions::max_connections (64)"));
  CHECK(refusal([](ClientOptions& options) { options.bulkhead.long_reads.max_in_flight = 64; }).empty());
  CHECK_THAT(refusal([](ClientOptions& options) {
               options.bulkhead.writes = {.max_in_flight = 1, .max_waiting = 1, .queue_wait = -1ms};
             }),
             Catch::StartsWith("BulkheadOptions::writes.queue_wait is less than 0"));
}

TEST_CASE("options of a cache that make no sense are refused") {
  CHECK_THAT(refusal([](ClientOptions& options) { options.cache.jitter = 10; }),
             Catch::StartsWith("CacheOptions::jitter is 10") && Catch::Contains("share"));
  CHECK_THAT(refusal([](ClientOptions& options) { options.cache.jitter = -1; }), Catch::Contains("jitter"));
  CHECK_THAT(refusal([](ClientOptions& options) { options.cache.stale_on_error = -5s; }),
             Catch::StartsWith("CacheOptions::stale_on_error (-5000 ms) is less than 0"));
  CHECK_THAT(refusal([](ClientOptions& options) { options.cache.max_absent = -1ms; }), Catch::Contains("max_absent"));
  CHECK_THAT(refusal([](ClientOptions& options) { options.cache.consistent_after_write = -1ms; }),
             Catch::Contains("consistent_after_write"));
  CHECK_THAT(refusal([](ClientOptions& options) { options.cache.l2_lifetime = -1ms; }), Catch::Contains("l2_lifetime"));
}
