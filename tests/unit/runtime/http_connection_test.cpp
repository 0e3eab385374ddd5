// Connections that fail, hang, break and close.
#include "eventually.hpp"
#include "http_exchange.hpp"
#include "silent_host.hpp"

#include <partita/async.hpp>

#include <scripted_server.hpp>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;
using std::chrono::steady_clock;
using test::read_request;
using test::ScriptedServer;
using test::send;
using test::settings_for;
using test::write_request;

namespace {

// A port that was free a moment ago, so that connections to it are refused.
int refusing_port() {
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  close(listener);
  return ntohs(address.sin_port);
}

// This process's descriptors of connections to the server.
std::vector<int> connections_to(const ScriptedServer& server) {
  std::vector<int> found;
  for (int descriptor = 3; descriptor < 1024; ++descriptor) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
    if (ntohs(peer.sin_port) == server.port()) found.push_back(descriptor);
  }
  return found;
}

bool closes_on_exec(int descriptor) {
  return (fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0;
}

// As long as it lives, no descriptor can be opened.
class NoDescriptors {
 public:
  NoDescriptors() {
    const int lowest_free = dup(0);
    close(lowest_free);
    getrlimit(RLIMIT_NOFILE, &before_);
    const rlimit limit{static_cast<rlim_t>(lowest_free), before_.rlim_max};
    setrlimit(RLIMIT_NOFILE, &limit);
  }
  NoDescriptors(const NoDescriptors&) = delete;
  NoDescriptors& operator=(const NoDescriptors&) = delete;
  ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

 private:
  rlimit before_{};
};

Task<Reply> call(EventLoop& loop, Transport& transport) {
  co_return co_await loop.call([&] {
    Request request = read_request();
    request.context.deadline = steady_clock::now() + 10s;
    return send(transport, request);
  });
}

}  // namespace

TEST_CASE("a refused connection is a transport error at once, and proves that nothing was applied") {
  http::HttpTransport transport(settings_for("http://127.0.0.1:" + std::to_string(refusing_port())));
  const auto begin = steady_clock::now();
  const Reply reply = send(transport, write_request(RetryClass::additive));
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::transport);
  CHECK(reply.applied == Applied::no);
  CHECK(reply.error->operation() == "PutItem");
  CHECK(reply.error->table() == "contacts");
  CHECK_FALSE(reply.error->maybe_applied());
  CHECK_THAT(reply.error->message(), Catch::StartsWith("no connection to 'http://127.0.0.1:"));
  CHECK(steady_clock::now() - begin < 1s);
}

TEST_CASE("a program that is started does not inherit connections") {
  ScriptedServer server([](const auto&) { return test::ScriptedAnswer{.body = "{}"}; });
  http::HttpTransport transport(settings_for(server.url()));
  REQUIRE_FALSE(send(transport, read_request()).error);
  const auto open = connections_to(server);
  CHECK(open.size() == 1);
  CHECK(std::all_of(open.begin(), open.end(), &closes_on_exec));
}

TEST_CASE("on an event loop a host's second address serves when its first refuses, and no program inherits a socket") {
  std::vector<int> open;
  bool all_close = false;
  ScriptedServer server([&](const auto&) {
    open = connections_to(server);
    all_close = std::all_of(open.begin(), open.end(), &closes_on_exec);
    return test::ScriptedAnswer{.body = "{}"};
  });
  // libcurl knows localhost as ::1, where nothing listens, and then 127.0.0.1.
  http::HttpTransport transport(settings_for("http://localhost:" + std::to_string(server.port())));
  EventLoop loop;
  CHECK_FALSE(wait(call(loop, transport)).error);
  CHECK(open.size() == 2);  // the socket, and what watches it
  CHECK(all_close);
}

