#include "tool/serving.hpp"

#include "tool/run_tool.hpp"

#include <fcntl.h>
#include <signal.h>  // NOLINT(modernize-deprecated-headers): kill is POSIX's
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace partita::test {
namespace {

std::filesystem::path new_log() {
  std::string name = (std::filesystem::temp_directory_path() / "partita-serve-XXXXXX").string();
  close(mkstemp(name.data()));
  return name;
}

}  // namespace

Serving::Serving(const std::vector<std::string>& arguments) : log_(new_log()) {
  // Ends with the test, however that ends: with the thread that is here, as Linux counts.
  // https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html
  std::vector<std::string> words{"setpriv", "--pdeathsig", "KILL", PARTITA_TOOL, "serve", "--port", "0"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);

  std::array<int, 2> out{};
  if (pipe(out.data()) != 0) throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t actions{};
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_addclose(&actions, out[0]);
  posix_spawn_file_actions_addclose(&actions, out[1]);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log_.c_str(), O_WRONLY | O_APPEND, 0);
  const int started = posix_spawnp(&process_, pointers[0], &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(out[1]);
  if (started != 0) throw std::system_error(started, std::generic_category(), "cannot run " + words[0]);
  for (char c = 0; read(out[0], &c, 1) == 1 && c != '\n';) first_line_ += c;
  close(out[0]);
  const auto begin = first_line_.find("http://");
  if (begin == std::string::npos) throw std::runtime_error("partita serve does not listen: " + log());
  url_ = first_line_.substr(begin, first_line_.find(',', begin) - begin);
}

Serving::~Serving() {
  if (process_ != 0) end(SIGKILL);
  std::filesystem::remove(log_);
}

int Serving::end(int signal) {
  kill(process_, signal);
  int status = 0;
  waitpid(process_, &status, 0);
  process_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string Serving::log() const {
  return read_file(log_);
}

}  // namespace partita::test
