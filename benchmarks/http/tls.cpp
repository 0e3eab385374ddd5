#include "tls.hpp"

#include "harness.hpp"
#include "tls_server.hpp"

#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace partita::benchmarks {
namespace {

constexpr const char* system_certificates = "/etc/ssl/certs/ca-certificates.crt";
constexpr int rounds = 15;

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void call(const Client& client) {
  Reply reply;
  client.transport().send({.operation = "GetItem", .table = "t", .body = "{}"}, reply);
  if (!reply.error) return;
  std::fprintf(stderr, "%s\n", reply.error->to_string().c_str());
  std::exit(1);
}

Client open(int port, const std::string& bundle) {
  ClientOptions options;
  options.ca_bundle = bundle;
  auto client = Client::open("https://localhost:" + std::to_string(port), options);
  if (client) return *client;
  std::fprintf(stderr, "%s\n", client.error().to_string().c_str());
  std::exit(1);
}

template <class Run>
double microseconds_of_one(int count, Run run) {
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) run();
  return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - begin).count() / count;
}

}  // namespace

TlsTimes tls_times() {
  // The server serves one connection at a time, so a kept one has a server of its own.
  const test::TlsServer server;
  const test::TlsServer other;
  const std::string folder = std::filesystem::temp_directory_path() / ("partita-tls-" + std::to_string(server.port()));
  std::filesystem::create_directory(folder);
  const std::string own = folder + "/own.pem";
  const std::string others = folder + "/others.pem";
  const std::string all = folder + "/all.pem";
  std::ofstream(own) << server.certificate();
  std::ofstream(others) << other.certificate();
  std::ofstream(all) << text_of(system_certificates) << other.certificate();

  const Client client = open(server.port(), own);
  call(client);
  std::vector<double> kept;
  std::vector<double> one_certificate;
  std::vector<double> system_bundle;
  for (int round = 0; round <= rounds; ++round) {
    const double a = microseconds_of_one(200, [&] { call(client); });
    const double b = microseconds_of_one(10, [&] { call(open(other.port(), others)); });
    const double c = microseconds_of_one(3, [&] { call(open(other.port(), all)); });
    if (round == 0) continue;
    kept.push_back(a);
    one_certificate.push_back(b);
    system_bundle.push_back(c);
  }
  std::filesystem::remove_all(folder);
  const TlsTimes times{median(kept), median(one_certificate), median(system_bundle)};
  std::printf("\nB3: one call over TLS, on this machine\n");
  const auto print = [&](const char* name, double value) {
    std::printf("  %-58s %12.2f us  x%7.2f\n", name, value, value / times.kept);
  };
  print("one client for all calls", times.kept);
  print("a client a call, one certificate trusted", times.one_certificate);
  print("a client a call, the system's certificates trusted", times.system_bundle);
  return times;
}

}  // namespace partita::benchmarks
