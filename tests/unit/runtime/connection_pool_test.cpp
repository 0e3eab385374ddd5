#include "http_exchange.hpp"
#include "scoped_environment.hpp"

#include <partita/client_options.hpp>
#include <partita/pool_options.hpp>

#include <scripted_server.hpp>

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <future>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;
using test::read_request;
using test::ScriptedAnswer;
using test::ScriptedServer;
using test::send;
using test::settings_for;

namespace {

// A server that answers when it is told to, so that exchanges stay under way meanwhile.
class HeldServer {
 public:
  HeldServer() : server_([this](const auto&) { return released_.wait(false), ScriptedAnswer{.body = "{}"}; }) {}
  ~HeldServer() { release(); }

  std::string url() const { return server_.url(); }
  std::size_t requests() const { return server_.requests().size(); }
  std::size_t connections() const { return server_.connections_accepted(); }
  void release() {
    released_ = true;
    released_.notify_all();
  }
  void hold_again() { released_ = false; }

 private:
  std::atomic<bool> released_{false};
  ScriptedServer server_;
};

// What is still true after a generous time is false for good.
template <class Condition>
bool soon(Condition condition) {
  for (int i = 0; i < 1000 && !condition(); ++i) std::this_thread::sleep_for(10ms);
  return condition();
}

http::HttpSettings pool_of(const std::string& url, std::size_t connections,
                           std::chrono::milliseconds queue_wait = 30s) {
  auto settings = settings_for(url);
  settings.pool.max_connections = connections;
  settings.pool.queue_wait = queue_wait;
  return settings;
}

// Sends on threads of their own.
class Senders {
 public:
  explicit Senders(http::HttpTransport& transport) : transport_(transport) {}
  void send(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      replies_.push_back(std::async(std::launch::async, [this] { return test::send(transport_, read_request()); }));
    }
  }
  std::size_t failures() {
    std::size_t failures = 0;
    for (auto& reply : replies_) failures += reply.get().error ? 1U : 0U;
    return failures;
  }

 private:
  http::HttpTransport& transport_;
  std::vector<std::future<Reply>> replies_;
};

}  // namespace

TEST_CASE("no more requests are under way than the pool has connections, and the others wait their turn") {
  HeldServer server;
  http::HttpTransport transport(pool_of(server.url(), 2));
  Senders senders(transport);
  senders.send(5);
  REQUIRE(soon([&] { return server.requests() == 2 && transport.pool_counts().waiting == 3; }));
  CHECK(transport.pool_counts().in_use == 2);
  CHECK(transport.pool_counts().max_connections == 2);
  server.release();
  CHECK(senders.failures() == 0);
  CHECK(server.requests() == 5);
  CHECK(server.connections() == 2);
  const PoolCounts counts = transport.pool_counts();
  CHECK(counts.in_use == 0);
  CHECK(counts.waiting == 0);
  CHECK(counts.idle == 2);
  CHECK(counts.opened == 2);
  CHECK(counts.reused == 3);
}

TEST_CASE("a call that finds no connection within the queue's wait fails, and nothing of it was sent") {
  HeldServer server;
  http::HttpTransport transport(pool_of(server.url(), 1, 40ms));
  Senders senders(transport);
  senders.send(1);
  REQUIRE(soon([&] { return server.requests() == 1; }));
  const Reply refused = send(transport, test::write_request(RetryClass::additive));
  REQUIRE(refused.error);
  CHECK(refused.error->kind() == ErrorKind::pool_exhausted);
  CHECK_THAT(refused.error->message(), Catch::StartsWith("all 1 connections to 'http://127.0.0.1:") &&
                                           Catch::Contains("were in use for 40 ms; see PoolOptions::max_connections"));
  CHECK_FALSE(refused.error->maybe_applied());
  CHECK(refused.applied == Applied::no);
  CHECK(transport.pool_counts().exhausted == 1);
  CHECK(transport.pool_counts().waiting == 0);
  server.release();
  CHECK(senders.failures() == 0);
  CHECK(server.requests() == 1);
  CHECK_FALSE(send(transport, read_request()).error);  // the place is free again
}

