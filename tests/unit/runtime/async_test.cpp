#include "async/condition.hpp"
#include "async/fiber.hpp"
#include "http_exchange.hpp"
#include "waiting.hpp"

#include <partita/async.hpp>

#include <scripted_server.hpp>

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

using namespace partita;
using namespace std::chrono_literals;
using test::read_request;
using test::ScriptedAnswer;
using test::ScriptedServer;
using test::send;
using test::settings_for;

namespace {

// Answers nothing before it has been asked so many times.
class GatheringServer {
 public:
  explicit GatheringServer(std::size_t enough)
      : enough_(enough), server_([this](const auto&) {
          if (++asked_ >= enough_) open_ = true;
          open_.notify_all();
          open_.wait(false);
          return ScriptedAnswer{.body = "{}"};
        }) {}

  std::string url() const { return server_.url(); }

 private:
  const std::size_t enough_;
  std::atomic<std::size_t> asked_{0};
  std::atomic<bool> open_{false};
  ScriptedServer server_;
};

Task<Reply> read(EventLoop& loop, Transport& transport, std::chrono::seconds timeout = 60s) {
  co_return co_await loop.call([&] {
    Request request = read_request();
    request.context.deadline = std::chrono::steady_clock::now() + timeout;
    return send(transport, request);
  });
}

Task<> run(EventLoop& loop, std::function<void()> work) {
  co_await loop.call([&] { work(); });
}

}  // namespace

TEST_CASE("one thread of an event loop has many requests in flight") {
  constexpr std::size_t calls = 200;
  GatheringServer server(calls);
  auto settings = settings_for(server.url());
  settings.pool.max_connections = calls;
  http::HttpTransport transport(settings);
  EventLoop loop;
  std::vector<Task<Reply>> tasks;
  for (std::size_t i = 0; i < calls; ++i) tasks.push_back(read(loop, transport));
  const auto replies = wait_all(std::move(tasks));
  CHECK(std::none_of(replies.begin(), replies.end(), [](const Reply& each) { return each.error.has_value(); }));
  CHECK(transport.pool_counts().opened == calls);
}

TEST_CASE("calls of an event loop wait for a connection of the pool, and use it again") {
  ScriptedServer server([](const auto&) { return ScriptedAnswer{.body = "{}"}; });
  auto settings = settings_for(server.url());
  settings.pool.max_connections = 2;
  http::HttpTransport transport(settings);
  EventLoop loop;
  std::vector<Task<Reply>> tasks;
  for (int i = 0; i < 50; ++i) tasks.push_back(read(loop, transport));
  for (const Reply& each : wait_all(std::move(tasks))) CHECK(!each.error);
  CHECK(server.connections_accepted() == 2);
}

TEST_CASE("a call of an event loop ends by its deadline while the server is silent") {
  GatheringServer server(2);
  http::HttpTransport transport(settings_for(server.url()));
  EventLoop loop;
  const Reply late = wait([&](EventLoop& on) -> Task<Reply> {
    co_return co_await on.call([&] {
      Request request = read_request();
      request.context.deadline = std::chrono::steady_clock::now() + 50ms;
      return send(transport, request);
    });
  }(loop));
  REQUIRE(late.error);
  CHECK(late.error->kind() == ErrorKind::deadline);
  CHECK(!send(transport, read_request()).error);  // lets the server go
}

TEST_CASE("a call of an event loop is given up when its stop token asks for it") {
  GatheringServer server(2);
  http::HttpTransport transport(settings_for(server.url()));
  EventLoop loop;
  std::stop_source source;
  const std::stop_token token = source.get_token();
  std::jthread stopper([&] {
    std::this_thread::sleep_for(30ms);
    source.request_stop();
  });
  std::optional<Reply> reply;
  wait(run(loop, [&] {
    Request request = read_request();
    request.context.stop = StopSignal(token);
    reply = send(transport, request);
  }));
  REQUIRE(reply->error);
  CHECK(reply->error->kind() == ErrorKind::cancelled);
  CHECK(!send(transport, read_request()).error);
}

TEST_CASE("calls that sleep let each other run on the thread of their event loop") {
  EventLoop loop;
  std::atomic<int> asleep{0};
  const auto nap = [&] {
    ++asleep;
    while (asleep < 100) sleep_on_this_thread(1ms, StopSignal());
  };
  std::vector<Task<>> tasks;
  for (int i = 0; i < 100; ++i) tasks.push_back(run(loop, nap));
  wait_all(std::move(tasks));
  CHECK(asleep == 100);
}

TEST_CASE("more calls than may be under way at once have their turn") {
  EventLoop loop({.threads = 1, .max_calls = 3});
  std::atomic<int> under_way{0};
  std::atomic<int> most{0};
  const auto work = [&] {
    most = std::max(most.load(), ++under_way);
    sleep_on_this_thread(2ms, StopSignal());
    --under_way;
    return 1;
  };
  std::vector<Task<int>> tasks;
  for (int i = 0; i < 20; ++i) {
    tasks.push_back([](EventLoop& on, const auto& what) -> Task<int> {
      co_return co_await on.call([&] { return what(); });
    }(loop, work));
  }
  CHECK(wait_all(std::move(tasks)).size() == 20);
  CHECK(most == 3);
}

