#include "http/retry_transport.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;
using std::chrono::steady_clock;

namespace {

struct Attempt {
  std::optional<ErrorKind> error{};
  Applied applied = Applied::no;
  bool connect_timed_out = false;
};

constexpr Attempt good{};
constexpr Attempt refused_connection{ErrorKind::transport, Applied::no};
constexpr Attempt no_host{ErrorKind::transport, Applied::no, true};
constexpr Attempt throttled{ErrorKind::throttled, Applied::no};
constexpr Attempt conflict{ErrorKind::conflict, Applied::no};
constexpr Attempt reset{ErrorKind::transport, Applied::unknown};
constexpr Attempt timed_out{ErrorKind::deadline, Applied::unknown};
constexpr Attempt failed{ErrorKind::server, Applied::unknown};
constexpr Attempt unreadable{ErrorKind::decode, Applied::unknown};

// Gives the attempts it was told to, and keeps what it was asked.
class Scripted final : public Transport {
 public:
  explicit Scripted(std::vector<Attempt> attempts) : attempts_(attempts.begin(), attempts.end()) {}

  void send(const Request& request, Reply& reply) noexcept override {
    reply.reset();
    bodies.emplace_back(request.body);
    numbers.push_back(request.context.attempt);
    const Attempt attempt = attempts_.empty() ? good : attempts_.front();
    if (!attempts_.empty()) attempts_.pop_front();
    reply.facts.attempts = 1;
    reply.facts.connect_timed_out = attempt.connect_timed_out;
    if (attempt.error) {
      Error::Details details;
      details.kind = *attempt.error;
      details.message = "attempt " + std::to_string(bodies.size());
      details.operation = request.operation;
      details.request_id = "R-" + std::to_string(bodies.size());
      reply.error.emplace(details);
      reply.applied = attempt.applied;
    } else {
      reply.body.assign("{}");
    }
  }

  std::vector<std::string> bodies;
  std::vector<int> numbers;

 private:
  std::deque<Attempt> attempts_;
};

struct Run {
  Reply reply;
  std::vector<std::string> bodies;
  std::vector<int> numbers;
  std::vector<nanoseconds> waits;
};

Run run(std::vector<Attempt> attempts, RetryClass retry, http::RetrySettings settings = {}, CallContext context = {},
        std::string_view operation = "UpdateItem") {
  Run result;
  auto scripted = std::make_shared<Scripted>(std::move(attempts));
  if (!settings.random) settings.random = [] { return 1.0; };
  if (!settings.sleep) {
    settings.sleep = [&result](nanoseconds time, const StopSignal&) { return result.waits.push_back(time), true; };
  }
  http::RetryTransport transport(scripted, settings);
  transport.send({.operation = operation, .table = "t", .body = "{\"x\":1}", .retry = retry, .context = context},
                 result.reply);
  result.bodies = scripted->bodies;
  result.numbers = scripted->numbers;
  return result;
}

constexpr RetryClass every_class[] = {RetryClass::idempotent, RetryClass::conditional, RetryClass::additive};

}  // namespace

TEST_CASE("failures that prove nothing was applied are repeated for every class") {
  for (const RetryClass retry : every_class) {
    for (const Attempt& attempt : {refused_connection, throttled, conflict}) {
      const Run result = run({attempt, attempt, attempt}, retry);
      CHECK_FALSE(result.reply.error);
      CHECK(result.bodies == std::vector<std::string>(4, "{\"x\":1}"));
      CHECK(result.numbers == std::vector<int>{1, 2, 3, 4});
      CHECK(result.reply.facts.attempts == 4);
      CHECK_FALSE(result.reply.facts.ambiguous_attempt);
    }
  }
}

TEST_CASE("ambiguous failures are repeated unless the request adds") {
  for (const Attempt& attempt : {reset, timed_out, failed, unreadable}) {
    for (const RetryClass retry : {RetryClass::idempotent, RetryClass::conditional}) {
      const Run result = run({attempt}, retry);
      CHECK_FALSE(result.reply.error);
      CHECK(result.bodies.size() == 2);
      CHECK(result.reply.facts.ambiguous_attempt);
    }
    const Run additive = run({attempt}, RetryClass::additive);
    REQUIRE(additive.reply.error);
    CHECK(additive.bodies.size() == 1);
    CHECK(additive.reply.error->kind() == ErrorKind::outcome_unknown);
    CHECK(additive.reply.error->maybe_applied());
    CHECK(additive.reply.error->request_id() == "R-1");
    CHECK_THAT(additive.reply.error->message(),
               Catch::StartsWith("attempt 1; ") && Catch::Contains("was not repeated"));
  }
}

TEST_CASE("an additive request stops at the first ambiguous failure") {
  const Run result = run({throttled, failed, throttled}, RetryClass::additive);
  REQUIRE(result.reply.error);
  CHECK(result.bodies.size() == 2);
  CHECK(result.reply.error->kind() == ErrorKind::outcome_unknown);
  CHECK(result.reply.error->attempts() == 2);
}

