// Kills processes in the middle of their writes, again and again on one file, and checks what they leave: all that they
// were told to be written, as they were told; of what was under way all or nothing; indexes that hold what their tables
// do. Then fills a disk.
//
// usage: durability KILLS SEED DIRECTORY          each durability mode, in files of the directory
//        durability full DISK DIRECTORY           until nothing more can be written to the disk
#include "file_check.hpp"
#include "full_disk.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <thread>

namespace {

using namespace durability;

// A writer, what it was told, and the process that it is at the moment.
struct Victim {
  Writer writer;
  Tables told{};
  std::uint32_t steps = 0;
  pid_t process = 0;
  int acknowledgements = -1;
};

// Requests that writers were told to be written.
struct Acknowledged {
  std::uint32_t requests = 0;
  std::int64_t transactions = 0;
};

// Until it is killed. Says what it was told.
[[noreturn]] void write_on(Victim victim, const std::string& path, bool durable, int acknowledge) {
  const partita::Client client = open_file(path, durable);
  for (;;) {
    const Step step = make_step(victim.writer, victim.told, victim.steps);
    const partita::Reply reply = send(client, step.operation, step.body);
    if (!is_due(step, reply)) fail(step.operation + ": " + (reply.error ? reply.error->to_string() : "not refused"));
    if (::write(acknowledge, &victim.steps, sizeof victim.steps) != sizeof victim.steps) fail("the pipe is broken");
    apply(step, victim.told);
    ++victim.steps;
  }
}

void start(Victim& victim, const std::string& path, bool durable) {
  std::array<int, 2> pipe{};
  if (::pipe(pipe.data()) != 0) fail("no pipe");
  victim.process = fork();
  if (victim.process == 0) write_on(victim, path, durable, pipe[1]);
  close(pipe[1]);
  victim.acknowledgements = pipe[0];
}

void end(const Victim& victim) {
  kill(victim.process, SIGKILL);
  int status = 0;
  waitpid(victim.process, &status, 0);
  if (!WIFSIGNALED(status)) fail("a writer failed by itself");
}

// Follows what it was told, once it is dead, and counts it.
Left what_is_left(Victim& victim, Acknowledged& acknowledged) {
  const std::int64_t transactions = victim.told.transactions;
  std::uint32_t step = 0;
  while (read(victim.acknowledgements, &step, sizeof step) == sizeof step) {
    apply(make_step(victim.writer, victim.told, step), victim.told);
    victim.steps = step + 1;
    ++acknowledged.requests;
  }
  acknowledged.transactions += victim.told.transactions - transactions;
  close(victim.acknowledgements);
  Left left{victim.writer, {victim.told, victim.told}};
  apply(make_step(victim.writer, victim.told, victim.steps), left.either[1]);
  return left;
}

void kill_again_and_again(const std::string& path, bool durable, int kills, std::mt19937& random) {
  make_tables(path);
  const auto sleep = [&](unsigned most) { std::this_thread::sleep_for(std::chrono::milliseconds(random() % most)); };
  std::array<Victim, 2> victims{Victim{{.number = 0}}, Victim{{.number = 1}}};
  Acknowledged acknowledged;
  int unacknowledged = 0;
  int killed = 0;
  // On a busy machine more of them, until there is something to be right about.
  const auto says_nothing = [&] { return acknowledged.requests == 0 || acknowledged.transactions == 0; };
  while (killed < kills || (killed < 10 * kills && says_nothing())) {
    killed += 2;
    for (Victim& each : victims) start(each, path, durable);
    // The second one goes on over the dead one's last words.
    const std::size_t first = random() % 2;
    sleep(100);
    end(victims[first]);
    sleep(50);
    end(victims[1 - first]);
    const std::vector<Left> all{what_is_left(victims[0], acknowledged), what_is_left(victims[1], acknowledged)};
    const std::vector<std::size_t> which = check_file(path, durable, all);
    for (std::size_t w = 0; w < victims.size(); ++w) {
      // What is the same with the last step and without it is taken to be without.
      if (which[w] == 0) continue;
      victims[w].told = all[w].either[1];
      ++victims[w].steps;
      ++unacknowledged;
    }
  }
  std::printf("%s: %d kills, %u requests, %lld of them transactions; %d more were written but not yet acknowledged\n",
              durable ? "durable" : "not durable", killed, acknowledged.requests,
              static_cast<long long>(acknowledged.transactions), unacknowledged);
  if (says_nothing()) fail("all writers were killed before they were told of a request, or of a transaction");
}

}  // namespace

int main(int count, char** arguments) {
  if (count == 4 && std::strcmp(arguments[1], "full") == 0) {
    fill_disk(arguments[2], arguments[3]);
    return 0;
  }
  if (count != 4) fail("usage: durability KILLS SEED DIRECTORY, or: durability full DISK DIRECTORY");
  std::mt19937 random(static_cast<std::uint32_t>(std::atoi(arguments[2])));
  const std::string directory = arguments[3];
  kill_again_and_again(directory + "/normal.db", false, std::atoi(arguments[1]), random);
  kill_again_and_again(directory + "/durable.db", true, std::atoi(arguments[1]), random);
  return 0;
}
