// The goldens as compilers and clang-format see them.
#include "goldens.hpp"

#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

// Neither RTTI nor exceptions; users build without.
constexpr const char* flags =
    " -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror"
    " -fno-rtti -fno-exceptions";

std::string quoted(const fs::path& path) {
  return "'" + path.string() + "'";
}

std::string includes() {
  return " -I" + quoted(golden_directory() / "expected") + " -I" + quoted(golden_directory() / "cases") + " -I" +
         quoted(PARTITA_RUNTIME_INCLUDE) + " ";
}

std::vector<fs::path> expected_files(const std::string& suffix) {
  std::vector<fs::path> files;
  for (const auto& [path, text] : read_tree(golden_directory() / "expected")) {
    if (path.ends_with(suffix)) files.push_back(golden_directory() / "expected" / path);
  }
  REQUIRE(!files.empty());
  return files;
}

void check_command(const std::string& command) {
  const TemporaryDirectory captured;
  const fs::path messages = captured.path() / "messages";
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
  const int status = std::system((command + " >" + quoted(messages) + " 2>&1 </dev/null").c_str());
  INFO(command << "\n" << read_file(messages));
  CHECK(status == 0);
}

void check_each_with(const std::string& compiler) {
  for (const fs::path& file : expected_files(".cpp")) check_command(compiler + flags + includes() + quoted(file));
}

}  // namespace

TEST_CASE("g++ compiles the goldens without a warning") {
  check_each_with(PARTITA_GXX);
}

TEST_CASE("clang++ compiles the goldens without a warning") {
  check_each_with(PARTITA_CLANGXX);
}

TEST_CASE("all goldens compile in one translation unit") {
  const TemporaryDirectory directory;
  std::string unity;
  for (const fs::path& file : expected_files(".cpp")) unity += "#include \"" + file.string() + "\"\n";
  write_file(directory.path() / "unity.cpp", unity);
  check_command(PARTITA_GXX + std::string(flags) + includes() + quoted(directory.path() / "unity.cpp"));
  check_command(PARTITA_CLANGXX + std::string(flags) + includes() + quoted(directory.path() / "unity.cpp"));
}

TEST_CASE("clang-format changes nothing in the goldens") {
  std::string command = PARTITA_CLANG_FORMAT " --dry-run -Werror";
  for (const fs::path& file : expected_files("pp")) command += " " + quoted(file);
  check_command(command);
}

}  // namespace partita::test
