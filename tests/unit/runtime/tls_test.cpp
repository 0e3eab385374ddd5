#include "tls_server.hpp"

#include "scoped_environment.hpp"

#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace partita;

namespace {

Reply call(const std::string& url, const ClientOptions& options) {
  const auto client = Client::open(url, options);
  Reply reply;
  if (!client) {
    reply.error = client.error();
    return reply;
  }
  // The second answer comes over the kept connection.
  for (int i = 0; i < 2; ++i) {
    client->transport().send({.operation = "PutItem", .table = "t", .body = "{}"}, reply);
  }
  return reply;
}

}  // namespace

TEST_CASE("a server is believed only with a certificate that the bundle vouches for") {
  test::ScopedEnvironment environment;
  const test::TlsServer server;
  const test::TlsServer other;
  const std::string url = "https://localhost:" + std::to_string(server.port());
  ClientOptions options;
  options.max_attempts = 1;

  // The system's certificates do not know it.
  const Reply unknown = call(url, options);
  REQUIRE(unknown.error);
  CHECK(unknown.error->kind() == ErrorKind::transport);
  CHECK(unknown.applied == Applied::no);
  CHECK_THAT(unknown.error->message(), Catch::Contains("AWS_CA_BUNDLE"));

  options.ca_bundle = environment.write("other.pem", other.certificate());
  CHECK(call(url, options).error);

  options.ca_bundle = environment.write("own.pem", server.certificate());
  const Reply known = call(url, options);
  REQUIRE_FALSE(known.error);
  CHECK(known.body.view() == "{}");
  CHECK(known.facts.connection_reused);

  // The name has to fit as well.
  const Reply misnamed = call("https://127.0.0.2:" + std::to_string(server.port()), options);
  REQUIRE(misnamed.error);
  CHECK(misnamed.error->kind() == ErrorKind::transport);

  options.ca_bundle.reset();
  environment.set("AWS_CA_BUNDLE", (environment.home() / "own.pem").string());
  CHECK_FALSE(call(url, options).error);
  environment.unset("AWS_CA_BUNDLE");
  environment.write(".aws/config", "[default]\nca_bundle = " + (environment.home() / "own.pem").string() + "\n");
  CHECK_FALSE(call(url, options).error);
}
