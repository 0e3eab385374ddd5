// Starts programs that write, kills each at a random moment (SIGKILL), and checks what they leave behind.
// usage: interrupted KILLS [SEED], by scripts/with-servers; every kind of program runs in turn on all backends
//        that outlive it.
//        interrupted work SCENARIO URL RUN is such a program.
#include "scenario.hpp"
#include "servers/backends.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace interrupted {

void give_up(const partita::Error& error) {
  std::fprintf(stderr, "%s\n", error.to_string().c_str());
  std::exit(3);
}

namespace {

std::vector<std::unique_ptr<Scenario>> scenarios() {
  std::vector<std::unique_ptr<Scenario>> all;
  all.push_back(put_many());
  all.push_back(transaction());
  all.push_back(lookups());
  return all;
}

// Those that outlive a program that writes.
std::vector<std::string> urls_of_backends() {
  std::vector<std::string> urls;
  for (const partita::test::Backend& each : partita::test::backends()) {
    if (each.url() != "memory:") urls.push_back(each.url());
  }
  return urls;
}

partita::Client open(const std::string& url) {
  return *must(partita::Client::open(url));
}

// A program that has begun to write; it says so by a byte on its standard output.
pid_t start(const Scenario& scenario, const std::string& url, std::uint64_t run) {
  const std::string number = std::to_string(run);
  const std::string name = scenario.name();
  int ends[2];
  if (pipe(ends) != 0) std::exit(3);
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execl("/proc/self/exe", "interrupted", "work", name.c_str(), url.c_str(), number.c_str(), nullptr);
    _exit(127);
  }
  close(ends[1]);
  char byte = 0;
  static_cast<void>(!read(ends[0], &byte, 1));
  close(ends[0]);
  return child;
}

// True if the program was still writing.
bool kill_after(pid_t child, std::chrono::microseconds time) {
  std::this_thread::sleep_for(time);
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

int kill_many(int kills, std::uint64_t seed) {
  const std::vector<std::string> urls = urls_of_backends();
  const auto all = scenarios();
  for (const std::string& url : urls) {
    for (const auto& scenario : all) {
      scenario->tear_down(open(url));
      scenario->set_up(open(url));
    }
  }
  std::mt19937_64 random(seed);
  for (int i = 0; i < kills; ++i) {
    const Scenario& scenario = *all[static_cast<std::size_t>(i) % all.size()];
    const std::string& url = urls[static_cast<std::size_t>(i) / all.size() % urls.size()];
    const std::chrono::microseconds time{below(random, 60'000)};
    if (!kill_after(start(scenario, url, static_cast<std::uint64_t>(i)), time)) {
      std::fprintf(stderr, "%s ended by itself\n", scenario.name().c_str());
      return 1;
    }
    // What was on its way may still arrive.
    std::this_thread::sleep_for(std::chrono::milliseconds{30});
    std::vector<std::string> problems = scenario.check(open(url));
    if (!problems.empty()) {
      std::this_thread::sleep_for(std::chrono::seconds{1});
      problems = scenario.check(open(url));
    }
    for (const std::string& problem : problems) {
      std::printf("kill %d, %s, after %lld us: %s\n", i, scenario.name().c_str(), static_cast<long long>(time.count()),
                  problem.c_str());
    }
    if (!problems.empty()) return 1;
  }
  for (const std::string& url : urls) {
    for (const auto& scenario : all) scenario->tear_down(open(url));
  }
  std::printf(
      "%d programs killed while they wrote (put_many, transaction, lookups; on %zu backends): all is consistent\n",
      kills, urls.size());
  return 0;
}

int work(const std::string& name, const std::string& url, std::uint64_t run) {
  for (const auto& scenario : scenarios()) {
    if (scenario->name() != name) continue;
    const partita::Client client = open(url);
    static_cast<void>(!write(STDOUT_FILENO, "", 1));
    scenario->work(client, run);
  }
  return 2;
}

}  // namespace
}  // namespace interrupted

int main(int count, char** arguments) try {
  const auto number = [&](int i) { return std::strtoull(arguments[i], nullptr, 10); };
  if (count == 5 && std::strcmp(arguments[1], "work") == 0) {
    return interrupted::work(arguments[2], arguments[3], number(4));
  }
  if (count != 2 && count != 3) {
    std::fprintf(stderr, "usage: interrupted KILLS [SEED]\n");
    return 2;
  }
  return interrupted::kill_many(static_cast<int>(number(1)), count == 3 ? number(2) : 1);
} catch (const std::exception& failure) {
  std::fprintf(stderr, "%s\n", failure.what());
  return 3;
}
