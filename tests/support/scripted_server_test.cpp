#include "scripted_server.hpp"

#include <curl/curl.h>
#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <thread>

namespace {

using namespace partita::test;
using namespace std::chrono_literals;

struct Reply {
  CURLcode code = CURLE_OK;
  long status = 0;
  std::string headers;
  std::string body;
};

std::size_t append(char* bytes, std::size_t, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(bytes, count);
  return count;
}

class HttpClient {
 public:
  Reply post(const std::string& url, const std::string& body, std::chrono::milliseconds timeout = 10s) {
    Reply reply;
    CURL* curl = handle_.get();
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers(
        curl_slist_append(nullptr, "X-Amz-Target: DynamoDB_20120810.GetItem"), curl_slist_free_all);
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply.headers);
    reply.code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply.status);
    return reply;
  }

 private:
  std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_{curl_easy_init(), curl_easy_cleanup};
};

TEST_CASE("queued answers are given in order over one connection, and requests are recorded") {
  ScriptedServer server;
  server.enqueue({.body = "123456789"});
  server.enqueue(error_answer(400, "ThrottlingException", "slow \"down\""));
  HttpClient client;

  const Reply first = client.post(server.url() + "/path", "{\"a\":1}");
  CHECK(first.status == 200);
  CHECK(first.body == "123456789");
  CHECK(first.headers.find("x-amz-crc32: 3421780262\r\n") != std::string::npos);  // the check value of CRC-32

  const Reply second = client.post(server.url(), std::string(100'000, 'x'));
  CHECK(second.status == 400);
  CHECK(second.body ==
        R"({"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"slow \"down\""})");

  const auto requests = server.requests();
  REQUIRE(requests.size() == 2);
  CHECK(requests[0].method == "POST");
  CHECK(requests[0].path == "/path");
  CHECK(requests[0].operation() == "GetItem");
  CHECK(requests[0].body == "{\"a\":1}");
  CHECK(requests[1].body.size() == 100'000);
  CHECK(requests[1].connection == 1);
  CHECK(server.connections_accepted() == 1);
  CHECK(server.answers_left() == 0);
}

TEST_CASE("without an answer left the reply says so") {
  ScriptedServer server;
  const Reply reply = HttpClient().post(server.url(), "{}");
  CHECK(reply.status == 500);
  CHECK(reply.body.find("no answer left for GetItem") != std::string::npos);
}

TEST_CASE("a handler answers when the queue is empty") {
  ScriptedServer server([](const ScriptedRequest& request) { return ScriptedAnswer{.body = request.body + "!"}; });
  server.enqueue({.body = "queued"});
  HttpClient client;
  CHECK(client.post(server.url(), "one").body == "queued");
  CHECK(client.post(server.url(), "two").body == "two!");
}

TEST_CASE("checksum and headers are as told") {
  ScriptedServer server;
  HttpClient client;
  server.enqueue({.body = "123456789", .checksum = Checksum::wrong});
  CHECK(client.post(server.url(), "{}").headers.find("x-amz-crc32: 3421780263\r\n") != std::string::npos);
  server.enqueue({.body = "123456789", .checksum = Checksum::none});
  CHECK(client.post(server.url(), "{}").headers.find("x-amz-crc32") == std::string::npos);
  server.enqueue({.body = "<xml/>", .headers = {{"Content-Type", "text/xml"}, {"X-Extra", "1"}}});
  const std::string headers = client.post(server.url(), "{}").headers;
  CHECK(headers.find("Content-Type: text/xml\r\n") != std::string::npos);
  CHECK(headers.find("X-Extra: 1\r\n") != std::string::npos);
  CHECK(headers.find("x-amz-json") == std::string::npos);
}

TEST_CASE("a chunked answer arrives whole") {
  ScriptedServer server;
  const std::string body(1'000, 'c');
  server.enqueue({.body = body, .chunk_size = 7});
  const Reply reply = HttpClient().post(server.url(), "{}");
  CHECK(reply.code == CURLE_OK);
  CHECK(reply.body == body);
  CHECK(reply.headers.find("content-length") == std::string::npos);
}

TEST_CASE("connections end as told") {
  ScriptedServer server;
  HttpClient client;
  SECTION("close after the answer") {
    server.enqueue({.body = "{}", .ending = Ending::close}, 2);
    CHECK(client.post(server.url(), "{}").status == 200);
    CHECK(client.post(server.url(), "{}").status == 200);
    CHECK(server.connections_accepted() == 2);
  }
  SECTION("close before any byte") {
    server.enqueue(closed_unanswered());
    CHECK(client.post(server.url(), "{}").code == CURLE_GOT_NOTHING);
    CHECK(server.requests().size() == 1);
  }
  SECTION("reset before any byte") {
    server.enqueue(reset_unanswered());
    CHECK(client.post(server.url(), "{}").code == CURLE_RECV_ERROR);
    CHECK(server.requests().size() == 1);
  }
  SECTION("close within the body") {
    server.enqueue({.body = std::string(1'000, 'x'), .ending = Ending::close_midway, .cut_after = 700});
    const Reply reply = client.post(server.url(), "{}");
    CHECK(reply.code == CURLE_PARTIAL_FILE);
    CHECK(reply.headers.size() + reply.body.size() == 700);
  }
  SECTION("close after an answer that did not announce it") {
    server.enqueue({.body = "{}", .ending = Ending::close_unannounced}, 2);
    CHECK(client.post(server.url(), "{}").headers.find("connection: close") == std::string::npos);
    CHECK(client.post(server.url(), "{}").status == 200);
    CHECK(server.connections_accepted() == 2);
  }
  SECTION("the end of the stream in place of an answer") {
    server.enqueue({.ending = Ending::half_close});
    CHECK(client.post(server.url(), "{}").code == CURLE_GOT_NOTHING);
  }
  SECTION("a reset in the midst of a request") {
    server.break_requests(1, 100);
    CHECK(client.post(server.url(), std::string(1'000'000, 'x')).code != CURLE_OK);
    CHECK(server.requests().empty());
    server.enqueue({.body = "{}"});
    CHECK(client.post(server.url(), "{}").status == 200);
  }
  SECTION("never an answer") {
    server.enqueue({.ending = Ending::never_answer});
    CHECK(client.post(server.url(), "{}", 50ms).code == CURLE_OPERATION_TIMEDOUT);
  }
}

TEST_CASE("an answer waits for its delay") {
  ScriptedServer server;
  server.enqueue({.body = "late", .delay = 1h});
  server.enqueue({.body = "soon", .delay = 1ms});
  HttpClient client;
  CHECK(client.post(server.url(), "{}", 50ms).code == CURLE_OPERATION_TIMEDOUT);
  CHECK(client.post(server.url(), "{}").body == "soon");
}

TEST_CASE("an answer comes in pieces") {
  ScriptedServer server;
  const std::string body(50, 'p');
  server.enqueue({.body = body, .piece_size = 10, .pause = 1ms});
  CHECK(HttpClient().post(server.url(), "{}").body == body);
}

TEST_CASE("a server that stops listening refuses connections, and listens again where it did") {
  ScriptedServer server([](const ScriptedRequest&) { return ScriptedAnswer{.body = "{}"}; });
  HttpClient client;
  const std::string url = server.url();
  CHECK(client.post(url, "{}").status == 200);
  server.stop_listening();
  CHECK(client.post(url, "{}").code == CURLE_COULDNT_CONNECT);
  server.listen_again();
  CHECK(client.post(url, "{}").status == 200);
  CHECK(server.connections_open() == 1);
}

TEST_CASE("the server stops while clients wait for answers") {
  auto server = std::make_unique<ScriptedServer>();
  server->enqueue({.ending = Ending::never_answer});
  server->enqueue({.delay = 1h});
  std::vector<std::thread> clients;
  for (int i = 0; i < 2; ++i) {
    clients.emplace_back([url = server->url()] { HttpClient().post(url, "{}", 60s); });
  }
  while (server->requests().size() < 2) std::this_thread::sleep_for(1ms);
  server.reset();
  for (std::thread& client : clients) client.join();
}

}  // namespace
