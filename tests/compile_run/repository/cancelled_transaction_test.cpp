// A transaction that the service cancels is to the client what the action in its way would be: docs/guide/failures.md.
#include "preferences.hpp"

#include <partita/client.hpp>
#include <partita/embedded_faults.hpp>
#include <partita/metrics.hpp>

#include <catch2/catch.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace partita::test {
namespace {

// A client of the engine whose transactions meet a fault.
struct Faulty {
  explicit Faulty(EmbeddedFault fault, std::uint32_t retry_budget = 100)
      : client(*open(std::move(fault), retry_budget)) {
    REQUIRE(repository.create_table());
  }

  static Result<Client> open(EmbeddedFault fault, std::uint32_t retry_budget) {
    ClientOptions options;
    options.embedded.faults = {std::move(fault)};
    options.sleep = [](std::chrono::nanoseconds, const StopSignal&) { return true; };
    options.retry_budget = retry_budget;
    return Client::open("memory:", options);
  }
  Result<void> put() const {
    WriteTransaction transaction{client};
    transaction.put(repository, Preference{.scope = "web", .name = "theme", .value = "dark"});
    return transaction.execute();
  }
  /// How often which outcome was counted.
  std::map<std::string, std::uint64_t> outcomes(const std::string& operation) const {
    std::map<std::string, std::uint64_t> outcomes;
    for (const RequestMetrics& each : metrics(client).requests) {
      if (each.operation == operation) outcomes[std::string(each.outcome)] += each.count;
    }
    return outcomes;
  }
  std::uint64_t retries(const std::string& operation) const {
    std::uint64_t retries = 0;
    for (const OperationCost& each : metrics(client).costs) {
      if (each.operation == operation) retries += each.retries;
    }
    return retries;
  }

  Client client;
  PreferenceRepository repository{client};
};

using Outcomes = std::map<std::string, std::uint64_t>;

TEST_CASE("a transaction that is in the way of another is one request, repeated like any other") {
  const Faulty twice({.kind = FaultKind::conflict, .operations = {"TransactWriteItems"}, .count = 2});
  const auto done = twice.put();
  REQUIRE(done);
  CHECK(twice.retries("TransactWriteItems") == 2);
  CHECK(twice.outcomes("TransactWriteItems") == Outcomes{{"ok", 1}});

  const Faulty always({.kind = FaultKind::conflict, .operations = {"TransactWriteItems"}});
  const auto failed = always.put();
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind() == ErrorKind::conflict);
  CHECK(failed.error().action() == 0U);
  CHECK(failed.error().attempts() == 4);
  CHECK(always.outcomes("TransactWriteItems") == Outcomes{{"conflict", 1}});
}

TEST_CASE("retries of transactions are paid from the budget of the client") {
  const Faulty throttled({.kind = FaultKind::throttling, .operations = {"TransactWriteItems"}}, 2);
  int attempts = 0;
  for (int i = 0; i < 10; ++i) {
    const auto failed = throttled.put();
    REQUIRE_FALSE(failed);
    CHECK(failed.error().kind() == ErrorKind::throttled);
    attempts += failed.error().attempts();
  }
  CHECK(attempts == 12);
}

TEST_CASE("a condition that fails in a transaction is counted as one") {
  const Faulty client({.kind = FaultKind::conflict, .operations = {"PutItem"}});
  WriteTransaction transaction{client.client};
  transaction.create(client.repository, Preference{.scope = "web", .name = "theme", .value = "dark"});
  REQUIRE(transaction.execute());
  CHECK(transaction.execute().error().kind() == ErrorKind::condition_failed);
  CHECK(client.outcomes("TransactWriteItems") == Outcomes{{"condition_failed", 1}, {"ok", 1}});
}

}  // namespace
}  // namespace partita::test
