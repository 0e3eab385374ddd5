#include "http/breaker_transport.hpp"

#include "http_exchange.hpp"
#include "scoped_environment.hpp"
#include "silent_host.hpp"

#include <partita/client_options.hpp>

#include <scripted_server.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;
using test::read_request;
using test::send;
using test::write_request;

namespace {

// A server that answers, refuses or fails as it is told.
class Server final : public Transport {
 public:
  void send(const Request& /*request*/, Reply& reply) noexcept override {
    ++asked;
    reply.reset();
    reply.facts.attempts = 1;
    reply.facts.cut_short = cuts_short;
    if (kind) {
      Error::Details details;
      details.kind = *kind;
      details.message = "it broke";
      reply.facts.status = status;
      reply.applied = Applied::unknown;
      reply.error.emplace(std::move(details));
    }
  }

  void breaks(ErrorKind with, int http_status = 0) { kind = with, status = http_status; }
  void recovers() { kind.reset(), cuts_short = false; }

  std::atomic<int> asked{0};
  std::optional<ErrorKind> kind;
  int status = 0;
  bool cuts_short = false;
};

Reply send_within(const Client& client, std::chrono::milliseconds limit) {
  Request request = read_request();
  request.context.deadline = std::chrono::steady_clock::now() + limit;
  return send(client.transport(), request);
}

class Lab {
 public:
  explicit Lab(std::uint32_t failures = 3) {
    BreakerOptions options;
    options.failures = failures;
    options.open_time = 2s;
    options.on_change = [this](BreakerClass which, BreakerState state) { changes.emplace_back(which, state); };
    breaker = std::make_unique<http::BreakerTransport>(server, options, [this] { return now; });
  }

  Reply read() const { return send(*breaker, read_request()); }
  Reply write() const { return send(*breaker, write_request(RetryClass::conditional)); }

  std::chrono::steady_clock::time_point now{};
  std::vector<std::pair<BreakerClass, BreakerState>> changes;
  std::shared_ptr<Server> server = std::make_shared<Server>();
  std::unique_ptr<http::BreakerTransport> breaker;
};

constexpr std::pair reads_open{BreakerClass::reads, BreakerState::open};
constexpr std::pair reads_half_open{BreakerClass::reads, BreakerState::half_open};
constexpr std::pair reads_closed{BreakerClass::reads, BreakerState::closed};
using Changes = std::vector<std::pair<BreakerClass, BreakerState>>;

}  // namespace

TEST_CASE("a breaker opens at the configured number of failures in a row, and then nothing is sent") {
  for (const ErrorKind kind : {ErrorKind::transport, ErrorKind::deadline, ErrorKind::server, ErrorKind::decode}) {
    Lab lab;
    lab.server->breaks(kind);
    for (int i = 0; i < 3; ++i) CHECK(lab.read().error->kind() == kind);
    CHECK(lab.changes == Changes{reads_open});
    const Reply refused = lab.read();
    REQUIRE(refused.error);
    CHECK(refused.error->kind() == ErrorKind::circuit_open);
    CHECK(refused.error->operation() == "GetItem");
    CHECK(refused.error->table() == "contacts");
    CHECK(refused.error->message() ==
          "not sent, as the last 3 requests failed; asked again in 2000 ms; the last failure: it broke");
    CHECK_FALSE(refused.error->maybe_applied());
    CHECK(refused.applied == Applied::no);
    CHECK(refused.facts.attempts == 0);
    CHECK(lab.server->asked == 3);
  }
}

TEST_CASE("an answer between failures starts the count anew") {
  Lab lab;
  for (int round = 0; round < 5; ++round) {
    lab.server->breaks(ErrorKind::server, 500);
    CHECK(lab.read().error->kind() == ErrorKind::server);
    CHECK(lab.read().error->kind() == ErrorKind::server);
    lab.server->recovers();
    CHECK_FALSE(lab.read().error);
  }
  CHECK(lab.changes.empty());
}

