// What becomes of a call under each fault of the catalogue: once, and for as long as the call goes on.
#include "http_exchange.hpp"
#include "scoped_environment.hpp"

#include <partita/client.hpp>
#include <partita/client_options.hpp>

#include <fault_proxy.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <map>
#include <optional>
#include <string>

using namespace partita;
using namespace std::chrono_literals;
using test::Fault;
using test::FaultProxy;
using test::read_request;
using test::ScopedEnvironment;
using test::ScriptedServer;
using test::send;
using test::write_request;

namespace {

constexpr int max_attempts = 3;

// What a call returns that meets the same fault again and again.
struct Outcome {
  std::optional<ErrorKind> kind{};  // none: the call succeeds
  int attempts = 1;
  bool maybe_applied = false;
};

constexpr Outcome fine{};
constexpr Outcome broken{ErrorKind::transport, max_attempts, true};
constexpr Outcome unanswered{ErrorKind::deadline, max_attempts, true};
constexpr Outcome unreadable{ErrorKind::decode, max_attempts, true};
constexpr Outcome failed{ErrorKind::server, max_attempts, true};
constexpr Outcome throttled{ErrorKind::throttled, max_attempts, false};
constexpr Outcome conflicting{ErrorKind::conflict, max_attempts, false};
constexpr Outcome refused(ErrorKind kind) {
  return {kind, 1, false};
}

const std::map<std::string, Outcome> outcomes{
    {"reset", broken},
    {"reset_applied", broken},
    {"closed", broken},
    {"closed_applied", broken},
    {"half_closed", broken},
    {"half_closed_applied", broken},
    {"closed_midway_applied", broken},
    {"reset_midway_applied", broken},
    {"broken_chunks_applied", broken},
    {"wrong_checksum_applied", broken},
    {"not_http_applied", broken},
    {"silent", unanswered},
    {"silent_applied", unanswered},
    {"dribbled_too_long_applied", unanswered},
    {"length_too_long_applied", unanswered},
    {"garbage_applied", unreadable},
    {"truncated_applied", unreadable},
    {"empty_applied", unreadable},
    {"length_too_short_applied", unreadable},
    {"compressed_applied", unreadable},
    {"closed_afterwards", fine},
    {"late", fine},
    {"dribbled", fine},
    {"chunked", fine},
    {"partial_batch", fine},  // of a request that is none
    {"InternalServerError", failed},
    {"InternalServerError_applied", failed},
    {"InternalFailure", failed},
    {"InternalFailure_applied", failed},
    {"ServiceUnavailable", failed},
    {"ServiceUnavailable_applied", failed},
    {"ServiceUnavailableException", failed},
    {"ServiceUnavailableException_applied", failed},
    {"empty_500", failed},
    {"empty_500_applied", failed},
    {"gateway_502", failed},
    {"gateway_502_applied", failed},
    {"gateway_504", failed},
    {"gateway_504_applied", failed},
    {"ProvisionedThroughputExceededException", throttled},
    {"RequestLimitExceeded", throttled},
    {"LimitExceededException", throttled},
    {"ThrottlingException", throttled},
    {"ThrottlingException_503", throttled},
    {"text_429", throttled},
    {"TransactionConflictException", conflicting},
    {"ReplicatedWriteConflictException", conflicting},
    {"TransactionInProgressException", {ErrorKind::conflict, max_attempts, true}},
    {"TransactionInProgressException_applied", {ErrorKind::conflict, max_attempts, true}},
    {"wrong_clock", {ErrorKind::clock_skew, 2, false}},  // the service's time did not help
    {"ItemCollectionSizeLimitExceededException", refused(ErrorKind::too_large)},
    {"text_413", refused(ErrorKind::too_large)},
    {"AccessDeniedException", refused(ErrorKind::access_denied)},
    {"UnrecognizedClientException", refused(ErrorKind::credentials)},
    {"ExpiredTokenException", refused(ErrorKind::credentials)},
    {"IncompleteSignature", refused(ErrorKind::credentials)},
    {"MissingAuthenticationToken", refused(ErrorKind::credentials)},
    {"ResourceNotFoundException", refused(ErrorKind::not_found)},
    {"ResourceInUseException", refused(ErrorKind::already_exists)},
    {"ValidationException", refused(ErrorKind::validation)},
    {"SerializationException", refused(ErrorKind::validation)},
    {"UnknownOperationException", refused(ErrorKind::unsupported)},
};

// A server that is well, a proxy that strikes the first so many requests, and a client.
struct Bench {
  explicit Bench(const Fault& fault, int strikes, std::chrono::milliseconds request_timeout)
      : left(strikes), proxy(server.url(), [&](const auto&) { return left-- > 0 ? &fault : nullptr; }) {
    ClientOptions options;
    options.max_attempts = max_attempts;
    options.connect_timeout = request_timeout - 20ms;
    options.request_timeout = request_timeout;
    options.breaker.failures = 0;
    options.sleep = [](std::chrono::nanoseconds, const StopSignal&) { return true; };
    client = *Client::open(proxy.url(), options);
  }

