// README.md names only tests that there are, and all of this folder's mistakes.
#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream file(path);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// What stands between `open` and the next quotation mark, each time.
std::vector<std::string> quoted(const std::string& text, const std::string& open) {
  std::vector<std::string> all;
  for (std::size_t at = 0; (at = text.find(open, at)) != std::string::npos;) {
    at += open.size();
    const std::size_t end = text.find('"', at);
    if (end == std::string::npos) break;
    all.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return all;
}

const fs::path tests = PARTITA_TESTS;

TEST_CASE("each test that README.md names is there") {
  std::string sources;
  for (const char* folder : {"known_mistakes", "diagnostics", "golden"}) {
    for (const auto& file : fs::recursive_directory_iterator(tests / folder)) {
      if (file.path().extension() == ".cpp") sources += read(file.path());
    }
  }
  const std::vector<std::string> named = quoted(read(tests / "known_mistakes/README.md"), "\"");
  CHECK(named.size() > 30);
  for (const std::string& name : named) {
    INFO(name);
    CHECK(sources.find("\"" + name) != std::string::npos);
  }
}

TEST_CASE("README.md names each file of tests") {
  const std::string readme = read(tests / "known_mistakes/README.md");
  for (const auto& file : fs::recursive_directory_iterator(tests / "known_mistakes")) {
    const std::string path = fs::relative(file.path(), tests / "known_mistakes").string();
    if (!path.ends_with("_test.cpp") || path == "readme_test.cpp") continue;
    INFO(path);
    CHECK(readme.find("(" + path + ")") != std::string::npos);
  }
}

}  // namespace
}  // namespace partita::test
