#include "config/refreshing_credentials.hpp"
#include "eventually.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace partita;
using namespace partita::config;
using namespace std::chrono;

namespace {

const auto noon = sys_days(2026y / November / 21) + 12h;

// What a source and its test share.
struct Script {
  const std::thread::id owner = std::this_thread::get_id();
  std::atomic<int> second = 0;
  std::atomic<int> fetches = 0;
  std::atomic<int> ended = 0;  // fetches
  std::atomic<bool> fails = false;
  seconds life = 1h;
  // A fetch says that it has begun, and ends when it is let go.
  std::promise<void>* begun = nullptr;
  std::shared_future<void> may_end{};

  system_clock::time_point clock() {
    const auto now = noon + seconds(second);
    if (std::this_thread::get_id() != owner) ++ended;  // what a fetch asks last is when it ended
    return now;
  }

  Result<Credentials> fetch() {
    const int number = ++fetches;
    if (begun != nullptr) std::exchange(begun, nullptr)->set_value();
    if (may_end.valid()) may_end.wait();
    if (fails) return Error(ErrorKind::credentials, "a test: fetch " + std::to_string(number) + " failed");
    return Credentials{std::to_string(number), "s", "", noon + seconds(second) + life};
  }
};

// Numbers what it gives.
class Source final : public RefreshingCredentials {
 public:
  explicit Source(Script& script)
      : RefreshingCredentials("a test", [&script] { return script.clock(); }, [&script] { return script.fetch(); }) {}
};

std::string key_of(const Result<Credentials>& credentials) {
  return credentials ? credentials->access_key_id : credentials.error().message();
}

}  // namespace

TEST_CASE("while credentials are valid, nobody waits for new ones") {
  Script script;
  std::promise<void> may_end;
  Source source(script);
  CHECK(key_of(source.get()) == "1");
  script.second = 3240;
  CHECK(key_of(source.get()) == "1");
  CHECK(script.fetches == 1);
  script.second = 3360;
  std::promise<void> begun;
  script.begun = &begun;
  script.may_end = may_end.get_future();
  for (int i = 0; i < 3; ++i) CHECK(key_of(source.get()) == "1");
  begun.get_future().wait();
  CHECK(key_of(source.get()) == "1");
  may_end.set_value();
  CHECK(test::eventually([&] { return key_of(source.get()) == "2"; }));
  CHECK(script.fetches == 2);
}

TEST_CASE("while credentials are valid, they are not renewed within ten seconds of the last end") {
  Script script;
  script.life = 60s;  // less than the five minutes from which they are renewed
  Source source(script);
  CHECK(key_of(source.get()) == "1");
  script.second = 9;
  CHECK(key_of(source.get()) == "1");
  CHECK(script.fetches == 1);
  script.second = 10;
  CHECK(test::eventually([&] { return key_of(source.get()) == "2"; }));

  script.fails = true;
  script.second = 20;
  CHECK(key_of(source.get()) == "2");  // it fails, the present ones still hold
  CHECK(test::eventually([&] { return script.ended == 3; }));
  script.second = 29;
  CHECK(key_of(source.get()) == "2");
  CHECK(script.fetches == 3);
  script.second = 69;
  CHECK(test::eventually([&] { return key_of(source.get()) == "2" && script.ended == 4; }));
  script.second = 70;  // expired: there is nothing left to wait with
  CHECK_THAT(key_of(source.get()), Catch::EndsWith("failed"));
  script.fails = false;
  CHECK(test::eventually([&] { return key_of(source.get()) == std::to_string(script.fetches); }));
}

TEST_CASE("without valid credentials all wait for one fetch") {
  Script script;
  Source source(script);
  CHECK(key_of(source.get()) == "1");
  script.second = 3600;
  std::promise<void> begun;
  std::promise<void> may_end;
  script.begun = &begun;
  script.may_end = may_end.get_future();
  std::vector<std::future<std::string>> callers;
  callers.push_back(std::async(std::launch::async, [&] { return key_of(source.get()); }));
  begun.get_future().wait();
  for (int i = 0; i < 3; ++i) {
    callers.push_back(std::async(std::launch::async, [&] { return key_of(source.get()); }));
  }
  for (auto& caller : callers) CHECK(caller.wait_for(20ms) == std::future_status::timeout);
  may_end.set_value();
  for (auto& caller : callers) CHECK(caller.get() == "2");
  CHECK(script.fetches == 2);
}

TEST_CASE("a wait for the first credentials ends when the call has to, and the fetch goes on") {
  Script script;
  std::promise<void> may_end;
  script.may_end = may_end.get_future();
  Source source(script);
  const auto late = source.get_within({.deadline = steady_clock::now() + 30ms, .stop = {}});
  REQUIRE_FALSE(late);
  CHECK(late.error().kind() == ErrorKind::deadline);
  CHECK(late.error().message() == "a test: no credentials came before the call's deadline");
  std::stop_source stopped;
  stopped.request_stop();
  const auto token = stopped.get_token();
  const auto cancelled = source.get_within({.deadline = std::nullopt, .stop = StopSignal(token)});
  REQUIRE_FALSE(cancelled);
  CHECK(cancelled.error().kind() == ErrorKind::cancelled);
  may_end.set_value();
  CHECK(key_of(source.get()) == "1");
  CHECK(script.fetches == 1);
}

TEST_CASE("those who waited for a fetch that failed are told why") {
  Script script;
  Source source(script);
  script.fails = true;
  std::promise<void> begun;
  std::promise<void> may_end;
  script.begun = &begun;
  script.may_end = may_end.get_future();
  auto first = std::async(std::launch::async, [&] { return key_of(source.get()); });
  begun.get_future().wait();
  auto second = std::async(std::launch::async, [&] { return key_of(source.get()); });
  CHECK(second.wait_for(50ms) == std::future_status::timeout);
  may_end.set_value();
  CHECK(first.get() == "a test: fetch 1 failed");
  CHECK(second.get() == "a test: fetch 1 failed");
  script.fails = false;
  CHECK(key_of(source.get()) == "2");
}

TEST_CASE("a forked child does not wait for what its parent fetches") {
  Script script;
  std::promise<void> may_end;
  Source source(script);
  CHECK(key_of(source.get()) == "1");
  std::promise<void> begun;
  script.begun = &begun;
  script.may_end = may_end.get_future();
  script.second = 3360;
  CHECK(key_of(source.get()) == "1");
  begun.get_future().wait();
  const pid_t child = fork();
  if (child == 0) {
    alarm(10);
    script.may_end = {};
    script.second = 3600;
    _exit(key_of(source.get()) == "3" ? 0 : 1);
  }
  int status = 0;
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
  may_end.set_value();
}
