// The process's environment for the length of a test.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace partita::test {

/// Hides every AWS_* variable, every proxy variable and the home directory, sets what is asked for, and puts everything
/// back at the end. Has an empty home directory of its own.
class ScopedEnvironment {
 public:
  ScopedEnvironment();
  ~ScopedEnvironment();
  ScopedEnvironment(const ScopedEnvironment&) = delete;
  ScopedEnvironment& operator=(const ScopedEnvironment&) = delete;

  void set(const std::string& name, const std::string& value);
  void unset(const std::string& name);

  const std::filesystem::path& home() const { return home_; }
  /// Writes a file below the home directory; returns its path.
  std::string write(const std::string& name, std::string_view text);

 private:
  void remember(const std::string& name);

  std::filesystem::path home_;
  std::map<std::string, std::optional<std::string>> before_;
};

}  // namespace partita::test