TEST_CASE("a coroutine goes on with the value or the exception of its call") {
  EventLoop loop({.threads = 2});
  const auto twice = [](EventLoop& on, int value) -> Task<int> {
    const int first = co_await on.call([&] { return value; });
    co_return co_await on.call([&] { return 2 * first; });
  };
  CHECK(wait(twice(loop, 21)) == 42);
  const auto fails = [](EventLoop& on) -> Task<std::string> {
    try {
      co_await on.call([]() -> int { throw std::runtime_error("of the operation"); });
    } catch (const std::runtime_error& error) {
      co_return error.what();
    }
    co_return "nothing";
  };
  CHECK(wait(fails(loop)) == "of the operation");
  CHECK_THROWS_WITH(wait(run(loop, [] { throw std::logic_error("through the task"); })), "through the task");
}

TEST_CASE("what an operation has captured ends once") {
  EventLoop loop;
  const auto owner = std::make_shared<std::string>(100, 'x');
  const auto reads = [](EventLoop& on, std::shared_ptr<std::string> text) -> Task<std::size_t> {
    const auto size = [text, copy = *text] { return text->size() + copy.size(); };
    co_return co_await on.call(size);
  };
  CHECK(wait(reads(loop, owner)) == 200);
  CHECK(owner.use_count() == 1);
}

TEST_CASE("a coroutine is resumed where the event loop's options say") {
  std::vector<std::coroutine_handle<>> queue;
  std::mutex mutex;
  EventLoopOptions options;
  options.resume_on = [&](std::coroutine_handle<> awaiting) {
    const std::lock_guard lock(mutex);
    queue.push_back(awaiting);
  };
  EventLoop loop(options);
  std::thread::id resumed;
  const auto task = [&](EventLoop& on) -> Task<> {
    co_await on.call([] {});
    resumed = std::this_thread::get_id();
  };
  Task<> mine = task(loop);
  detail::Outcome<void> outcome;
  const detail::Countdown ended(1);
  detail::begin(mine, outcome, ended);
  for (bool is_resumed = false; !is_resumed;) {
    const std::lock_guard lock(mutex);
    for (const auto each : queue) each.resume();
    is_resumed = !queue.empty();
  }
  ended.wait();
  CHECK(resumed == std::this_thread::get_id());
}

TEST_CASE("calls that wait while they handle exceptions keep their own") {
  EventLoop loop;
  const auto handle = [](const std::string& own) {
    try {
      throw std::runtime_error(own);
    } catch (const std::runtime_error&) {
      sleep_on_this_thread(own == "first" ? 20ms : 5ms, StopSignal());
      try {
        throw;
      } catch (const std::runtime_error& again) {
        return std::string(again.what());
      }
    }
  };
  const auto task = [&](std::string own) -> Task<std::string> {
    co_return co_await loop.call([&] { return handle(own); });
  };
  std::vector<Task<std::string>> tasks;
  tasks.push_back(task("first"));
  tasks.push_back(task("second"));
  CHECK(wait_all(std::move(tasks)) == std::vector<std::string>{"first", "second"});
}

TEST_CASE("a mutex is held over a wait by a fiber, and by a thread") {
  EventLoop loop;
  async::Mutex mutex;
  int holders = 0;
  int most = 0;
  const auto work = [&] {
    const std::lock_guard lock(mutex);
    most = std::max(most, ++holders);
    sleep_on_this_thread(1ms, StopSignal());
    --holders;
  };
  std::thread thread([&] {
    for (int i = 0; i < 5; ++i) work();
  });
  wait(run(loop, [&] {
    async::Workers workers;
    for (int i = 0; i < 5; ++i) workers.start(work);
    work();
  }));
  thread.join();
  CHECK(most == 1);
}

TEST_CASE("an event loop that ends waits for the calls that coroutines begin meanwhile") {
  std::atomic<int> ended{0};
  const auto chain = [&](EventLoop& on) -> Task<> {
    for (int i = 0; i < 5; ++i) {
      co_await on.call([&] { sleep_on_this_thread(3ms, StopSignal()); });
      ++ended;
    }
  };
  std::vector<Task<>> tasks;
  std::vector<detail::Outcome<void>> outcomes(4);
  {
    EventLoop loop({.threads = 2});
    for (int i = 0; i < 4; ++i) tasks.push_back(chain(loop));
    for (std::size_t i = 0; i < 4; ++i) detail::begin(tasks[i], outcomes[i], detail::Countdown(1));
  }
  CHECK(ended == 20);
}

TEST_CASE("a child that was forked beside an event loop uses one of its own, and ends") {
  EventLoop loop;
  wait(run(loop, [] {}));
  const pid_t child = fork();
  if (child == 0) {
    {
      EventLoop own;
      wait(run(own, [] {}));
    }
    loop.~EventLoop();
    _exit(0);
  }
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("a call of a child on the event loop of its parent ends the child with a message") {
  EventLoop loop;
  wait(run(loop, [] {}));
  int said[2];
  REQUIRE(pipe(said) == 0);
  const pid_t child = fork();
  if (child == 0) {
    dup2(said[1], STDERR_FILENO);
    std::signal(SIGABRT, SIG_DFL);
    wait(run(loop, [] {}));
    _exit(0);
  }
  close(said[1]);
  std::string message(200, '\0');
  message.resize(static_cast<std::size_t>(std::max<ssize_t>(::read(said[0], message.data(), message.size()), 0)));
  close(said[0]);
  int status = -1;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK((WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT));
  CHECK_THAT(message, Catch::Contains("an event loop of the parent process"));
}
