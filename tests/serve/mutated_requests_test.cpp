// Requests that nobody should send, to `partita serve` as it runs: spoilt in their bytes, a fixed row of them.
#include "post.hpp"
#include "raw_http.hpp"
#include "tool/serving.hpp"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): SIGTERM
#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace partita::test {
namespace {

const std::string close_after = "Connection: close\r\n";

using Random = std::mt19937;  // the same numbers everywhere, unlike distributions

std::size_t below(Random& random, std::size_t limit) {
  return random() % limit;
}

std::string post_of(const std::string& operation, const std::string& body, const std::string& headers = close_after) {
  return "POST / HTTP/1.1\r\nHost: localhost\r\nAuthorization: none\r\nX-Amz-Target: DynamoDB_20120810." + operation +
         "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// After each, or the last of several, the server is to close the connection.
std::vector<std::string> good_requests() {
  return {
      post_of("PutItem", R"({"TableName":"things","Item":{"id":{"S":"a"},"n":{"N":"1"},"b":{"B":"AA=="}}})"),
      post_of("UpdateItem", R"({"TableName":"things","Key":{"id":{"S":"a"}},"UpdateExpression":"SET n = n + :one",)"
                            R"("ExpressionAttributeValues":{":one":{"N":"1"}},"ReturnValues":"ALL_NEW"})"),
      post_of("Scan", R"({"TableName":"things","Limit":1})"),
      post_of("ListTables", "{}", "") + post_of("GetItem", R"({"TableName":"things","Key":{"id":{"S":"a"}}})"),
      post_of("ListTables", "{}", "Expect: 100-continue\r\nConnection: close\r\n"),
      "POST / HTTP/1.1\r\nHost: localhost\r\nAuthorization: none\r\nX-Amz-Target: DynamoDB_20120810.ListTables\r\n"
      "Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1;x=y\r\n}\r\n0\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
      "GET / HTTP/1.0\r\n\r\n",
  };
}

std::string mutated(Random& random, std::string bytes) {
  static const std::vector<std::string_view> parts{
      "\r\n", "\r\n\r\n", "\n",   ":",     " ",          std::string_view("\0", 1),
      "\xFF", "-1",       "{",    "}",     "\"",         "Content-Length: 18446744073709551616\r\n",
      "%",    "0\r\n",    "\\u0", "/../x", "HTTP/1.999", "Transfer-Encoding: chunked\r\n"};
  for (std::size_t count = 1 + below(random, 3); count > 0; --count) {
    const std::size_t at = below(random, bytes.size() + 1);
    const std::size_t size = below(random, 12);
    switch (below(random, 6)) {
      case 0:
        bytes.resize(at);
        break;
      case 1:
        bytes.erase(at, size);
        break;
      case 2:
        bytes.insert(at, parts[below(random, parts.size())]);
        break;
      case 3:
        bytes.insert(at, std::string(below(random, 50'000), 'x'));
        break;
      case 4:
        bytes.insert(at, bytes.substr(below(random, at + 1), 100));
        break;
      default:
        if (at < bytes.size()) bytes[at] = static_cast<char>(below(random, 256));
    }
  }
  return bytes;
}

TEST_CASE("whatever comes over a connection, the server answers or closes it, and serves the next one") {
  Serving serving;
  const std::string table =
      R"({"TableName":"things","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)"
      R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"BillingMode":"PAY_PER_REQUEST"})";
  REQUIRE(post(serving.url(), "CreateTable", table).status == 200);
  const auto port = static_cast<std::uint16_t>(std::stoi(serving.url().substr(serving.url().rfind(':') + 1)));

  const std::vector<std::string> good = good_requests();
  for (const std::string& each : good) {
    const Heard heard = answers_to(port, each, std::chrono::minutes(1));
    INFO(each << "\n" << heard.answers);
    CHECK(heard.closed);
    CHECK(heard.answers.find(" 200 ") != std::string::npos);
    CHECK(heard.fault.empty());
  }
  Random random(20261122);
  int answered = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string bytes = mutated(random, good[below(random, good.size())]);
    Heard heard = answers_to(port, bytes, std::chrono::milliseconds(20));
    // An eighth of the requests are not whole, so that no answer is due. Where more than a third has none, the machine
    // is busy.
    if (heard.is_nothing() && answered < i * 2 / 3) heard = answers_to(port, bytes, std::chrono::seconds(1));
    INFO("request " << i << ": " << bytes.substr(0, 2000) << "\n" << heard.answers.substr(0, 2000));
    CHECK(heard.fault.empty());
    if (!heard.is_nothing()) ++answered;
    if (i % 100 == 0) REQUIRE(post(serving.url(), "DescribeTable", R"({"TableName":"things"})").status == 200);
  }
  CHECK(answered >= 1000);
  CHECK(serving.end(SIGTERM) == 0);
  CHECK(serving.log().empty());
}

}  // namespace
}  // namespace partita::test