TEST_CASE("a call that the queue left too little time says how much it took") {
  HeldServer server;
  http::HttpTransport transport(pool_of(server.url(), 1));
  std::stop_source first;
  const std::stop_token first_token = first.get_token();
  auto held = std::async(std::launch::async, [&] {
    Request request = read_request();
    request.context.stop = StopSignal(first_token);
    return send(transport, request);
  });
  REQUIRE(soon([&] { return server.requests() == 1; }));
  auto second = std::async(std::launch::async, [&] {
    Request request = read_request();
    request.context.deadline = std::chrono::steady_clock::now() + 1s;
    return send(transport, request);
  });
  REQUIRE(soon([&] { return transport.pool_counts().waiting == 1; }));
  std::this_thread::sleep_for(20ms);
  first.request_stop();
  const Reply late = second.get();
  REQUIRE(late.error);
  CHECK(late.error->kind() == ErrorKind::deadline);
  CHECK_THAT(late.error->message(),
             Catch::Contains("before the call's deadline; it waited ") && Catch::EndsWith(" ms for a connection"));
  CHECK(held.get().error->kind() == ErrorKind::cancelled);
}

TEST_CASE("an exhausted pool is no reason to try again") {
  const test::ScopedEnvironment environment;
  HeldServer server;
  ClientOptions options;
  options.pool.max_connections = 1;
  options.pool.queue_wait = 20ms;
  std::atomic<int> waits{0};
  options.sleep = [&](std::chrono::nanoseconds, const StopSignal&) { return ++waits, true; };
  const auto client = Client::open(server.url(), options);
  REQUIRE(client);
  auto first = std::async(std::launch::async, [&] { return send(client->transport(), read_request()); });
  REQUIRE(soon([&] { return server.requests() == 1; }));
  const Reply refused = send(client->transport(), read_request());
  REQUIRE(refused.error);
  CHECK(refused.error->kind() == ErrorKind::pool_exhausted);
  CHECK(waits == 0);
  CHECK(client->pool().exhausted == 1);
  server.release();
  CHECK_FALSE(first.get().error);
}

TEST_CASE("a call's deadline and its stop token end its wait for a connection") {
  HeldServer server;
  http::HttpTransport transport(pool_of(server.url(), 1));
  Senders senders(transport);
  senders.send(1);
  REQUIRE(soon([&] { return server.requests() == 1; }));
  SECTION("deadline") {
    Request request = read_request();
    request.context.deadline = std::chrono::steady_clock::now() + 30ms;
    const Reply late = send(transport, request);
    REQUIRE(late.error);
    CHECK(late.error->kind() == ErrorKind::deadline);
    CHECK_THAT(late.error->message(),
               Catch::StartsWith("the call's deadline passed while it waited for a connection: all 1 connections to") &&
                   Catch::Contains("were in use for ") && Catch::EndsWith(" ms; see PoolOptions::max_connections"));
    CHECK(transport.pool_counts().expired == 1);
  }
  SECTION("stop token") {
    std::stop_source source;
    const std::stop_token token = source.get_token();
    Request request = read_request();
    request.context.stop = StopSignal(token);
    auto waiting = std::async(std::launch::async, [&] { return send(transport, request); });
    REQUIRE(soon([&] { return transport.pool_counts().waiting == 1; }));
    source.request_stop();
    const Reply cancelled = waiting.get();
    REQUIRE(cancelled.error);
    CHECK(cancelled.error->kind() == ErrorKind::cancelled);
  }
  CHECK(transport.pool_counts().exhausted == 0);
  server.release();
  CHECK(senders.failures() == 0);
}

TEST_CASE("connections are closed that were idle for long, that are old, and that are too many") {
  ScriptedServer server([](const auto&) { return ScriptedAnswer{.body = "{}"}; });
  auto settings = pool_of(server.url(), 8);
  SECTION("idle for long") {
    settings.pool.idle_timeout = 1ms;
    http::HttpTransport transport(settings);
    for (int i = 0; i < 3; ++i) {
      REQUIRE_FALSE(send(transport, read_request()).error);
      std::this_thread::sleep_for(2ms);
    }
    CHECK(server.connections_accepted() == 3);
    CHECK(transport.pool_counts().closed == 2);
  }
  SECTION("old") {
    settings.pool.max_age = 1ms;
    http::HttpTransport transport(settings);
    for (int i = 0; i < 3; ++i) {
      REQUIRE_FALSE(send(transport, read_request()).error);
      std::this_thread::sleep_for(2ms);
    }
    CHECK(server.connections_accepted() >= 2);
    CHECK(transport.pool_counts().closed >= 1);
  }
  SECTION("too many") {
    settings.pool.max_idle = 0;
    http::HttpTransport transport(settings);
    for (int i = 0; i < 3; ++i) REQUIRE_FALSE(send(transport, read_request()).error);
    CHECK(server.connections_accepted() == 3);
    CHECK(transport.pool_counts().idle == 0);
  }
}

