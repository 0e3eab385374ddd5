#include "config/run_program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

namespace partita::inline epoch1::config {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t output_limit = 1 << 20;

class FileDescriptor {
 public:
  FileDescriptor() = default;
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() { close(); }
  void close() {
    if (number_ >= 0) ::close(number_);
    number_ = -1;
  }
  void set(int number) { number_ = number; }
  int get() const { return number_; }

 private:
  int number_ = -1;
};

class SpawnActions {
 public:
  SpawnActions() { posix_spawn_file_actions_init(&actions_); }
  SpawnActions(const SpawnActions&) = delete;
  SpawnActions& operator=(const SpawnActions&) = delete;
  ~SpawnActions() { posix_spawn_file_actions_destroy(&actions_); }
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

Error failure(const std::string& where, const std::string& program, const std::string& what) {
  return {ErrorKind::credentials, where + ": '" + program + "' " + what};
}

// Reads to the end of output. False: the limit of time or size was reached.
bool read_all(int from, steady_clock::time_point end, std::string& output) {
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now()).count();
    if (left <= 0) return false;
    pollfd readable{from, POLLIN, 0};
    const int ready = poll(&readable, 1, static_cast<int>(std::min<milliseconds::rep>(left, 60000)));
    if (ready < 0 && errno != EINTR) return true;  // the exit status tells the rest
    if (ready <= 0) continue;
    char block[4096];
    const ssize_t size = read(from, block, sizeof block);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return true;
    output.append(block, static_cast<std::size_t>(size));
    if (output.size() > output_limit) return false;
  }
}

// A program may close its output and live on, so the wait is bounded too.
bool wait_for(pid_t child, steady_clock::time_point end, int& status) {
  for (;;) {
    const pid_t ended = waitpid(child, &status, WNOHANG);
    if (ended == child) return true;
    if (ended < 0 && errno != EINTR)
      return status = 0, true;  // reaped elsewhere (SIGCHLD ignored): judge by the output
    if (steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(milliseconds(2));
  }
}

}  // namespace

Result<std::string> run_program(const std::vector<std::string>& command, const std::string& where, milliseconds limit) {
  const std::string& program = command.front();
  int ends[2] = {-1, -1};
  if (pipe2(ends, O_CLOEXEC) != 0)
    return failure(where, program, std::string("cannot get a pipe: ") + std::strerror(errno));
  FileDescriptor from;
  FileDescriptor to;
  from.set(ends[0]);
  to.set(ends[1]);

  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  SpawnActions actions;
  posix_spawn_file_actions_addopen(actions.get(), STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(actions.get(), to.get(), STDOUT_FILENO);
  pid_t child = 0;
  const int error = posix_spawnp(&child, program.c_str(), actions.get(), nullptr, arguments.data(), environ);
  if (error != 0) return failure(where, program, std::string("cannot be started: ") + std::strerror(error));
  to.close();  // so that the end of the program is the end of the output

  const auto end = steady_clock::now() + limit;
  std::string output;
  int status = 0;
  if (!read_all(from.get(), end, output) || !wait_for(child, end, status)) {
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (output.size() > output_limit) return failure(where, program, "prints more than 1 MB");
    return failure(where, program, "did not end within " + std::to_string(limit.count()) + " ms");
  }
  if (WIFSIGNALED(status)) return failure(where, program, "was ended by signal " + std::to_string(WTERMSIG(status)));
  if (WEXITSTATUS(status) != 0) {
    return failure(where, program, "ended with exit status " + std::to_string(WEXITSTATUS(status)));
  }
  return output;
}

}  // namespace partita::inline epoch1::config
