#include <partita/metrics_listener.hpp>

#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <scripted_server.hpp>

#include <curl/curl.h>
#include <catch2/catch.hpp>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

using namespace partita;

namespace {

struct Got {
  CURLcode code = CURLE_OK;
  long status = 0;
  std::string type;
  std::string body;
};

Got ask(const std::string& url, const char* method = "GET") {
  Got got;
  CURL* const curl = curl_easy_init();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
  if (std::string(method) == "POST") curl_easy_setopt(curl, CURLOPT_POSTFIELDS, "some=body");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, 10L);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &got.body);
  curl_easy_setopt(
      curl, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t size, std::size_t count, void* to) {
        static_cast<std::string*>(to)->append(data, size * count);
        return size * count;
      });
  got.code = curl_easy_perform(curl);
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &got.status);
  const char* type = nullptr;
  curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  got.type = type == nullptr ? "" : type;
  curl_easy_cleanup(curl);
  return got;
}

struct Lab {
  test::ScriptedServer server;
  Client client = *Client::open(server.url());
  MetricsListener listener = *MetricsListener::open(client);
  std::string url = "http://127.0.0.1:" + std::to_string(listener.port());
};

}  // namespace

TEST_CASE("what Prometheus asks for is the client's metrics as they are now") {
  Lab lab;
  lab.server.enqueue({.body = "{}"});
  const Request request{.operation = "GetItem", .table = "contacts", .body = "{}"};
  Reply reply;
  lab.client.transport().send(request, reply);
  const Got got = ask(lab.url + "/metrics");
  CHECK(got.status == 200);
  CHECK(got.type == "text/plain; version=0.0.4");
  CHECK_THAT(got.body, Catch::StartsWith("# HELP partita_") &&
                           Catch::Contains("partita_request_duration_seconds_count{operation=\"GetItem\",entity=\"\","
                                           "index=\"\",outcome=\"ok\"} 1\n"));
}

TEST_CASE("nothing but GET /metrics is answered") {
  Lab lab;
  CHECK(ask(lab.url + "/").status == 404);
  CHECK(ask(lab.url + "/metrics/../secret").status == 404);
  CHECK(ask(lab.url + "/metrics", "POST").status == 405);
  CHECK(ask(lab.url + "/metrics", "DELETE").status == 405);
  CHECK(ask(lab.url + "/metrics").status == 200);
}

TEST_CASE("several ask at once") {
  Lab lab;
  std::atomic<int> answered{0};
  std::vector<std::jthread> askers;
  for (int i = 0; i < 4; ++i) {
    askers.emplace_back([&] {
      for (int j = 0; j < 10; ++j) {
        if (ask(lab.url + "/metrics").status == 200) ++answered;
      }
    });
  }
  askers.clear();
  CHECK(answered == 40);
}

TEST_CASE("a listener ends when it is destroyed") {
  test::ScriptedServer server;
  std::string url;
  {
    const auto listener = MetricsListener::open(*Client::open(server.url()));
    REQUIRE(listener);
    url = "http://127.0.0.1:" + std::to_string(listener->port()) + "/metrics";
    CHECK(ask(url).status == 200);
  }
  CHECK(ask(url).code == CURLE_COULDNT_CONNECT);
}

TEST_CASE("an address that is none, and a port that is taken, are errors") {
  Lab lab;
  const auto no_address = MetricsListener::open(lab.client, {.address = "localhost", .port = 0});
  REQUIRE_FALSE(no_address);
  CHECK_THAT(no_address.error().message(), Catch::Contains("'localhost'"));
  const auto taken = MetricsListener::open(lab.client, {.address = "127.0.0.1", .port = lab.listener.port()});
  REQUIRE_FALSE(taken);
  CHECK_THAT(taken.error().message(), Catch::Contains("no listener on '127.0.0.1'"));
}
