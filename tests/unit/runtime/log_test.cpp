#include "log/log_event.hpp"
#include "log/watched_credentials.hpp"

#include "scoped_environment.hpp"

#include <partita/client_options.hpp>
#include <partita/transport.hpp>

#include <scripted_server.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;

namespace {

class Log {
 public:
  LogSink sink() {
    return [this](const LogRecord& record) {
      std::string line = std::string(to_string(record.level)) + " " + std::string(record.event);
      for (const LogField& each : record.fields) {
        line.append(" ").append(each.name).append("=").append(each.value);
      }
      const std::lock_guard lock(mutex_);
      lines_.push_back(line);
    };
  }

  std::size_t count(const std::string& begin) const {
    const std::lock_guard lock(mutex_);
    return static_cast<std::size_t>(
        std::count_if(lines_.begin(), lines_.end(), [&](const std::string& each) { return each.starts_with(begin); }));
  }
  std::string all() const {
    const std::lock_guard lock(mutex_);
    std::string text;
    for (const std::string& each : lines_) text += each + "\n";
    return text;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

struct Lab {
  Lab() {
    options.log = log.sink();
    options.sleep = [](std::chrono::nanoseconds, const StopSignal&) { return true; };
  }

  std::optional<Error> ask() {
    if (!client) client = *Client::open(server.url(), options);
    Request request{.operation = "GetItem", .table = "contacts", .body = R"({"Key":{"id":{"S":"hush"}}})"};
    request.entity = "Contact";
    Reply reply;
    client->transport().send(request, reply);
    return reply.error;
  }

  const test::ScopedEnvironment environment;
  test::ScriptedServer server;
  Log log;
  ClientOptions options;
  std::optional<Client> client;
};

}  // namespace

TEST_CASE("a quiet client tells its log nothing") {
  Lab lab;
  lab.server.enqueue({.body = "{}"}, 2);
  lab.server.enqueue(test::error_answer(400, "ConditionalCheckFailedException", "no"));
  lab.ask(), lab.ask(), lab.ask();
  CHECK(lab.log.all().empty());
}

TEST_CASE("the log hears of retries that were given up, with the request's id and nothing of the item") {
  Lab lab;
  lab.options.max_attempts = 2;
  lab.server.enqueue(test::error_answer(400, "ThrottlingException", "hush"), 2);
  CHECK(lab.ask());
  CHECK(lab.log.count("warning retries_given_up operation=GetItem entity=Contact table=contacts attempts=2 "
                      "error=throttled request_id=") == 1);
  CHECK_THAT(lab.log.all(), !Catch::Contains("hush"));
}

TEST_CASE("the log hears once of a budget that is used up") {
  Lab lab;
  lab.options.retry_budget = 0;
  lab.server.enqueue(test::error_answer(400, "ThrottlingException", "slow"), 3);
  lab.ask(), lab.ask(), lab.ask();
  CHECK(lab.log.count("warning retry_budget_used_up") == 1);
}

TEST_CASE("the log hears of breakers, and so does who asked for it") {
  Lab lab;
  int heard = 0;
  lab.options.max_attempts = 1;
  lab.options.breaker.failures = 2;
  lab.options.breaker.on_change = [&](BreakerClass, BreakerState) { ++heard; };
  lab.server.enqueue(test::error_answer(500, "InternalServerError", "broken"), 2);
  lab.ask(), lab.ask(), lab.ask();
  CHECK(lab.log.count("error breaker_changed class=reads state=open") == 1);
  CHECK(heard == 1);
}

TEST_CASE("the log hears of a pool that fills up, and so does who asked for it") {
  Lab lab;
  int heard = 0;
  lab.options.pool.max_connections = 1;
  lab.options.pool.on_pressure = [&](const PoolCounts&) { ++heard; };
  lab.server.enqueue({.body = "{}"});
  CHECK_FALSE(lab.ask());
  CHECK(lab.log.count("warning pool_pressure in_use=1 max_connections=1") == 1);
  CHECK(heard == 1);
}

TEST_CASE("the log hears of calls that found no connection") {
  Lab lab;
  lab.options.pool.max_connections = 1;
  lab.options.pool.queue_wait = 1ms;
  lab.server.enqueue({.body = "{}", .delay = 300ms});
  lab.client = *Client::open(lab.server.url(), lab.options);
  const std::jthread first([&] { lab.ask(); });
  while (lab.server.requests().empty()) std::this_thread::sleep_for(1ms);
  const auto error = lab.ask();
  REQUIRE(error);
  CHECK(error->kind() == ErrorKind::pool_exhausted);
  CHECK(lab.log.count("error pool_exhausted operation=GetItem") == 1);
}

TEST_CASE("the log hears of slow requests") {
  Lab lab;
  lab.options.slow_request = 20ms;
  lab.server.enqueue({.body = "{}", .delay = 40ms});
  lab.ask();
  CHECK(lab.log.count("warning slow_request operation=GetItem entity=Contact table=contacts took_ms=") == 1);
  CHECK_THAT(lab.log.all(), Catch::Contains("attempts=1 outcome=ok request_id="));
}

TEST_CASE("the log hears of a clock that was corrected") {
  Lab lab;
  lab.options.clock = [] { return std::chrono::system_clock::now() - 1h; };
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  char date[64];
  std::strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", std::gmtime(&seconds));
  auto refusal = test::error_answer(400, "InvalidSignatureException", "Signature expired");
  refusal.headers.emplace_back("date", date);
  lab.server.enqueue(refusal);
  lab.server.enqueue({.body = "{}"});
  CHECK_FALSE(lab.ask());
  CHECK(lab.log.count("warning clock_corrected operation=GetItem") == 1);
}

namespace {

class Source final : public CredentialsProvider {
 public:
  Result<Credentials> get() override {
    if (fails) return Error(ErrorKind::credentials, "role: none");
    return given;
  }

  bool fails = false;
  Credentials given{"AKID-1", "hush", "hush", std::chrono::system_clock::time_point(1h)};
};

}  // namespace

TEST_CASE("the log hears of credentials that change, fail and run out, and of none of their text") {
  Log log;
  auto source = std::make_shared<Source>();
  std::chrono::system_clock::time_point now{};
  WatchedCredentials watched(source, log.sink(), [&] { return now; });
  REQUIRE(watched.get());
  REQUIRE(watched.get());
  CHECK(log.all().empty());
  now += 57min;
  REQUIRE(watched.get());
  REQUIRE(watched.get());
  CHECK(log.all() == "warning credentials_run_out seconds_left=180\n");
  source->given.access_key_id = "AKID-2";
  source->given.expires = now + 1h;
  REQUIRE(watched.get());
  CHECK(log.count("info credentials_refreshed") == 1);
  source->fails = true;
  CHECK_FALSE(watched.get());
  CHECK_FALSE(watched.get());
  CHECK(log.count("error credentials_failed reason=role: none") == 1);
  CHECK_THAT(log.all(), !Catch::Contains("AKID") && !Catch::Contains("hush"));
}
