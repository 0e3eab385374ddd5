// B1, B2: what a small signed request over a pooled connection costs the client, and one whose answer is a page of 1
// MB, beside a raw blocking socket that sends the same bytes, and beside libcurl alone with a reused handle and headers
// made before. Each thread's time is its own: the server's is not counted. B3: what a client that is opened for each
// call costs over TLS, beside one that is kept; all of it, by the clock.
#include "harness.hpp"
#include "stub_server.hpp"
#include "tls.hpp"

#include <partita/client.hpp>
#include <partita/transport.hpp>

#include <curl/curl.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace partita::benchmarks;

constexpr int rounds = 31;
constexpr std::string_view body = R"({"TableName":"contacts","Key":{"id":{"S":"c-1"},"tenant_id":{"S":"t-1"}}})";

template <class Run>
double microseconds_of_one(int requests_a_round, Run run) {
  const double before = thread_nanoseconds();
  for (int i = 0; i < requests_a_round; ++i) run();
  return (thread_nanoseconds() - before) / 1000 / requests_a_round;
}

// One easy handle that sends the headers and the body of `request` again and again.
class CurlClient {
 public:
  CurlClient(std::uint16_t port, std::string_view request) : easy_(curl_easy_init()) {
    const std::size_t head = request.find("\r\n\r\n");
    for (std::size_t at = request.find("\r\n") + 2; at < head + 2;) {
      const std::size_t end = request.find("\r\n", at);
      const std::string line(request.substr(at, end - at));
      if (!line.starts_with("Host:") && !line.starts_with("Content-Length:"))
        headers_ = curl_slist_append(headers_, line.c_str());
      at = end + 2;
    }
    headers_ = curl_slist_append(headers_, "Expect:");
    body_ = request.substr(head + 4);
    curl_easy_setopt(easy_, CURLOPT_URL, ("http://127.0.0.1:" + std::to_string(port)).c_str());
    curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, body_.c_str());
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body_.size()));
    curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
    curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(
        easy_, CURLOPT_WRITEFUNCTION, +[](char* data, std::size_t, std::size_t size, void* self) {
          static_cast<CurlClient*>(self)->reply_.append(data, size);
          return size;
        });
  }
  CurlClient(const CurlClient&) = delete;
  CurlClient& operator=(const CurlClient&) = delete;
  ~CurlClient() {
    curl_easy_cleanup(easy_);
    curl_slist_free_all(headers_);
  }

  const std::string& exchange() {
    reply_.clear();
    if (curl_easy_perform(easy_) != CURLE_OK) {
      std::fprintf(stderr, "libcurl failed\n");
      std::exit(1);
    }
    return reply_;
  }

 private:
  CURL* easy_;
  curl_slist* headers_ = nullptr;
  std::string body_;
  std::string reply_;
};

[[noreturn]] void end(const partita::Error& error) {
  std::fprintf(stderr, "%s\n", error.to_string().c_str());
  std::exit(1);
}

// Our time, as a multiple of the raw socket's.
double times_raw(const char* title, const std::string& reply_body, int requests_a_round, std::size_t block) {
  StubServer server{reply_body};
  auto client = partita::Client::open("http://127.0.0.1:" + std::to_string(server.port()));
  if (!client) end(client.error());
  partita::Reply reply;
  const partita::Request request{"GetItem", "contacts", body, partita::RetryClass::idempotent, {}};
  const auto pooled = [&] {
    reply.reset();
    client->transport().send(request, reply);
    if (reply.error) end(*reply.error);
  };
  pooled();
  // The peer sends the very bytes that the client sent.
  const std::string bytes = server.last_request();
  RawClient raw{server.port(), bytes, block};
  CurlClient curl{server.port(), bytes};
  if (curl.exchange() != reply_body || reply.body.view() != reply_body ||
      server.last_request().size() != bytes.size()) {
    std::fprintf(stderr, "the clients disagree\n");
    std::exit(1);
  }

  std::vector<double> ours;
  std::vector<double> peer;
  std::vector<double> libcurl;
  for (int round = 0; round <= rounds; ++round) {
    const double a = microseconds_of_one(requests_a_round, [&] { raw.exchange(); });
    const double b = microseconds_of_one(requests_a_round, pooled);
    const double c = microseconds_of_one(requests_a_round, [&] { curl.exchange(); });
    if (round == 0) continue;
    peer.push_back(a);
    libcurl.push_back(c);
    ours.push_back(b);
  }
  std::printf("\n%s: client CPU of one request, %zu-byte body, %zu-byte reply\n", title, body.size(),
              reply_body.size());
  const auto print = [&](const char* name, const std::vector<double>& values) {
    std::printf("  %-58s %12.2f us  x%7.2f\n", name, median(values), median(values) / median(peer));
  };
  print("raw blocking socket, the same bytes", peer);
  print("libcurl alone, the same bytes", libcurl);
  print("Client: pooled connection, signed, checked", ours);
  return median(ours) / median(peer);
}

std::string item(std::size_t size) {
  return R"({"Item":{"id":{"S":"c-1"},"note":{"S":")" + std::string(size, 'x') + R"("}}})";
}

}  // namespace

int main() {
  const double small = times_raw("B1", item(340), 500, 16'384);
  const double page = times_raw("B2", item(1'000'000), 20, 512'000);
  const TlsTimes tls = tls_times();
  std::printf("\n");
  target("B1", "client CPU, times the raw socket", small, 2.4);
  target("B2", "client CPU of a 1 MB page, times the raw socket", page, 1.2);
  target("B3", "a kept client, times faster than one a call, CA of its own", tls.one_certificate / tls.kept, 50, false);
  target("B3", "... with the system's certificates", tls.system_bundle / tls.kept, 500, false);
  return 0;
}
