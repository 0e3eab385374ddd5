// Faults that no client takes.
#include <partita/client.hpp>
#include <partita/client_options.hpp>

#include <catch2/catch.hpp>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace partita;
using namespace std::chrono_literals;

std::string refusal(EmbeddedFault fault, std::string_view url = "memory:", ClientOptions options = {}) {
  options.embedded.faults = {{.kind = FaultKind::throttling}, std::move(fault)};
  const auto client = Client::open(url, options);
  REQUIRE_FALSE(client);
  CHECK(client.error().kind() == ErrorKind::invalid_argument);
  return client.error().message();
}

TEST_CASE("faults that cannot be are refused when the client opens") {
  const std::string second = "EmbeddedOptions::faults[1]";
  CHECK(refusal({.kind = FaultKind::throttling, .share = 1.5}) ==
        second + ".share is 1.500000; it is a share: above 0, up to 1");
  CHECK(refusal({.kind = FaultKind::throttling, .share = 0}) ==
        second + ".share is 0.000000; it is a share: above 0, up to 1");
  CHECK(refusal({.kind = FaultKind::throttling, .operations = {"Put"}}) ==
        second + ".operations has 'Put', which is no operation; they are called as the service does: 'PutItem'");
  CHECK(refusal({.kind = FaultKind::unprocessed, .operations = {"PutItem"}}) ==
        second + ".operations has 'PutItem', which cannot have unprocessed");
  CHECK(refusal({.kind = FaultKind::conflict, .operations = {"Query"}}) ==
        second + ".operations has 'Query', which cannot have conflict");
  CHECK(refusal({.kind = FaultKind::throttling, .tables = {""}}) ==
        second + ".tables has an empty name; leave the list empty for all tables");
  for (const std::string& name : {std::string("a b"), std::string("ab"), std::string(300, 'a')}) {
    CHECK(refusal({.kind = FaultKind::throttling, .tables = {name}}) ==
          second + ".tables has '" + name +
              "', which no table is called: names have 3 to 255 letters, digits, '_', '-' and '.'");
  }
  for (const std::string& operation : {std::string("ListTables"), std::string("DescribeLimits")}) {
    CHECK(refusal({.kind = FaultKind::throttling, .operations = {"PutItem", operation}, .tables = {"one"}}) ==
          second + ".operations has '" + operation + "', which is about no table, and .tables is not empty");
  }
  ClientOptions prefixed;
  prefixed.table_prefix = "test-";
  CHECK(refusal({.kind = FaultKind::throttling, .tables = {"test-a", "b"}}, "memory:", prefixed) ==
        second + ".tables has 'b', and each table of the client begins with its table_prefix, 'test-'");
  CHECK(refusal({.kind = FaultKind::latency}) == second + ".median is 0 ms; a latency is longer than 0");
  CHECK(refusal({.kind = FaultKind::latency, .median = -1ms}) ==
        second + ".median is -1 ms; a latency is longer than 0");
  CHECK(refusal({.kind = FaultKind::latency, .median = 9ms, .p99 = 8ms}) ==
        second + ".p99 (8 ms) is less than its median (9 ms)");
  CHECK(refusal({.kind = FaultKind::throttling, .median = 9ms}) ==
        second + ".median and p99 are those of a latency; this is throttling");
  CHECK(refusal({.kind = FaultKind::throttling}, "http://localhost:1") ==
        "EmbeddedOptions::faults is of the engine in the process; no other database has it");
}

}  // namespace
