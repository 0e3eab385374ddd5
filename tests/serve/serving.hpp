// `partita serve`, run as a user does, on a free port.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace partita::test {

class Serving {
 public:
  /// Returns when it has said where it listens. Fails the test if it does not.
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

struct HttpAnswer {
  long status = 0;
  std::string body;
  std::string headers;  ///< as they came
};

/// Sends a request of DynamoDB's API, with a signature that is none; `headers` come beside the ones it needs, or in
/// their place.
HttpAnswer post(const std::string& url, const std::string& operation, const std::string& body,
                const std::vector<std::string>& headers = {});

}  // namespace partita::test
