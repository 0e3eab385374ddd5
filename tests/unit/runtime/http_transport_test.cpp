#include "http/http_transport.hpp"

#include "config/credentials_chain.hpp"
#include "http/sigv4.hpp"

#include <scripted_server.hpp>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;
using std::chrono::steady_clock;
using test::ScriptedServer;

namespace {

http::HttpSettings settings_for(const std::string& url) {
  http::HttpSettings settings;
  settings.endpoint = *http::parse_endpoint(url, "");
  settings.region = "eu-west-1";
  settings.credentials = std::make_shared<config::StaticCredentials>(Credentials{"AKID", "secret", "TOKEN", {}});
  settings.clock = [] { return std::chrono::system_clock::now(); };
  return settings;
}

Request read_request(std::string_view body = R"({"TableName":"contacts"})") {
  return {.operation = "GetItem", .table = "contacts", .body = body};
}

Request write_request(RetryClass retry) {
  return {.operation = "PutItem", .table = "contacts", .body = R"({"TableName":"contacts"})", .retry = retry};
}

Reply send(Transport& transport, const Request& request) {
  Reply reply;
  transport.send(request, reply, nullptr);
  return reply;
}

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

}  // namespace

TEST_CASE("a request is what DynamoDB expects, and the answer comes back with its facts") {
  ScriptedServer server;
  auto settings = settings_for(server.url());
  settings.application = "shop";
  http::HttpTransport transport(settings);
  server.enqueue({.body = R"({"Item":{}})", .headers = {{"Date", "Sat, 21 Nov 2026 05:09:15 GMT"}}});
  const Reply reply = send(transport, read_request());
  REQUIRE_FALSE(reply.error);
  CHECK(reply.body.view() == R"({"Item":{}})");
  CHECK(reply.facts.status == 200);
  CHECK(reply.facts.attempts == 1);
  CHECK_FALSE(reply.facts.connection_reused);
  CHECK_FALSE(reply.facts.request_id.empty());
  CHECK(reply.facts.server_date);
  CHECK(reply.facts.elapsed > 0ns);

  const auto sent = server.requests().at(0);
  CHECK(sent.method == "POST");
  CHECK(sent.path == "/");
  CHECK(sent.body == R"({"TableName":"contacts"})");
  CHECK(sent.headers.at("x-amz-target") == "DynamoDB_20120810.GetItem");
  CHECK(sent.headers.at("content-type") == "application/x-amz-json-1.0");
  CHECK(sent.headers.at("x-amz-security-token") == "TOKEN");
  CHECK_THAT(sent.headers.at("user-agent"), Catch::StartsWith("partita/") && Catch::EndsWith(" app/shop"));
  CHECK(sent.headers.count("expect") == 0);
  CHECK(sent.headers.count("accept-encoding") == 0);
  CHECK(reply.facts.bytes_sent > sent.body.size() + 300);

  // The signature covers what was sent, as the server sees it.
  http::SigV4Signer signer(sent.headers.at("host"), "eu-west-1");
  const std::string date = sent.headers.at("x-amz-date");
  const std::string signature = sent.headers.at("authorization");
  bool matches = false;
  for (int back = 0; back < 30 && !matches; ++back) {
    const auto again = signer.sign("DynamoDB_20120810.GetItem", sent.body, {"AKID", "secret", "TOKEN", {}},
                                   std::chrono::system_clock::now() - std::chrono::seconds(back));
    REQUIRE(again);
    matches = again->date == date && again->authorization == signature;
  }
  CHECK(matches);
}

TEST_CASE("connections are kept and reused") {
  ScriptedServer server([](const auto&) { return test::ScriptedAnswer{.body = "{}"}; });
  http::HttpTransport transport(settings_for(server.url()));
  Reply reply;
  for (int i = 0; i < 20; ++i) {
    transport.send(read_request(), reply, nullptr);
    REQUIRE_FALSE(reply.error);
    CHECK(reply.facts.connection_reused == (i > 0));
  }
  CHECK(server.connections_accepted() == 1);
}

TEST_CASE("threads share a transport") {
  ScriptedServer server([](const auto& request) { return test::ScriptedAnswer{.body = request.body}; });
  auto settings = settings_for(server.url());
  settings.max_idle_connections = 2;
  http::HttpTransport transport(settings);
  std::atomic<int> wrong{0};
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      Reply reply;
      for (int i = 0; i < 50; ++i) {
        const std::string body = R"({"n":)" + std::to_string(t * 1000 + i) + "}";
        transport.send(read_request(body), reply, nullptr);
        if (reply.error || reply.body.view() != body) ++wrong;
      }
    });
  }
  threads.clear();
  CHECK(wrong == 0);
  CHECK(server.requests().size() == 200);
}

TEST_CASE("a completion is told once, after the reply is there") {
  struct Told final : Completion {
    explicit Told(const Reply& watched) : reply(watched) {}
    void complete() noexcept override { ++times, body = std::string(reply.body.view()); }
    const Reply& reply;
    int times = 0;
    std::string body;
  };
  ScriptedServer server;
  server.enqueue({.body = R"({"a":1})"});
  http::HttpTransport transport(settings_for(server.url()));
  Reply reply;
  Told told(reply);
  transport.send(read_request(), reply, &told);
  CHECK(told.times == 1);
  CHECK(told.body == R"({"a":1})");
}

