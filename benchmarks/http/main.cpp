// B1: what a small signed request over a pooled connection costs the client, beside a raw blocking socket that sends the
// same bytes. Both threads' times are their own: the server's are not counted.
#include "harness.hpp"
#include "stub_server.hpp"

#include <partita/client.hpp>
#include <partita/transport.hpp>

#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace partita::benchmarks;

constexpr int requests_a_round = 500;
constexpr int rounds = 31;
constexpr std::string_view body =
    R"({"TableName":"contacts","Key":{"id":{"S":"c-1"},"tenant_id":{"S":"t-1"}}})";

double thread_cpu_microseconds() {
  rusage usage{};
  getrusage(RUSAGE_THREAD, &usage);
  const auto of = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

template <class Run>
double cpu_of_one(Run run) {
  const double before = thread_cpu_microseconds();
  for (int i = 0; i < requests_a_round; ++i) run();
  return (thread_cpu_microseconds() - before) / requests_a_round;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

int main() {
  const std::string reply_body = R"({"Item":{"id":{"S":"c-1"},"note":{"S":")" + std::string(340, 'x') + R"("}}})";
  StubServer server{reply_body};
  auto client = partita::Client::open("http://127.0.0.1:" + std::to_string(server.port()));
  if (!client) {
    std::fprintf(stderr, "%s\n", client.error().to_string().c_str());
    return 1;
  }
  partita::Reply reply;
  const partita::Request request{"GetItem", "contacts", body, partita::RetryClass::idempotent, {}};
  const auto pooled = [&] {
    reply.reset();
    client->transport().send(request, reply, nullptr);
    if (reply.error) {
      std::fprintf(stderr, "%s\n", reply.error->to_string().c_str());
      std::exit(1);
    }
  };
  pooled();
  // The peer sends the very bytes that the client sent.
  RawClient raw{server.port(), server.last_request()};

  std::vector<double> ours;
  std::vector<double> peer;
  for (int round = 0; round <= rounds; ++round) {
    const double a = cpu_of_one([&] { raw.exchange(); });
    const double b = cpu_of_one(pooled);
    if (round == 0) continue;
    peer.push_back(a);
    ours.push_back(b);
  }
  std::printf("\nB1: client CPU of one request, %zu-byte body, %zu-byte reply\n", body.size(), reply_body.size());
  std::printf("  %-58s %12.2f us\n", "raw blocking socket, the same bytes", median(peer));
  std::printf("  %-58s %12.2f us\n", "Client: pooled connection, signed", median(ours));
  target("B1", "client CPU, times the raw socket", median(ours) / median(peer), 2.4);
  return 0;
}
