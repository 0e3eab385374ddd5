#include "http/bulkhead_transport.hpp"

#include "eventually.hpp"
#include "http_exchange.hpp"
#include "scoped_environment.hpp"

#include <partita/client_options.hpp>
#include <partita/metrics.hpp>

#include <scripted_server.hpp>

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <semaphore>
#include <stop_token>
#include <thread>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;
using test::eventually;
using test::read_request;
using test::send;
using test::write_request;

namespace {

// Holds each request until it is let go.
class Held final : public Transport {
 public:
  void send(const Request& request, Reply& reply) noexcept override {
    ++arrived;
    if (request.operation == "GetItem") go.acquire();
    reply.reset();
    reply.facts.attempts = 1;
  }

  std::atomic<int> arrived{0};
  std::counting_semaphore<> go{0};
};

struct Lab {
  explicit Lab(BulkheadLimit reads) : bulkhead(held, BulkheadOptions{.reads = reads, .writes = {}, .long_reads = {}}) {}
  ~Lab() { held->go.release(100); }

  void start_reader() {
    readers.emplace_back([this] {
      if (!send(bulkhead, read_request()).error) ++done;
    });
  }

  std::shared_ptr<Held> held = std::make_shared<Held>();
  http::BulkheadTransport bulkhead;
  std::atomic<int> done{0};
  std::vector<std::jthread> readers;  // the last member, so that it ends first
};

}  // namespace

TEST_CASE("operations are of three classes") {
  CHECK(http::class_of("GetItem") == OperationClass::reads);
  CHECK(http::class_of("DescribeTable") == OperationClass::reads);
  CHECK(http::class_of("UpdateItem") == OperationClass::writes);
  CHECK(http::class_of("TransactWriteItems") == OperationClass::writes);
  for (const char* const each : {"Query", "Scan", "BatchGetItem", "TransactGetItems"}) {
    CHECK(http::class_of(each) == OperationClass::long_reads);
  }
}

TEST_CASE("what is over a limit fails at once and nothing of it is sent, and other classes have their own room") {
  Lab lab({.max_in_flight = 1});
  lab.start_reader();
  REQUIRE(eventually([&] { return lab.held->arrived == 1; }));
  const Reply refused = send(lab.bulkhead, read_request());
  REQUIRE(refused.error);
  CHECK(refused.error->kind() == ErrorKind::overloaded);
  CHECK(refused.error->table() == "contacts");
  CHECK(refused.facts.attempts == 0);
  CHECK(lab.held->arrived == 1);
  CHECK(lab.bulkhead.counts(OperationClass::reads).refused == 1);
  CHECK(lab.bulkhead.counts(OperationClass::reads).in_flight == 1);
  CHECK_FALSE(send(lab.bulkhead, write_request(RetryClass::idempotent)).error);
  lab.held->go.release();
  REQUIRE(eventually([&] { return lab.done == 1; }));
  CHECK(lab.bulkhead.counts(OperationClass::reads).in_flight == 0);
  lab.held->go.release();
  CHECK_FALSE(send(lab.bulkhead, read_request()).error);
}

TEST_CASE("so many as may wait do, and go on one by one") {
  Lab lab({.max_in_flight = 1, .max_waiting = 2, .queue_wait = std::chrono::milliseconds::max()});
  for (int i = 0; i < 3; ++i) lab.start_reader();
  REQUIRE(eventually([&] { return lab.bulkhead.counts(OperationClass::reads).waiting == 2; }));
  const Reply refused = send(lab.bulkhead, read_request());
  REQUIRE(refused.error);
  CHECK(refused.error->kind() == ErrorKind::overloaded);
  for (int i = 1; i <= 3; ++i) {
    REQUIRE(eventually([&] { return lab.held->arrived == i; }));
    CHECK(lab.bulkhead.counts(OperationClass::reads).in_flight == 1);
    lab.held->go.release();
  }
  CHECK(eventually([&] { return lab.done == 3; }));
}

TEST_CASE("a forked child has all rooms to itself") {
  Lab lab({.max_in_flight = 1, .max_waiting = 0, .queue_wait = 0ms});
  lab.start_reader();
  REQUIRE(eventually([&] { return lab.held->arrived == 1; }));
  const pid_t child = fork();
  if (child == 0) {
    lab.held->go.release();
    _exit(send(lab.bulkhead, read_request()).error ? 1 : 0);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("a wait for a room ends by the limit, the deadline and the stop token") {
  Lab lab({.max_in_flight = 1, .max_waiting = 5, .queue_wait = 50ms});
  lab.start_reader();
  REQUIRE(eventually([&] { return lab.held->arrived == 1; }));
  SECTION("by the limit") {
    const Reply reply = send(lab.bulkhead, read_request());
    REQUIRE(reply.error);
    CHECK(reply.error->kind() == ErrorKind::overloaded);
    CHECK(lab.bulkhead.counts(OperationClass::reads).refused == 1);
  }
  SECTION("by the deadline") {
    Request request = read_request();
    request.context.deadline = std::chrono::steady_clock::now() + 10ms;
    const Reply reply = send(lab.bulkhead, request);
    REQUIRE(reply.error);
    CHECK(reply.error->kind() == ErrorKind::deadline);
  }
  SECTION("by the stop token") {
    std::stop_source source;
    source.request_stop();
    const auto token = source.get_token();
    Request request = read_request();
    request.context.stop = StopSignal(token);
    const Reply reply = send(lab.bulkhead, request);
    REQUIRE(reply.error);
    CHECK(reply.error->kind() == ErrorKind::cancelled);
  }
  CHECK(lab.bulkhead.counts(OperationClass::reads).waiting == 0);
}

TEST_CASE("an overloaded client repeats nothing, and its metrics tell") {
  const test::ScopedEnvironment environment;
  test::ScriptedServer server;
  server.enqueue({.body = "{}", .delay = 300ms});
  ClientOptions options;
  options.bulkhead.long_reads.max_in_flight = 1;
  const auto client = Client::open(server.url(), options);
  REQUIRE(client);
  const auto scan = [&] {
    const Request request{.operation = "Scan", .table = "contacts", .body = "{}"};
    Reply reply;
    client->transport().send(request, reply);
    return reply;
  };
  bool first_failed = true;
  std::jthread first([&] { first_failed = scan().error.has_value(); });
  REQUIRE(eventually([&] { return !server.requests().empty(); }));
  const Reply refused = scan();
  REQUIRE(refused.error);
  CHECK(refused.error->kind() == ErrorKind::overloaded);
  CHECK(refused.error->attempts() == 0);
  const Metrics seen = metrics(*client);
  CHECK(seen.bulkheads.long_reads.refused == 1);
  CHECK_THAT(prometheus_text(seen), Catch::Contains("partita_bulkhead_refused_total{class=\"long_reads\"} 1\n"));
  CHECK(server.requests().size() == 1);
  first.join();
  CHECK_FALSE(first_failed);
}