TEST_CASE("a call of an event loop ends well when the process has no descriptor left") {
  ScriptedServer server([](const auto&) { return test::ScriptedAnswer{.body = "{}"}; });
  http::HttpTransport transport(settings_for(server.url()));
  EventLoop loop;
  REQUIRE_FALSE(wait(call(loop, transport)).error);
  REQUIRE(test::eventually([&] { return connections_to(server).size() == 1; }));  // nothing watches it any more
  Reply reply;
  {
    const NoDescriptors none;
    reply = wait(call(loop, transport));
  }
  CHECK_FALSE(reply.error);
  CHECK(reply.facts.connection_reused);
}

TEST_CASE("a host that does not answer is a transport error within the connect timeout") {
  const test::SilentHost host;
  auto settings = settings_for(host.url());
  settings.connect_timeout = 150ms;
  http::HttpTransport transport(settings);
  const Reply reply = send(transport, write_request(RetryClass::additive));
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::transport);
  CHECK(reply.applied == Applied::no);
  CHECK(reply.facts.connect_timed_out);
  CHECK_THAT(reply.error->message(), Catch::Contains("within 150 ms"));
}

TEST_CASE("a name that does not resolve is a transport error") {
  http::HttpTransport transport(settings_for("http://no-such-host.invalid:8000"));
  const Reply reply = send(transport, read_request());
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::transport);
  CHECK(reply.applied == Applied::no);
}

TEST_CASE("a server that never answers is a deadline error whose outcome is unknown") {
  ScriptedServer server([](const auto&) { return test::ScriptedAnswer{.ending = test::Ending::never_answer}; });
  auto settings = settings_for(server.url());
  settings.request_timeout = 100ms;
  http::HttpTransport transport(settings);
  const Reply by_timeout = send(transport, write_request(RetryClass::idempotent));
  REQUIRE(by_timeout.error);
  CHECK(by_timeout.error->kind() == ErrorKind::deadline);
  CHECK(by_timeout.applied == Applied::unknown);
  CHECK(by_timeout.error->maybe_applied());
  CHECK_THAT(by_timeout.error->message(), Catch::Contains("within 100 ms"));
  CHECK_FALSE(send(transport, read_request()).error->maybe_applied());

  settings.request_timeout = 30s;
  http::HttpTransport patient(settings);
  Request request = write_request(RetryClass::idempotent);
  request.context.deadline = steady_clock::now() + 100ms;
  const Reply by_deadline = send(patient, request);
  REQUIRE(by_deadline.error);
  CHECK(by_deadline.error->kind() == ErrorKind::deadline);
  CHECK_THAT(by_deadline.error->message(), Catch::Contains("the call's deadline"));
  CHECK(by_deadline.applied == Applied::unknown);

  request.context.deadline = steady_clock::now() - 1ms;
  const Reply late = send(patient, request);
  REQUIRE(late.error);
  CHECK(late.error->kind() == ErrorKind::deadline);
  CHECK(late.applied == Applied::no);
}

TEST_CASE("a stop token ends a call that waits, and one that has not begun") {
  ScriptedServer server([](const auto&) { return test::ScriptedAnswer{.ending = test::Ending::never_answer}; });
  http::HttpTransport transport(settings_for(server.url()));
  std::stop_source source;
  const std::stop_token token = source.get_token();
  Request request = write_request(RetryClass::conditional);
  request.context.stop = StopSignal(token);
  std::jthread stopper([&] {
    while (server.requests().empty()) std::this_thread::sleep_for(5ms);
    source.request_stop();
  });
  const Reply during = send(transport, request);
  stopper.join();
  REQUIRE(during.error);
  CHECK(during.error->kind() == ErrorKind::cancelled);
  CHECK(during.applied == Applied::unknown);

  const Reply before = send(transport, request);
  REQUIRE(before.error);
  CHECK(before.error->kind() == ErrorKind::cancelled);
  CHECK(before.applied == Applied::no);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a connection that breaks leaves the outcome unknown") {
  using test::Ending;
  const test::ScriptedAnswer broken[] = {
      test::closed_unanswered(),
      test::reset_unanswered(),
      {.body = R"({"Item":{}})", .ending = Ending::close_midway, .cut_after = 20},
      {.body = std::string(200000, ' '), .ending = Ending::close_midway, .cut_after = 1000},
      {.body = std::string(200000, ' '), .chunk_size = 500, .ending = Ending::close_midway, .cut_after = 1000},
      {.body = std::string(200000, ' '), .ending = Ending::reset_midway, .cut_after = 1000},
  };
  for (const auto& answer : broken) {
    ScriptedServer server;
    http::HttpTransport transport(settings_for(server.url()));
    server.enqueue(answer);
    const Reply reply = send(transport, write_request(RetryClass::idempotent));
    REQUIRE(reply.error);
    CHECK(reply.error->kind() == ErrorKind::transport);
    CHECK(reply.applied == Applied::unknown);
    CHECK(reply.error->maybe_applied());
    // The transport is as good as before.
    server.enqueue({.body = "{}"});
    CHECK_FALSE(send(transport, read_request()).error);
  }
}