TEST_CASE("a refusal is an answer, and what never reached the server says nothing") {
  Lab lab;
  for (const ErrorKind kind : {ErrorKind::condition_failed, ErrorKind::throttled, ErrorKind::access_denied}) {
    lab.server->breaks(ErrorKind::server, 500);
    lab.read(), lab.read();
    lab.server->breaks(kind, 400);
    CHECK(lab.read().error->kind() == kind);
  }
  lab.server->breaks(ErrorKind::server, 500);
  lab.read(), lab.read();
  lab.server->breaks(ErrorKind::credentials);
  for (int i = 0; i < 5; ++i) CHECK(lab.read().error->kind() == ErrorKind::credentials);
  CHECK(lab.changes.empty());
  lab.server->breaks(ErrorKind::server, 500);
  lab.read();
  CHECK(lab.changes == Changes{reads_open});
}

TEST_CASE("after the open time one request goes out; its answer closes the breaker, its failure opens it again") {
  Lab lab;
  lab.server->breaks(ErrorKind::transport);
  for (int i = 0; i < 3; ++i) lab.read();
  lab.now += 1999ms;
  CHECK(lab.read().error->kind() == ErrorKind::circuit_open);
  lab.now += 1ms;
  CHECK(lab.read().error->kind() == ErrorKind::transport);  // the probe
  CHECK(lab.server->asked == 4);
  CHECK(lab.read().error->kind() == ErrorKind::circuit_open);
  lab.now += 2s;
  lab.server->recovers();
  CHECK_FALSE(lab.read().error);
  CHECK_FALSE(lab.read().error);
  CHECK(lab.changes == Changes{reads_open, reads_half_open, reads_open, reads_half_open, reads_closed});
  lab.server->breaks(ErrorKind::transport);
  CHECK(lab.read().error->kind() == ErrorKind::transport);  // closed: it takes three again
  CHECK(lab.read().error->kind() == ErrorKind::transport);
}

TEST_CASE("a probe that its call's deadline cut short says nothing, and the next request is one in its place") {
  Lab lab;
  lab.server->breaks(ErrorKind::deadline);
  for (int i = 0; i < 3; ++i) lab.read();
  lab.now += 2s;
  lab.server->cuts_short = true;
  CHECK(lab.read().error->kind() == ErrorKind::deadline);
  CHECK(lab.read().error->kind() == ErrorKind::deadline);
  CHECK(lab.changes == Changes{reads_open, reads_half_open});
  lab.server->recovers();
  CHECK_FALSE(lab.read().error);
  CHECK(lab.changes == Changes{reads_open, reads_half_open, reads_closed});
}

TEST_CASE("calls with little time of their own do not open the breaker for those that have more") {
  const test::ScopedEnvironment environment;
  std::atomic<bool> released{false};
  test::ScriptedServer server([&](const auto&) { return released.wait(false), test::ScriptedAnswer{.body = "{}"}; });
  ClientOptions options;
  options.breaker.failures = 3;
  const auto client = Client::open(server.url(), options);
  REQUIRE(client);
  for (int i = 0; i < 5; ++i) CHECK(send_within(*client, 100ms).error->kind() == ErrorKind::deadline);
  released = true;
  released.notify_all();
  CHECK_FALSE(send_within(*client, 60s).error);

  // With most of the time that an attempt has, silence is the server's.
  released = false;
  options.request_timeout = options.connect_timeout = 110ms;
  const auto hasty = Client::open(server.url(), options);
  REQUIRE(hasty);
  for (int i = 0; i < 3; ++i) CHECK(send_within(*hasty, 100ms).error->kind() == ErrorKind::deadline);
  CHECK(send_within(*hasty, 100ms).error->kind() == ErrorKind::circuit_open);
  released = true;
  released.notify_all();
}

TEST_CASE("calls with a second of their own open the breaker, however long an attempt may take") {
  const test::ScopedEnvironment environment;
  test::ScriptedServer server([](const auto&) { return test::ScriptedAnswer{.ending = test::Ending::never_answer}; });
  ClientOptions options;
  options.breaker.failures = 1;
  const auto client = Client::open(server.url(), options);
  REQUIRE(client);
  CHECK(send_within(*client, 1050ms).error->kind() == ErrorKind::deadline);
  CHECK(send_within(*client, 1050ms).error->kind() == ErrorKind::circuit_open);
}