TEST_CASE("a connect timeout is not repeated") {
  const Run result = run({no_host}, RetryClass::idempotent);
  REQUIRE(result.reply.error);
  CHECK(result.reply.error->kind() == ErrorKind::transport);
  CHECK(result.bodies.size() == 1);
}

TEST_CASE("refusals are final") {
  for (const ErrorKind kind :
       {ErrorKind::invalid_argument, ErrorKind::condition_failed, ErrorKind::not_found, ErrorKind::already_exists,
        ErrorKind::validation, ErrorKind::too_large, ErrorKind::access_denied, ErrorKind::credentials,
        ErrorKind::clock_skew, ErrorKind::decode, ErrorKind::cancelled, ErrorKind::unsupported}) {
    const Run result = run({{kind, Applied::no}}, RetryClass::idempotent);
    REQUIRE(result.reply.error);
    CHECK(result.bodies.size() == 1);
    CHECK(result.reply.error->kind() == kind);
    CHECK_FALSE(result.reply.error->maybe_applied());
  }
}

TEST_CASE("a condition that fails after an ambiguous attempt says so") {
  const Run result = run({failed, {ErrorKind::condition_failed, Applied::no}}, RetryClass::conditional);
  REQUIRE(result.reply.error);
  CHECK(result.reply.error->kind() == ErrorKind::condition_failed);
  CHECK(result.reply.error->maybe_applied());
  CHECK(result.reply.facts.ambiguous_attempt);
  CHECK(result.reply.applied == Applied::unknown);
  CHECK(result.reply.error->attempts() == 2);

  const Run clear = run({throttled, {ErrorKind::condition_failed, Applied::no}}, RetryClass::conditional);
  CHECK_FALSE(clear.reply.error->maybe_applied());
  CHECK_FALSE(clear.reply.facts.ambiguous_attempt);
}

TEST_CASE("the number of attempts is limited, and the last error is the one that is told") {
  const Run result = run(std::vector<Attempt>(10, failed), RetryClass::idempotent, {.max_attempts = 3});
  REQUIRE(result.reply.error);
  CHECK(result.bodies.size() == 3);
  CHECK(result.reply.error->kind() == ErrorKind::server);
  CHECK(result.reply.error->message() == "attempt 3");
  CHECK(result.reply.error->request_id() == "R-3");
  CHECK(result.reply.error->attempts() == 3);
  CHECK(result.reply.error->maybe_applied());
  CHECK(run({throttled}, RetryClass::idempotent, {.max_attempts = 1}).bodies.size() == 1);
  // For a read it means nothing.
  const Run read = run(std::vector<Attempt>(10, failed), RetryClass::idempotent, {}, {}, "Query");
  CHECK_FALSE(read.reply.error->maybe_applied());
}

TEST_CASE("waits double up to a cap, and a random share of each is taken") {
  http::RetrySettings settings{.max_attempts = 12};
  const Run whole = run(std::vector<Attempt>(12, refused_connection), RetryClass::idempotent, settings);
  CHECK(whole.waits ==
        std::vector<nanoseconds>{50ms, 100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 6400ms, 12800ms, 20s, 20s});
  const Run slow = run(std::vector<Attempt>(4, throttled), RetryClass::idempotent, settings);
  CHECK(slow.waits == std::vector<nanoseconds>{100ms, 200ms, 400ms, 800ms});
  settings.random = [] { return 0.25; };
  CHECK(run({failed, failed}, RetryClass::idempotent, settings).waits == std::vector<nanoseconds>{12500us, 25ms});
  settings.random = [] { return 0.0; };
  CHECK(run({failed, failed}, RetryClass::idempotent, settings).waits == std::vector<nanoseconds>{0ms, 0ms});
}

TEST_CASE("the default random source spreads") {
  std::vector<nanoseconds> waits;
  http::RetrySettings settings{.max_attempts = 2, .budget = 200};
  settings.sleep = [&waits](nanoseconds time, const StopSignal&) { return waits.push_back(time), true; };
  http::RetryTransport transport(std::make_shared<Scripted>(std::vector<Attempt>(400, failed)), settings);
  Reply reply;
  for (int i = 0; i < 200; ++i) transport.send({.operation = "PutItem", .table = "t", .body = "{}"}, reply);
  REQUIRE(waits.size() == 200);
  std::size_t low = 0;
  for (const nanoseconds wait : waits) {
    CHECK(wait >= 0ns);
    CHECK(wait < 50ms);
    low += wait < 25ms ? 1U : 0U;
  }
  CHECK(low > 50);  // 100 expected, standard deviation 7
  CHECK(low < 150);
}

