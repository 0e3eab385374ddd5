#include "tool/run_tool.hpp"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace partita::test {

namespace fs = std::filesystem;

namespace {

std::string quoted(const std::string& word) {
  std::string result = "'";
  for (const char c : word) result += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return result + "'";
}

}  // namespace

ToolRun run_tool(const std::vector<std::string>& arguments, const fs::path& directory, const fs::path& device) {
  const TemporaryDirectory captured;
  const fs::path out = captured.path() / "out";
  const fs::path err = captured.path() / "err";
  std::string command = "cd " + quoted(directory.string()) + " && " + quoted(PARTITA_TOOL);
  for (const std::string& argument : arguments) command += " " + quoted(argument);
  command +=
      " >" + quoted(device.empty() ? out.string() : device.string()) + " 2>" + quoted(err.string()) + " </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, device.empty() ? read_file(out) : "", read_file(err)};
}

std::vector<std::string> clang_arguments() {
  return {"--", "-I" PARTITA_RUNTIME_INCLUDE};
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_file(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file << text;
  if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (fs::temp_directory_path() / "partita-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary directory");
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace partita::test
