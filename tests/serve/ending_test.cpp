// What becomes of requests when the server is told to end.
#include "post.hpp"
#include "raw_http.hpp"
#include "tool/run_tool.hpp"
#include "tool/serving.hpp"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): SIGTERM
#include <catch2/catch.hpp>
#include <eventually.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace partita::test {
namespace {

using Catch::Contains;
using Catch::StartsWith;

const std::string things =
    R"({"TableName":"things","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
    R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"})";
const std::string health = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

std::string put_of(const std::string& id) {
  return R"({"TableName":"things","Item":{"id":{"S":")" + id + R"("}}})";
}

std::string head_of_put(const std::string& body, const std::string& more = "") {
  return "POST / HTTP/1.1\r\nHost: localhost\r\nAuthorization: none\r\nX-Amz-Target: DynamoDB_20120810.PutItem\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n" + more + "\r\n";
}

std::uint16_t port_of(const Serving& serving) {
  return static_cast<std::uint16_t>(std::stoul(serving.url().substr(serving.url().rfind(':') + 1)));
}

bool has(const Serving& serving, const std::string& id) {
  const std::string get = R"({"TableName":"things","Key":{"id":{"S":")" + id + R"("}}})";
  return post(serving.url(), "GetItem", get).body != "{}";
}

TEST_CASE("a server that is told to end answers the requests that it has, and closes the connections") {
  const TemporaryDirectory directory;
  const std::string db = (directory.path() / "dev.db").string();
  {
    Serving serving({"--db", db});
    REQUIRE(post(serving.url(), "CreateTable", things).status == 200);
    Connection begun(port_of(serving));
    Connection busy(port_of(serving));
    Connection idle(port_of(serving));
    idle.send(health);
    CHECK_THAT(idle.answer(), StartsWith("HTTP/1.1 200 ") && !Contains("Connection: close\r\n"));
    const std::string put = put_of("begun");
    begun.send(head_of_put(put, "Expect: 100-continue\r\n"));
    REQUIRE_THAT(begun.answer(), StartsWith("HTTP/1.1 100 "));

    kill(serving.process(), SIGTERM);
    std::string last;
    CHECK(eventually([&] {
      busy.send(health);
      last = busy.answer();
      return last.empty() || last.find("Connection: close\r\n") != std::string::npos;
    }));
    CHECK_THAT(last, StartsWith("HTTP/1.1 200 "));
    CHECK(busy.is_closed());
    begun.send(put);
    CHECK_THAT(begun.answer(), StartsWith("HTTP/1.1 200 ") && Contains("Connection: close\r\n"));
    CHECK(begun.is_closed());
    CHECK(idle.is_closed());
    CHECK(serving.end(SIGTERM) == 0);
  }
  CHECK(has(Serving({"--db", db}), "begun"));
}

TEST_CASE("what a server that is told to end does not answer has not been applied") {
  const TemporaryDirectory directory;
  const std::string db = (directory.path() / "dev.db").string();
  std::vector<std::string> unanswered(16);
  {
    Serving serving({"--db", db});
    REQUIRE(post(serving.url(), "CreateTable", things).status == 200);
    std::atomic<int> answered{0};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < unanswered.size(); ++i) {
      threads.emplace_back([&, i, own = std::make_unique<Connection>(port_of(serving))] {
        Connection& connection = *own;
        for (int n = 0; unanswered[i].empty(); ++n) {
          const std::string id = std::to_string(i) + "-" + std::to_string(n);
          const std::string put = put_of(id);
          connection.send(head_of_put(put) + put);
          if (!connection.answer().starts_with("HTTP/1.1 200 ")) unanswered[i] = id;
          ++answered;
        }
      });
    }
    CHECK(eventually([&] { return answered > 500; }));
    CHECK(serving.end(SIGTERM) == 0);
    for (std::thread& each : threads) each.join();
  }
  const Serving serving({"--db", db});
  for (const std::string& id : unanswered) {
    INFO(id);
    CHECK_FALSE(has(serving, id));
  }
}

TEST_CASE("a server that is told to end cuts off a request that does not come to its end") {
  const TemporaryDirectory directory;
  const std::string db = (directory.path() / "dev.db").string();
  {
    Serving serving({"--db", db});
    REQUIRE(post(serving.url(), "CreateTable", things).status == 200);
    Connection half(port_of(serving));
    const std::string put = put_of("half");
    half.send(head_of_put(put, "Expect: 100-continue\r\n"));
    REQUIRE_THAT(half.answer(), StartsWith("HTTP/1.1 100 "));
    half.send(put.substr(0, put.size() - 1));
    CHECK(serving.end(SIGTERM) == 0);
    CHECK(half.is_closed());
  }
  CHECK_FALSE(has(Serving({"--db", db}), "half"));
}

}  // namespace
}  // namespace partita::test
