// `partita serve`, run as a user does, on a free port.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace partita::test {

class Serving {
 public:
  /// Returns when it has said where it listens. Throws if it does not. The server is killed when the calling thread
  /// ends.
  explicit Serving(const std::vector<std::string>& arguments = {});
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;
  ~Serving();

  const std::string& first_line() const { return first_line_; }
  const std::string& url() const { return url_; }
  pid_t process() const { return process_; }

  /// Sends the signal and waits; the exit code, or minus the signal that ended it.
  int end(int signal);
  /// What it wrote to its standard error until it ended.
  std::string log() const;

 private:
  std::filesystem::path log_;
  pid_t process_ = 0;
  std::string first_line_;
  std::string url_;
};

}  // namespace partita::test