TEST_CASE("a reused connection that dies unanswered is replaced, for idempotent requests only") {
  const auto dying = [](RetryClass retry, int deaths, std::size_t& requests) {
    ScriptedServer server;
    http::HttpTransport transport(settings_for(server.url()));
    server.enqueue({.body = "{}"});
    REQUIRE_FALSE(send(transport, read_request()).error);
    server.enqueue(test::closed_unanswered(), static_cast<std::size_t>(deaths));
    server.enqueue({.body = R"({"second":1})"}, 4);
    Reply reply = send(transport, write_request(retry));
    requests = server.requests().size() - 1;
    return reply;
  };
  std::size_t requests = 0;
  const Reply idempotent = dying(RetryClass::idempotent, 1, requests);
  REQUIRE_FALSE(idempotent.error);
  CHECK(idempotent.body.view() == R"({"second":1})");
  CHECK(idempotent.facts.attempts == 2);
  CHECK(idempotent.facts.ambiguous_attempt);
  CHECK(requests == 2);

  for (const RetryClass retry : {RetryClass::conditional, RetryClass::additive}) {
    const Reply reply = dying(retry, 1, requests);
    REQUIRE(reply.error);
    CHECK(reply.error->kind() == ErrorKind::transport);
    CHECK(reply.applied == Applied::unknown);
    CHECK(requests == 1);
    CHECK_THAT(reply.error->message(), Catch::Contains("closed without an answer"));
  }
  // Once, not again and again.
  const Reply twice = dying(RetryClass::idempotent, 2, requests);
  REQUIRE(twice.error);
  CHECK(requests == 2);
}

TEST_CASE("an answer that is larger than any of DynamoDB's is not read to its end") {
  const std::string large((std::size_t{64} << 20) + 1, ' ');
  const test::ScriptedAnswer answers[] = {
      {.body = "{", .headers = {{"Content-Length", std::to_string(large.size())}}},  // refused before it comes
      {.body = large, .checksum = test::Checksum::none, .chunk_size = std::size_t{1} << 20},
  };
  for (const auto& answer : answers) {
    ScriptedServer server;
    http::HttpTransport transport(settings_for(server.url()));
    server.enqueue(answer);
    const Reply reply = send(transport, write_request(RetryClass::idempotent));
    REQUIRE(reply.error);
    CHECK(reply.error->kind() == ErrorKind::decode);
    CHECK(reply.applied == Applied::unknown);
    CHECK_THAT(reply.error->message(), Catch::StartsWith("the answer is larger than 64 MB"));
    server.enqueue({.body = "{}"});
    CHECK_FALSE(send(transport, read_request()).error);
  }
}

TEST_CASE("a connection that the server closed while it was idle costs nothing") {
  ScriptedServer server;
  http::HttpTransport transport(settings_for(server.url()));
  server.enqueue({.body = "{}", .ending = test::Ending::close});
  REQUIRE_FALSE(send(transport, read_request()).error);
  std::this_thread::sleep_for(50ms);
  server.enqueue({.body = "{}"});
  const Reply reply = send(transport, write_request(RetryClass::additive));
  CHECK_FALSE(reply.error);
  CHECK(reply.facts.attempts == 1);
}
