#include "http/hedge_transport.hpp"
#include "http/hedge_delay.hpp"
#include "http_exchange.hpp"
#include "waiting.hpp"

#include <partita/client_options.hpp>
#include <partita/metrics.hpp>

#include <scripted_server.hpp>

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <thread>

using namespace partita;
using namespace std::chrono_literals;
using test::read_request;

namespace {

// Takes for each request as long as it is told, as a server would.
class TimedTransport final : public Transport {
 public:
  struct Answer {
    std::chrono::milliseconds time;
    std::optional<ErrorKind> error{};
  };
  using Script = std::function<Answer(int number)>;

  explicit TimedTransport(Script script) : script_(std::move(script)) {}

  void send(const Request& request, Reply& reply) noexcept override {
    const int number = ++requests_;
    const Answer answer = script_(number);
    reply.reset();
    reply.facts.attempts = 1;
    if (!sleep_on_this_thread(answer.time, request.context.stop)) {
      ++given_up_;
      reply.error = Error(ErrorKind::cancelled, "given up");
    } else if (answer.error) {
      reply.error = Error(*answer.error, "by script");
    } else {
      reply.body.append(std::to_string(number));
    }
  }

  int requests() const { return requests_; }
  int given_up() const { return given_up_; }

 private:
  Script script_;
  std::atomic<int> requests_{0};
  std::atomic<int> given_up_{0};
};

constexpr int known = 100;  // reads after which the delay is known

TimedTransport::Answer fast() {
  return {0ms};
}

Request may_hedge() {
  Request request = read_request();
  request.may_hedge = true;
  return request;
}

struct Hedged {
  explicit Hedged(TimedTransport::Script script, HedgeOptions options = {.percentile = 0.9, .max_share = 1})
      : next(std::make_shared<TimedTransport>(std::move(script))), hedge(next, options, [this] { return healthy; }) {
    for (int i = 0; i < known; ++i) send(may_hedge());
  }

  Reply send(const Request& request) {
    Reply reply;
    hedge.send(request, reply);
    return reply;
  }

  bool healthy = true;
  std::shared_ptr<TimedTransport> next;
  http::HedgeTransport hedge;
};

}  // namespace

TEST_CASE("a read slower than most is sent a second time, and the first answer counts") {
  Hedged hedged([](int number) { return number == known + 1 ? TimedTransport::Answer{10s} : fast(); });
  const Reply reply = hedged.send(may_hedge());
  REQUIRE(!reply.error);
  CHECK(reply.body.view() == std::to_string(known + 2));
  CHECK(reply.facts.attempts == 2);
  CHECK(reply.facts.hedges == 1);
  CHECK(hedged.hedge.counts().sent == 1);
  CHECK(hedged.hedge.counts().won == 1);
  CHECK(hedged.next->given_up() == 1);  // the other one
}

TEST_CASE("a second request that is slower still is given up") {
  Hedged hedged(
      [](int number) { return number <= known ? fast() : TimedTransport::Answer{number == known + 1 ? 50ms : 10s}; });
  const Reply reply = hedged.send(may_hedge());
  REQUIRE(!reply.error);
  CHECK(reply.body.view() == std::to_string(known + 1));
  CHECK(hedged.hedge.counts().sent == 1);
  CHECK(hedged.hedge.counts().won == 0);
  CHECK(hedged.next->given_up() == 1);
}

TEST_CASE("the answer of a second request counts when the first one fails") {
  Hedged hedged([](int number) {
    if (number <= known) return fast();
    return number == known + 1 ? TimedTransport::Answer{20ms, ErrorKind::transport} : TimedTransport::Answer{60ms};
  });
  const Reply reply = hedged.send(may_hedge());
  REQUIRE(!reply.error);
  CHECK(reply.body.view() == std::to_string(known + 2));
}

TEST_CASE("the first request's error is the call's when the second one fails too") {
  Hedged hedged([](int number) {
    if (number <= known) return fast();
    return TimedTransport::Answer{20ms, number == known + 1 ? ErrorKind::transport : ErrorKind::server};
  });
  const Reply reply = hedged.send(may_hedge());
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::transport);
  CHECK(reply.facts.attempts == 2);
}

