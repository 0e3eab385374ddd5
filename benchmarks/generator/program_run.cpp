#include "program_run.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace partita::benchmarks {

namespace {

[[noreturn]] void stop(const std::vector<std::string>& command, const char* why) {
  std::fprintf(stderr, "%s:", why);
  for (const std::string& word : command) std::fprintf(stderr, " %s", word.c_str());
  std::fprintf(stderr, "\n");
  std::exit(1);
}

// Errors are shown, so that a command that fails says why.
pid_t start(const std::vector<std::string>& command, int standard_output) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child < 0) stop(command, "cannot fork");
  if (child == 0) {
    dup2(standard_output, STDOUT_FILENO);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  return child;
}

rusage finish(const std::vector<std::string>& command, pid_t child) {
  int status = 0;
  rusage usage{};
  if (wait4(child, &status, 0, &usage) != child) stop(command, "cannot wait for");
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) stop(command, "failed");
  return usage;
}

}  // namespace

double cpu_milliseconds(const std::vector<std::string>& command) {
  static const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  const rusage usage = finish(command, start(command, nowhere));
  const auto of = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
  };
  return of(usage.ru_utime) + of(usage.ru_stime);
}

std::string output_of(const std::vector<std::string>& command) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) stop(command, "no pipe for");
  const pid_t child = start(command, ends[1]);
  close(ends[1]);
  std::string text;
  char chunk[16384];
  for (ssize_t size = 0; (size = read(ends[0], chunk, sizeof chunk)) > 0;)
    text.append(chunk, static_cast<std::size_t>(size));
  close(ends[0]);
  finish(command, child);
  return text;
}

}  // namespace partita::benchmarks
