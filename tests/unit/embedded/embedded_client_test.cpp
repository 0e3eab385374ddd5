#include "stores.hpp"

#include <partita/client_options.hpp>
#include <partita/metrics.hpp>
#include <partita/transport.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace {

using namespace partita;

Reply send(const Client& client, std::string_view operation, std::string_view body, CallContext context = {}) {
  Reply reply;
  client.transport().send({.operation = operation, .table = "t", .body = body, .context = context}, reply);
  return reply;
}

TEST_CASE("a client in memory needs no region, credentials or server") {
  const auto client = Client::open("memory:");
  REQUIRE(client);
  const Reply reply = send(*client, "Nope", "{}");
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::unsupported);
  CHECK(reply.error->message() == "An unknown operation was requested.");
  CHECK(reply.error->code() == "UnknownOperationException");
  CHECK(reply.error->operation() == "Nope");
  CHECK(reply.error->request_id() == "embedded-1");
  CHECK(reply.facts.status == 400);
}

TEST_CASE("an address behind 'memory:' is refused") {
  const auto client = Client::open("memory:test");
  REQUIRE_FALSE(client);
  CHECK(client.error().kind() == ErrorKind::invalid_argument);
  CHECK(client.error().message() ==
        "'memory:test': nothing follows 'memory:', as each client has a database of its own");
}

TEST_CASE("a client in memory does not promise to survive a power cut") {
  ClientOptions options;
  options.embedded.durable = true;
  const auto client = Client::open("memory:", options);
  REQUIRE_FALSE(client);
  CHECK(client.error().kind() == ErrorKind::invalid_argument);
  CHECK(client.error().message() ==
        "EmbeddedOptions::durable is of 'file:' alone: what is in memory ends with the client");
}

TEST_CASE("a URL of a file that other programs would read otherwise is refused, and nothing made") {
  const TemporaryDirectory directory;
  const auto message = [](const std::string& url) {
    const auto client = Client::open(url);
    REQUIRE_FALSE(client);
    CHECK(client.error().kind() == ErrorKind::invalid_argument);
    return client.error().message();
  };
  const std::string missing = "the path of the file is missing, as in 'file:dev.db'";
  CHECK(message("file:") == "'file:': " + missing);
  CHECK(message("file://") == "'file://': " + missing);
  CHECK(message("file://x.db") == "'file://x.db': write 'file:x.db' or 'file:/x.db'");
  CHECK(message("file:///tmp/x.db") == "'file:///tmp/x.db': write 'file:/tmp/x.db'");
  CHECK(message("file:" + directory.file("x.db?mode=ro")) ==
        "'file:" + directory.file("x.db?mode=ro") +
            "': there are no parameters; ClientOptions::embedded has the options");
  CHECK(std::filesystem::is_empty(directory.path));
}

TEST_CASE("the client in memory keeps to deadlines and stop tokens, and is measured") {
  const auto client = Client::open("memory:");
  REQUIRE(client);
  CallContext late;
  late.deadline = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  CHECK(send(*client, "GetItem", "{}", late).error->kind() == ErrorKind::deadline);
  std::vector<RequestMetrics> requests = metrics(*client).requests;
  REQUIRE(requests.size() == 1);
}

TEST_CASE("a client over a transport refuses what the engine alone could do") {
  struct Nothing final : Transport {
    void send(const Request&, Reply&) noexcept override {}
  };
  const auto message = [](const auto& set) {
    ClientOptions options;
    set(options.embedded);
    const auto client = Client::open(std::make_shared<Nothing>(), options);
    return client ? std::string() : client.error().message();
  };
  const std::string rest = " is of the engine in the process; no other database has it";
  CHECK(message([](auto& embedded) { embedded.faults = {{.kind = FaultKind::conflict}}; }) ==
        "EmbeddedOptions::faults" + rest);
  CHECK(message([](auto& embedded) { embedded.index_delay = std::chrono::milliseconds(1); }) ==
        "EmbeddedOptions::index_delay" + rest);
  CHECK(message([](auto& embedded) { embedded.cut_batch_gets = true; }) == "EmbeddedOptions::cut_batch_gets" + rest);
  CHECK(message([](auto& embedded) { embedded.durable = true; }) == "EmbeddedOptions::durable" + rest);
  CHECK(message([](auto& embedded) { embedded.seed = 1; }) == "EmbeddedOptions::seed" + rest);
  CHECK(message([](auto& embedded) { embedded.expiry_interval = std::chrono::seconds(1); }) ==
        "EmbeddedOptions::expiry_interval" + rest);
  CHECK(message([](auto&) {}).empty());
}

}  // namespace