TEST_CASE("answers in chunks, large answers and large requests arrive whole") {
  ScriptedServer server(
      [](const auto& request) { return test::ScriptedAnswer{.body = request.body, .chunk_size = 7000}; });
  http::HttpTransport transport(settings_for(server.url()));
  const std::string large = R"({"x":")" + std::string(3000000, 'y') + R"("})";
  const Reply reply = send(transport, read_request(large));
  REQUIRE_FALSE(reply.error);
  CHECK(reply.body.view() == large);
  server.enqueue({.body = large});
  CHECK(send(transport, read_request()).body.view() == large);
}

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

TEST_CASE("a host that does not answer is a transport error within the connect timeout") {
  // A listener whose queue is full drops further connection requests, as a host that is not there does.
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(listen(listener, 0) == 0);
  REQUIRE(getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  std::vector<int> fillers;
  for (int i = 0; i < 4; ++i) {
    fillers.push_back(socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
    (void)connect(fillers.back(), reinterpret_cast<sockaddr*>(&address), size);
  }
  auto settings = settings_for("http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)));
  settings.connect_timeout = 150ms;
  http::HttpTransport transport(settings);
  const Reply reply = send(transport, write_request(RetryClass::additive));
  for (const int filler : fillers) close(filler);
  close(listener);
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

TEST_CASE("a damaged answer is not believed") {
  ScriptedServer server;
  http::HttpTransport transport(settings_for(server.url()));
  SECTION("a wrong checksum") {
    server.enqueue({.body = R"({"Item":{}})", .checksum = test::Checksum::wrong});
    const Reply reply = send(transport, write_request(RetryClass::idempotent));
    REQUIRE(reply.error);
    CHECK(reply.error->kind() == ErrorKind::transport);
    CHECK(reply.applied == Applied::unknown);
    CHECK_THAT(reply.error->message(), Catch::Contains("checksum"));
    CHECK_FALSE(reply.error->request_id().empty());
  }
  SECTION("no checksum is no fault") {
    server.enqueue({.body = "{}", .checksum = test::Checksum::none});
    CHECK_FALSE(send(transport, read_request()).error);
  }
  SECTION("something other than JSON") {
    server.enqueue({.body = "<html>Log in to the guest network</html>"});
    const Reply reply = send(transport, read_request());
    REQUIRE(reply.error);
    CHECK(reply.error->kind() == ErrorKind::decode);
    CHECK_THAT(reply.error->message(), Catch::Contains("is not a JSON object"));
  }
  SECTION("an encoding that was not asked for") {
    server.enqueue({.body = "\x1f\x8b", .headers = {{"Content-Encoding", "gzip"}}});
    const Reply reply = send(transport, read_request());
    REQUIRE(reply.error);
    CHECK(reply.error->kind() == ErrorKind::decode);
    CHECK_THAT(reply.error->message(), Catch::Contains("'gzip'"));
  }
}

TEST_CASE("a refusal is decoded, with its request id") {
  ScriptedServer server;
  http::HttpTransport transport(settings_for(server.url()));
  server.enqueue(test::error_answer(400, "ResourceNotFoundException", "no such table"));
  const Reply reply = send(transport, read_request());
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::not_found);
  CHECK(reply.error->code() == "ResourceNotFoundException");
  CHECK(reply.error->message() == "no such table");
  CHECK(reply.error->status() == 400);
  CHECK(reply.error->operation() == "GetItem");
  CHECK(reply.error->table() == "contacts");
  CHECK_FALSE(reply.error->request_id().empty());
  CHECK(reply.facts.request_id == reply.error->request_id());

  server.enqueue({.status = 307, .body = "", .headers = {{"Location", server.url() + "/elsewhere"}}});
  CHECK(send(transport, read_request()).error->kind() == ErrorKind::unsupported);
  CHECK(server.requests().size() == 2);  // the redirect was not followed
}

TEST_CASE("credentials that would break a header are refused before anything is sent") {
  ScriptedServer server;
  auto settings = settings_for(server.url());
  settings.credentials =
      std::make_shared<config::StaticCredentials>(Credentials{"AKID", "secret", "a\r\nX-Evil: 1", {}});
  http::HttpTransport transport(settings);
  const Reply reply = send(transport, read_request());
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::credentials);
  CHECK(server.requests().empty());
}

TEST_CASE("a failing provider's error names the call") {
  struct Failing final : CredentialsProvider {
    Result<Credentials> get() override { return Error(ErrorKind::credentials, "vault is shut"); }
  };
  ScriptedServer server;
  auto settings = settings_for(server.url());
  settings.credentials = std::make_shared<Failing>();
  http::HttpTransport transport(settings);
  const Reply reply = send(transport, read_request());
  REQUIRE(reply.error);
  CHECK(reply.error->to_string() == "credentials: GetItem on 'contacts': vault is shut");
  CHECK(reply.applied == Applied::no);
  CHECK(server.connections_accepted() == 0);
}