TEST_CASE("no second request is sent") {
  const auto slow = [](int number) { return number <= known ? fast() : TimedTransport::Answer{30ms}; };
  SECTION("of a read that may not be hedged") {
    Hedged hedged(slow);
    hedged.send(read_request());
    CHECK(hedged.hedge.counts().sent == 0);
  }
  SECTION("while the client is not well") {
    Hedged hedged(slow);
    hedged.healthy = false;
    hedged.send(may_hedge());
    CHECK(hedged.hedge.counts().sent == 0);
  }
  SECTION("after the service has throttled") {
    Hedged hedged([&](int number) {
      return number == known + 1 ? TimedTransport::Answer{0ms, ErrorKind::throttled} : slow(number);
    });
    hedged.send(read_request());
    hedged.send(may_hedge());
    CHECK(hedged.hedge.counts().sent == 0);
  }
  SECTION("beyond the share that is allowed") {
    Hedged hedged(slow, {.percentile = 0.9, .max_share = 0.01});  // one of the hundred reads so far
    for (int i = 0; i < 5; ++i) hedged.send(may_hedge());
    CHECK(hedged.hedge.counts().sent == 1);
  }
  SECTION("before enough is known of the times") {
    const auto next = std::make_shared<TimedTransport>([](int) { return TimedTransport::Answer{30ms}; });
    http::HedgeTransport hedge(next, {.percentile = 0.9, .max_share = 1}, [] { return true; });
    Reply reply;
    hedge.send(may_hedge(), reply);
    CHECK(next->requests() == 1);
  }
}

TEST_CASE("a hedged read ends by the caller's stop token") {
  struct Stopped {
    bool stop_requested() const { return true; }
  } stopped;
  Hedged hedged([](int number) { return number <= known ? fast() : TimedTransport::Answer{10s}; });
  Request request = may_hedge();
  request.context.stop = StopSignal(stopped);
  const Reply reply = hedged.send(request);
  REQUIRE(reply.error);
  CHECK(reply.error->kind() == ErrorKind::cancelled);
}

TEST_CASE("the delay comes to rest near its percentile, and follows") {
  http::HedgeDelay delay(0.9);
  CHECK(!delay.get());
  const auto feed = [&](std::chrono::microseconds unit) {
    for (int i = 0; i < 5000; ++i) delay.learn(unit * (1 + (i * 7919) % 100));  // 1 to 100 units, evenly
  };
  feed(10us);
  CHECK(*delay.get() > 700us);
  CHECK(*delay.get() < 1100us);
  feed(100us);
  CHECK(*delay.get() > 7ms);
  CHECK(*delay.get() < 11ms);
}

TEST_CASE("a client whose options ask for it hedges its reads, and counts them") {
  std::atomic<int> asked{0};
  test::ScriptedServer server([&](const auto&) {
    if (++asked == known + 1) std::this_thread::sleep_for(2s);
    return test::ScriptedAnswer{.body = "{}"};
  });
  ClientOptions options;
  options.hedge = {.percentile = 0.9, .max_share = 1, .min_delay = 50ms};
  const auto client = Client::open(server.url(), options);
  REQUIRE(client);
  Reply reply;
  for (int i = 0; i <= known; ++i) client->transport().send(may_hedge(), reply);
  CHECK(!reply.error);
  CHECK(metrics(*client).hedges.sent >= 1);
  CHECK(metrics(*client).hedges.won >= 1);
  CHECK_THAT(prometheus_text(metrics(*client)), Catch::Contains("partita_hedges_total{result=\"won\"} "));
}

TEST_CASE("options of hedging that make no sense are refused") {
  ClientOptions options;
  options.hedge.percentile = 95;
  const auto client = Client::open("http://127.0.0.1:1", options);
  REQUIRE(!client);
  CHECK(client.error().kind() == ErrorKind::invalid_argument);
  CHECK_THAT(client.error().message(), Catch::Contains("HedgeOptions::percentile"));
}