TEST_CASE("calls with little time to connect do not open the breaker for those that have more") {
  const test::ScopedEnvironment environment;
  const test::SilentHost host;
  ClientOptions options;
  options.breaker.failures = 1;
  const auto client = Client::open(host.url(), options);
  REQUIRE(client);
  for (int i = 0; i < 3; ++i) CHECK(send_within(*client, 50ms).error->kind() == ErrorKind::deadline);

  options.connect_timeout = 60ms;
  const auto hasty = Client::open(host.url(), options);
  REQUIRE(hasty);
  CHECK(send_within(*hasty, 50ms).error->kind() == ErrorKind::deadline);
  CHECK(send_within(*hasty, 50ms).error->kind() == ErrorKind::circuit_open);
}

TEST_CASE("reads and writes have a breaker each, and 0 failures turn it off") {
  Lab lab;
  lab.server->breaks(ErrorKind::server, 503);
  for (int i = 0; i < 3; ++i) lab.write();
  CHECK(lab.write().error->kind() == ErrorKind::circuit_open);
  CHECK(lab.read().error->kind() == ErrorKind::server);

  Lab off(0);
  off.server->breaks(ErrorKind::server, 503);
  for (int i = 0; i < 100; ++i) CHECK(off.read().error->kind() == ErrorKind::server);
}

TEST_CASE("while one probe is under way, the other threads are refused") {
  class Slow final : public Transport {
   public:
    void send(const Request& /*request*/, Reply& reply) noexcept override {
      ++asked;
      reply.reset();
      reply.facts.attempts = 1;
      if (!slow) {
        reply.error.emplace(ErrorKind::transport, "it broke");
        return;
      }
      under_way = true;
      under_way.notify_all();
      released.wait(false);
    }
    std::atomic<int> asked{0};
    std::atomic<bool> slow{false};
    std::atomic<bool> under_way{false};
    std::atomic<bool> released{false};
  };
  auto server = std::make_shared<Slow>();
  std::atomic<std::chrono::steady_clock::time_point> now{};
  BreakerOptions options;
  options.failures = 1;
  http::BreakerTransport breaker(server, options, [&] { return now.load(); });
  CHECK(send(breaker, read_request()).error->kind() == ErrorKind::transport);
  server->slow = true;
  now = std::chrono::steady_clock::time_point{} + 3s;
  bool probe_failed = true;
  std::jthread probe([&] { probe_failed = send(breaker, read_request()).error.has_value(); });
  server->under_way.wait(false);
  for (int i = 0; i < 5; ++i) CHECK(send(breaker, read_request()).error->kind() == ErrorKind::circuit_open);
  server->released = true;
  server->released.notify_all();
  probe.join();
  CHECK_FALSE(probe_failed);
  CHECK(server->asked == 2);
  CHECK_FALSE(send(breaker, read_request()).error);
}

TEST_CASE("a client's calls stop retrying when the breaker opens") {
  const test::ScopedEnvironment environment;
  test::ScriptedServer server([](const auto&) { return test::error_answer(500, "InternalServerError", "broken"); });
  ClientOptions options;
  options.breaker.failures = 6;
  options.sleep = [](std::chrono::nanoseconds, const StopSignal&) { return true; };
  const auto client = Client::open(server.url(), options);
  REQUIRE(client);
  CHECK(send(client->transport(), read_request()).error->kind() == ErrorKind::server);
  const Reply second = send(client->transport(), read_request());
  REQUIRE(second.error);
  CHECK(second.error->kind() == ErrorKind::circuit_open);
  CHECK(server.requests().size() == 6);

  options.breaker.open_time = 0ms;
  const auto refused = Client::open(server.url(), options);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message() == "BreakerOptions::open_time must be longer than 0");
}