TEST_CASE("pressure on the pool is told at four fifths of it, once until it has fallen to half of that") {
  HeldServer held;
  auto settings = pool_of(held.url(), 5);
  std::mutex mutex;
  std::vector<PoolCounts> heard;
  settings.pool.on_pressure = [&](const PoolCounts& counts) {
    const std::lock_guard lock(mutex);
    heard.push_back(counts);
  };
  const auto times = [&] {
    const std::lock_guard lock(mutex);
    return heard.size();
  };
  http::HttpTransport transport(settings);
  Senders first(transport);
  first.send(3);
  REQUIRE(soon([&] { return held.requests() == 3; }));
  CHECK(times() == 0);
  first.send(1);
  REQUIRE(soon([&] { return held.requests() == 4; }));
  CHECK(times() == 1);
  first.send(1);
  REQUIRE(soon([&] { return held.requests() == 5; }));
  CHECK(times() == 1);
  CHECK(heard.at(0).in_use == 4);
  CHECK(heard.at(0).max_connections == 5);
  held.release();
  CHECK(first.failures() == 0);

  held.hold_again();
  Senders second(transport);
  second.send(4);
  REQUIRE(soon([&] { return held.requests() == 9; }));
  CHECK(times() == 2);
  held.release();
  CHECK(second.failures() == 0);
}

TEST_CASE("a pool is sized by Little's law and a fifth more") {
  // 2,000 requests a second of 15 ms each: 30 are under way.
  const PoolOptions busy = PoolOptions::recommended(4, 2000, 15ms);
  CHECK(busy.max_connections == 36);
  CHECK(busy.max_idle == 36);
  CHECK(PoolOptions::recommended(8, 10, 5ms).max_connections == 16);
  CHECK(PoolOptions::recommended(0, 0, 0ms).max_connections == 1);
  CHECK(PoolOptions::recommended(1, 500, 20ms).max_connections == 12);
}

TEST_CASE("a warmed-up client has its connections before its first request") {
  const test::ScopedEnvironment environment;
  ScriptedServer server([](const auto&) { return ScriptedAnswer{.body = "{}"}; });
  const auto client = Client::open(server.url());
  REQUIRE(client);
  REQUIRE(client->warm_up(5));
  CHECK(server.connections_accepted() == 5);
  CHECK(client->pool().idle == 5);
  CHECK(client->pool().opened == 5);
  for (const auto& request : server.requests()) {
    CHECK(request.method == "GET");
    CHECK(request.path == "/");
    CHECK(request.headers.count("authorization") == 0);
  }
  const Reply reply = send(client->transport(), read_request());
  REQUIRE_FALSE(reply.error);
  CHECK(reply.facts.connection_reused);
  CHECK(server.requests().back().method == "POST");
  CHECK(server.requests().back().body == read_request().body);
  REQUIRE(client->warm_up(5));  // they are open
  CHECK(server.connections_accepted() == 5);

  const auto nobody = Client::open("http://127.0.0.1:1");
  REQUIRE(nobody);
  const auto failed = nobody->warm_up(2);
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind() == ErrorKind::transport);
}

TEST_CASE("a forked child opens connections of its own, and leaves the parent's alone") {
  ScriptedServer server([](const auto&) { return ScriptedAnswer{.body = "{}"}; });
  http::HttpTransport transport(settings_for(server.url()));
  REQUIRE_FALSE(send(transport, read_request()).error);
  const pid_t child = fork();
  if (child == 0) {
    const Reply reply = send(transport, read_request());
    _exit(reply.error || reply.facts.connection_reused ? 1 : 0);
  }
  REQUIRE(child > 0);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  const Reply reply = send(transport, read_request());
  REQUIRE_FALSE(reply.error);
  CHECK(reply.facts.connection_reused);
  CHECK(server.connections_accepted() == 2);
}

TEST_CASE("pools and times that cannot work are refused when the client is opened") {
  const test::ScopedEnvironment environment;
  const auto failure = [](const ClientOptions& options) {
    const auto client = Client::open("http://127.0.0.1:1", options);
    return client ? "opened" : client.error().to_string();
  };
  ClientOptions options;
  options.pool.max_connections = 0;
  CHECK(failure(options) == "invalid_argument: PoolOptions::max_connections is 0, so no request could be sent");
  options = {};
  options.pool.warn_at = 80;
  CHECK_THAT(failure(options), Catch::Contains("PoolOptions::warn_at is 80") && Catch::Contains("share"));
  options = {};
  options.pool.idle_timeout = 0ms;
  CHECK_THAT(failure(options), Catch::Contains("PoolOptions::idle_timeout"));
  options = {};
  options.connect_timeout = 5s;
  options.request_timeout = 2s;
  CHECK(failure(options) ==
        "invalid_argument: ClientOptions::connect_timeout (5000 ms) is longer than request_timeout (2000 ms), which it "
        "is a part of");
}