TEST_CASE("a wait that would pass the deadline is not begun") {
  CallContext context;
  context.deadline = steady_clock::now() + 60s;
  http::RetrySettings settings{.max_attempts = 10, .base = 40s, .cap = 1000s};
  const Run result = run({failed, failed, good}, RetryClass::idempotent, settings, context);
  REQUIRE(result.reply.error);
  CHECK(result.bodies.size() == 2);  // 40 s fit, another 80 do not
  CHECK(result.reply.error->kind() == ErrorKind::server);
  CHECK(result.reply.error->details().cut_short);
  CHECK_THAT(result.reply.error->message(), Catch::Contains("the call's time limit left no time"));
}

TEST_CASE("only a deadline cuts a call short: no other reason to end does") {
  const http::RetrySettings once{.max_attempts = 1};
  CallContext context;
  context.deadline = steady_clock::now() + 60s;
  for (const Attempt& last : {failed, no_host, Attempt{ErrorKind::validation, Applied::no}}) {
    const Run result = run({last}, RetryClass::idempotent, once, context);
    REQUIRE(result.reply.error);
    CHECK_FALSE(result.reply.error->details().cut_short);
  }
}

TEST_CASE("a stop token ends the waiting") {
  std::stop_source source;
  const std::stop_token token = source.get_token();
  CallContext context;
  context.stop = StopSignal(token);
  source.request_stop();
  http::RetrySettings settings{.base = 60s, .cap = 60s};
  settings.random = [] { return 1.0; };
  auto scripted = std::make_shared<Scripted>(std::vector<Attempt>{failed, failed});
  http::RetryTransport transport(scripted, settings);  // with the sleep it has by default
  Reply reply;
  transport.send({.operation = "PutItem", .table = "t", .body = "{}", .context = context}, reply);
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::cancelled);
  CHECK(reply.error->maybe_applied());
  CHECK_THAT(reply.error->message(), Catch::EndsWith("attempt 1"));
  CHECK(scripted->bodies.size() == 1);
}

TEST_CASE("an attempt starts from an empty reply, whatever the transport below leaves") {
  class Careless final : public Transport {
   public:
    void send(const Request&, Reply& reply) noexcept override {
      reply.body.append("{}");
      if (++calls == 1) reply.error.emplace(ErrorKind::throttled, "slow");
    }
    int calls = 0;
  };
  http::RetrySettings settings;
  settings.sleep = [](nanoseconds, const StopSignal&) { return true; };
  http::RetryTransport transport(std::make_shared<Careless>(), settings);
  Reply reply;
  reply.body.assign("of the call before");
  transport.send({.operation = "PutItem", .table = "t", .body = "{}"}, reply);
  CHECK_FALSE(reply.error);
  CHECK(reply.body.view() == "{}");
}

TEST_CASE("attempts that the transport below repeated are counted") {
  class Repeating final : public Transport {
   public:
    void send(const Request&, Reply& reply) noexcept override {
      reply.reset();
      reply.body.assign("{}");
      reply.facts.attempts = 2;
      reply.facts.ambiguous_attempt = true;
    }
  };
  http::RetryTransport transport(std::make_shared<Repeating>(), {});
  Reply reply;
  transport.send({.operation = "PutItem", .table = "t", .body = "{}"}, reply);
  CHECK(reply.facts.attempts == 2);
  CHECK(reply.facts.ambiguous_attempt);
}

namespace {

// What requests that all fail cost a server, one after another.
std::size_t requests_sent(http::RetryTransport& transport, Scripted& scripted, int calls) {
  const std::size_t before = scripted.bodies.size();
  for (int i = 0; i < calls; ++i) {
    Reply reply;
    transport.send({.operation = "GetItem", .table = "t", .body = "{}"}, reply);
  }
  return scripted.bodies.size() - before;
}

}  // namespace

TEST_CASE("retries that fail are limited over all calls, so that they do not multiply an outage") {
  auto outage = std::make_shared<Scripted>(std::vector<Attempt>(1000, throttled));
  http::RetrySettings settings;
  settings.budget = 10;
  settings.sleep = [](nanoseconds, const StopSignal&) { return true; };
  http::RetryTransport transport(outage, settings);
  CHECK(requests_sent(transport, *outage, 100) == 110);  // not 400

  Reply reply;
  transport.send({.operation = "GetItem", .table = "t", .body = "{}"}, reply);
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::throttled);
  CHECK(reply.error->message() == "attempt 111; it was not repeated, as the budget of retries is used up");
}

TEST_CASE("ten requests that succeed pay for one retry") {
  std::vector<Attempt> attempts(5, throttled);
  attempts.insert(attempts.end(), 20, good);
  attempts.insert(attempts.end(), 100, throttled);
  auto service = std::make_shared<Scripted>(attempts);
  http::RetrySettings settings;
  settings.budget = 2;
  settings.sleep = [](nanoseconds, const StopSignal&) { return true; };
  http::RetryTransport transport(service, settings);
  CHECK(requests_sent(transport, *service, 3) == 5);  // two were repeated
  CHECK(requests_sent(transport, *service, 20) == 20);
  CHECK(requests_sent(transport, *service, 10) == 12);  // two may be again, not more
}