  Transport& transport() { return client->transport(); }

  ScopedEnvironment environment;
  ScriptedServer server{[](const auto&) { return test::ScriptedAnswer{.body = R"({"Attributes":{"n":{"N":"1"}}})"}; }};
  std::atomic<int> left;
  FaultProxy proxy;
  std::optional<Client> client;
};

// Long enough on a busy machine for what answers, and no longer than what does not needs.
std::chrono::milliseconds patience(const Outcome& expected) {
  return expected.kind == ErrorKind::deadline ? 300ms : 20s;
}

void check(const Reply& reply, const Outcome& expected) {
  REQUIRE(reply.error.has_value() == expected.kind.has_value());
  if (!expected.kind) return;
  CHECK(to_string(reply.error->kind()) == to_string(*expected.kind));
  CHECK(reply.error->attempts() == expected.attempts);
  CHECK(reply.error->maybe_applied() == expected.maybe_applied);
}

constexpr int always = 1000;

}  // namespace

TEST_CASE("every fault has a defined outcome, for reads, writes and writes that add") {
  for (const Fault& fault : test::all_faults()) {
    INFO(fault.name);
    REQUIRE(outcomes.contains(fault.name));
    const Outcome& expected = outcomes.at(fault.name);

    Bench writes(fault, always, patience(expected));
    check(send(writes.transport(), write_request(RetryClass::idempotent)), expected);

    Bench reads(fault, always, patience(expected));
    Outcome of_reads = expected;
    of_reads.maybe_applied = false;
    check(send(reads.transport(), read_request()), of_reads);

    Bench adds(fault, always, patience(expected));
    Outcome of_adding = expected;
    if (expected.maybe_applied) of_adding = {ErrorKind::outcome_unknown, 1, true};
    check(send(adds.transport(), write_request(RetryClass::additive)), of_adding);
    CHECK(adds.proxy.forwarded() <= 1);

    // Nothing of it stays behind in the connection.
    adds.left = 0;
    // One that ends without a word may seem to live until the next request is on its way.
    const bool ends = fault.name == "closed_afterwards";
    check(send(adds.transport(), write_request(ends ? RetryClass::idempotent : RetryClass::additive)), fine);
  }
}

TEST_CASE("a fault that passes costs one repeat, where one is allowed") {
  for (const Fault& fault : test::all_faults()) {
    INFO(fault.name);
    const Outcome& expected = outcomes.at(fault.name);
    Bench bench(fault, 1, patience(expected));
    const Reply reply = send(bench.transport(), write_request(RetryClass::idempotent));
    if (expected.kind && expected.attempts == 1) {
      check(reply, expected);
    } else {
      REQUIRE_FALSE(reply.error);
      CHECK(reply.body.view() == R"({"Attributes":{"n":{"N":"1"}}})");
      CHECK(reply.facts.attempts == (expected.kind ? 2 : 1));
    }
  }
}

TEST_CASE("a request that breaks off before it is read, or in its midst, is a break like any other") {
  for (const std::size_t after_bytes : {std::size_t{0}, std::size_t{1}, std::size_t{300'000}}) {
    INFO(after_bytes);
    const std::string large(2'000'000, ' ');
    for (const std::string& body : {std::string("{}"), large}) {
      if (after_bytes > body.size() + 100) continue;
      Bench bench(test::fault_named("late"), 0, 20s);
      bench.proxy.front().break_requests(always, after_bytes);
      const Reply lasting = send(bench.transport(), read_request(body));
      REQUIRE(lasting.error);
      CHECK(lasting.error->kind() == ErrorKind::transport);
      CHECK(lasting.error->attempts() == max_attempts);
      bench.proxy.front().break_requests(1, after_bytes);
      CHECK_FALSE(send(bench.transport(), read_request(body)).error);
      CHECK(bench.proxy.forwarded() == 1);
    }
  }
}

TEST_CASE("a server that takes the connection and is silent about TLS is one that cannot be reached") {
  const ScopedEnvironment environment;
  ScriptedServer server;
  ClientOptions options;
  options.region = "eu-west-1";
  options.connect_timeout = 150ms;
  const auto client = Client::open("https://127.0.0.1:" + std::to_string(server.port()), options);
  REQUIRE(client);
  const Reply reply = send(client->transport(), write_request(RetryClass::additive));
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::transport);
  CHECK_FALSE(reply.error->maybe_applied());
  CHECK(reply.error->attempts() == 1);
  CHECK_THAT(reply.error->message(), Catch::Contains("within 150 ms"));
}
