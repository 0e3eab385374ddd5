// Runs the built tool as a user does.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace partita::test {

struct ToolRun {
  int exit_code = -1;
  std::string out;
  std::string err;
};

/// Runs `partita ARGUMENTS...` in `directory`. With `device` its standard output goes there instead of into the result.
ToolRun run_tool(const std::vector<std::string>& arguments, const std::filesystem::path& directory,
                 const std::filesystem::path& device = {});

/// What a run needs after the inputs to find the annotations.
std::vector<std::string> clang_arguments();

std::string read_file(const std::filesystem::path& path);
void write_file(const std::filesystem::path& path, const std::string& text);

/// An empty directory, deleted with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace partita::test
