#include "config/refreshing_credentials.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

using namespace partita;
using namespace partita::config;
using namespace std::chrono;

namespace {

const auto noon = sys_days(2026y / November / 21) + 12h;

// Numbers what it gives; each lives for an hour.
class Source final : public RefreshingCredentials {
 public:
  explicit Source(const std::atomic<int>& minute)
      : RefreshingCredentials("a test", [&minute] { return noon + minutes(minute); }) {}

  std::atomic<int> fetches = 0;
  std::atomic<bool> fails = false;
  // A fetch says that it has begun, and ends when it is let go.
  std::promise<void>* begun = nullptr;
  std::shared_future<void> may_end{};

 private:
  Result<Credentials> fetch() override {
    const int number = ++fetches;
    if (begun != nullptr) std::exchange(begun, nullptr)->set_value();
    if (may_end.valid()) may_end.wait();
    if (fails) return Error(ErrorKind::credentials, "a test: fetch " + std::to_string(number) + " failed");
    return Credentials{std::to_string(number), "s", "", clock()() + 1h};
  }
};

std::string key_of(const Result<Credentials>& credentials) {
  return credentials ? credentials->access_key_id : credentials.error().message();
}

}  // namespace

TEST_CASE("while credentials are valid, one thread fetches new ones and the others go on") {
  std::atomic<int> minute = 0;
  Source source(minute);
  CHECK(key_of(source.get()) == "1");
  minute = 56;
  std::promise<void> begun;
  std::promise<void> may_end;
  source.begun = &begun;
  source.may_end = may_end.get_future();
  auto fetching = std::async(std::launch::async, [&] { return key_of(source.get()); });
  begun.get_future().wait();
  for (int i = 0; i < 3; ++i) CHECK(key_of(source.get()) == "1");
  may_end.set_value();
  CHECK(fetching.get() == "2");
  CHECK(key_of(source.get()) == "2");
  CHECK(source.fetches == 2);
}

TEST_CASE("without valid credentials all wait for one fetch") {
  std::atomic<int> minute = 0;
  Source source(minute);
  CHECK(key_of(source.get()) == "1");
  minute = 60;
  std::promise<void> begun;
  std::promise<void> may_end;
  source.begun = &begun;
  source.may_end = may_end.get_future();
  std::vector<std::future<std::string>> callers;
  callers.push_back(std::async(std::launch::async, [&] { return key_of(source.get()); }));
  begun.get_future().wait();
  for (int i = 0; i < 3; ++i) {
    callers.push_back(std::async(std::launch::async, [&] { return key_of(source.get()); }));
  }
  for (auto& caller : callers) CHECK(caller.wait_for(20ms) == std::future_status::timeout);
  may_end.set_value();
  for (auto& caller : callers) CHECK(caller.get() == "2");
  CHECK(source.fetches == 2);
}

TEST_CASE("those who waited for a fetch that failed are told why") {
  std::atomic<int> minute = 0;
  Source source(minute);
  source.fails = true;
  std::promise<void> begun;
  std::promise<void> may_end;
  source.begun = &begun;
  source.may_end = may_end.get_future();
  auto first = std::async(std::launch::async, [&] { return key_of(source.get()); });
  begun.get_future().wait();
  auto second = std::async(std::launch::async, [&] { return key_of(source.get()); });
  CHECK(second.wait_for(50ms) == std::future_status::timeout);
  may_end.set_value();
  CHECK(first.get() == "a test: fetch 1 failed");
  CHECK(second.get() == "a test: fetch 1 failed");
  source.fails = false;
  CHECK(key_of(source.get()) == "2");
}
