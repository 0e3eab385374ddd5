// A process of its own, for what is about processes.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <functional>

/// Whether `body`, in a process of its own, says that all was well.
inline bool in_child(const std::function<bool()>& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body() ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
