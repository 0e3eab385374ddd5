#include "goldens.hpp"

#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace partita::test {

namespace fs = std::filesystem;

fs::path golden_directory() {
  return PARTITA_GOLDEN_DIR;
}

std::vector<std::string> golden_inputs() {
  std::vector<std::string> inputs;
  for (const auto& [path, text] : read_tree(golden_directory() / "cases")) inputs.push_back(path);
  return inputs;
}

std::map<std::string, std::string> read_tree(const fs::path& directory) {
  std::map<std::string, std::string> files;
  if (!fs::exists(directory)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    files.emplace(entry.path().lexically_relative(directory).generic_string(), read_file(entry.path()));
  }
  return files;
}

std::map<std::string, std::string> generate(const std::vector<std::string>& inputs, const fs::path& base,
                                            const fs::path& working_directory,
                                            const std::vector<std::string>& options) {
  const TemporaryDirectory out;
  std::vector<std::string> arguments{"generate", "--base", base.string(), "--out", out.path().string()};
  arguments.insert(arguments.end(), options.begin(), options.end());
  for (const std::string& input : inputs) arguments.push_back((base / input).string());
  for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
  const ToolRun run = run_tool(arguments, working_directory);
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  REQUIRE(run.out.empty());
  REQUIRE(run.err.empty());
  return read_tree(out.path());
}

}  // namespace partita::test
