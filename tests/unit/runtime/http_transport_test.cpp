#include "http_exchange.hpp"
#include "scoped_environment.hpp"

#include "http/retry_transport.hpp"
#include "http/sigv4.hpp"

#include <partita/client.hpp>
#include <partita/client_options.hpp>

#include <scripted_server.hpp>

#include <catch2/catch.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;
using test::read_request;
using test::ScriptedServer;
using test::send;
using test::settings_for;
using test::write_request;

TEST_CASE("an error that was throttled says in words which limit of what it ran into") {
  test::ScriptedServer server;
  server.enqueue({.status = 400,
                  .body = R"({"__type":"x#ThrottlingException","message":"slow down","throttlingReasons":[{"reason":)"
                          R"("TableReadKeyRangeThroughputExceeded","resource":"elsewhere"}]})"});
  http::HttpTransport transport(test::settings_for(server.url()));
  const Reply reply = test::send(transport, test::read_request());
  REQUIRE(reply.error);
  CHECK(reply.error->message() ==
        "slow down; reads of table 'contacts': one partition's limit, a hot key (TableReadKeyRangeThroughputExceeded)");
  REQUIRE(reply.error->throttling().size() == 1);
  CHECK(reply.error->throttling().front().table == "contacts");
  CHECK(reply.error->throttling().front().limit == ThrottlingLimit::key_range);
}

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
    transport.send(read_request(), reply);
    REQUIRE_FALSE(reply.error);
    CHECK(reply.facts.connection_reused == (i > 0));
  }
  CHECK(server.connections_accepted() == 1);
}

TEST_CASE("threads share a transport") {
  ScriptedServer server([](const auto& request) { return test::ScriptedAnswer{.body = request.body}; });
  auto settings = settings_for(server.url());
  settings.pool.max_idle = 2;
  http::HttpTransport transport(settings);
  std::atomic<int> wrong{0};
  std::vector<std::jthread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      Reply reply;
      for (int i = 0; i < 50; ++i) {
        const std::string body = R"({"n":)" + std::to_string(t * 1000 + i) + "}";
        transport.send(read_request(body), reply);
        if (reply.error || reply.body.view() != body) ++wrong;
      }
    });
  }
  threads.clear();
  CHECK(wrong == 0);
  CHECK(server.requests().size() == 200);
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

TEST_CASE("the time that a provider takes is the call's") {
  struct Slow final : CredentialsProvider {
    Result<Credentials> get() override {
      ++calls;
      std::this_thread::sleep_for(time);
      return Credentials{"AKID", "secret", "", {}};
    }
    std::chrono::milliseconds time{};
    int calls = 0;
  };
  ScriptedServer server([](const auto&) { return test::ScriptedAnswer{.ending = test::Ending::never_answer}; });
  const auto provider = std::make_shared<Slow>();
  auto settings = settings_for(server.url());
  settings.credentials = provider;
  http::HttpTransport transport(settings);
  Request request = read_request();
  SECTION("a deadline that passes meanwhile ends the call unsent") {
    provider->time = 50ms;
    request.context.deadline = std::chrono::steady_clock::now() + 20ms;
    const Reply reply = send(transport, request);
    REQUIRE(reply.error);
    CHECK(reply.error->kind() == ErrorKind::deadline);
    CHECK_THAT(reply.error->message(), Catch::Contains("waited for credentials"));
    CHECK(reply.applied == Applied::no);
    CHECK(server.connections_accepted() == 0);
  }
  SECTION("a deadline that has passed asks for no credentials") {
    request.context.deadline = std::chrono::steady_clock::now() - 1ms;
    CHECK(send(transport, request).error->kind() == ErrorKind::deadline);
    CHECK(provider->calls == 0);
  }
}

TEST_CASE("a process that may open no more files says so, and its server is not taken for dead") {
  const test::ScopedEnvironment environment;
  ScriptedServer server([](const auto&) { return test::ScriptedAnswer{.body = "{}", .ending = test::Ending::close}; });
  ClientOptions options;
  options.max_attempts = 1;
  options.breaker.failures = 1;
  const Client client = *Client::open(server.url(), options);
  REQUIRE_FALSE(send(client.transport(), read_request()).error);
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  const int next = dup(0);
  REQUIRE(next >= 0);
  close(next);
  const rlimit none{static_cast<rlim_t>(next), limit.rlim_max};
  setrlimit(RLIMIT_NOFILE, &none);
  const Reply reply = send(client.transport(), read_request());
  setrlimit(RLIMIT_NOFILE, &limit);
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::pool_exhausted);
  CHECK(reply.applied == Applied::no);
  CHECK_THAT(reply.error->message(), Catch::Contains("too many open files; `ulimit -n`"));
  CHECK_FALSE(send(client.transport(), read_request()).error);
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

TEST_CASE("after a refusal for this machine's clock, requests are signed by the service's time") {
  ScriptedServer server;
  auto settings = settings_for(server.url());
  std::chrono::sys_seconds now{1'795'000'000s};  // 2026-11-18T11:06:40Z
  settings.clock = [&] { return now; };
  auto transport = std::make_shared<http::HttpTransport>(settings);
  http::RetryTransport retries(transport, {.sleep = [](std::chrono::nanoseconds, const StopSignal&) { return true; }});
  auto refusal = test::error_answer(400, "InvalidSignatureException", "Signature expired: now earlier than then");
  refusal.headers = {{"Date", "Wed, 18 Nov 2026 13:06:40 GMT"}};  // two hours later

  server.enqueue(refusal);
  server.enqueue({.body = "{}"});
  const Reply corrected = send(retries, read_request());
  REQUIRE_FALSE(corrected.error);
  CHECK(corrected.facts.attempts == 2);
  CHECK(server.requests().at(0).headers.at("x-amz-date") == "20261118T110640Z");
  CHECK(server.requests().at(1).headers.at("x-amz-date") == "20261118T130640Z");

  now += 10s;
  server.enqueue({.body = "{}"});
  REQUIRE_FALSE(send(retries, read_request()).error);
  CHECK(server.requests().at(2).headers.at("x-amz-date") == "20261118T130650Z");

  refusal.headers = {{"Date", "Wed, 18 Nov 2026 13:06:50 GMT"}};
  server.enqueue(refusal);  // refused although signed by its own time: there is nothing to correct
  const Reply refused = send(retries, read_request());
  REQUIRE(refused.error);
  CHECK(refused.error->kind() == ErrorKind::clock_skew);
  CHECK(server.answers_left() == 0);
}

TEST_CASE("of requests that were signed by the wrong clock at once, each may be sent again") {
  std::atomic<int> refused{0};
  ScriptedServer server([&](const test::ScriptedRequest& request) {
    if (request.headers.at("x-amz-date") >= "20261118T13") return test::ScriptedAnswer{.body = "{}"};
    // None is answered before all have been signed.
    for (++refused; refused < 4;) std::this_thread::yield();
    auto refusal = test::error_answer(400, "InvalidSignatureException", "Signature expired: now earlier than then");
    refusal.headers = {{"Date", "Wed, 18 Nov 2026 13:06:40 GMT"}};
    return refusal;
  });
  auto settings = settings_for(server.url());
  settings.clock = [] { return std::chrono::sys_seconds{1'795'000'000s}; };
  http::RetryTransport retries(std::make_shared<http::HttpTransport>(settings), {});
  std::atomic<int> failed{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] { failed += send(retries, read_request()).error ? 1 : 0; });
    }
  }
  CHECK(failed == 0);
  CHECK(refused == 4);
}
