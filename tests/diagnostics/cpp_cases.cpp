// Headers in cpp/ name what they expect in comments beside the code that causes it:
//
//     // expected-error@+1 [duplicate-key]: has two sort keys
//     // expected-note@-2: the other one is here
//
// @+N and @-N count lines from the comment; without them it is the comment's own line. The text is a part of the
// message. A note without a place is expected by `expected-note@none: text`. What is not expected fails as well, so a
// header without such comments must be clean.
#include "reported.hpp"
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

struct Expected {
  std::string level;
  int line = 0;  ///< 0: no place
  std::string id;
  std::string fragment;

  bool meets(const Reported& reported) const {
    return level == reported.level && line == reported.line && (id.empty() || id == reported.id) &&
           reported.message.find(fragment) != std::string::npos;
  }

  std::string text() const { return std::to_string(line) + ": " + level + " [" + id + "]: " + fragment; }
};

std::vector<Expected> expectations(const std::string& text) {
  static const std::regex comment(R"(// expected-(error|warning|note)(@none|@[+-]\d+)?( \[([a-z-]+)\])?: (.*\S))");
  std::vector<Expected> result;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::smatch match;
    if (!std::regex_search(line, match, comment)) {
      // A misspelt expectation would expect nothing.
      INFO(line);
      CHECK(line.find("expected-") == std::string::npos);
      continue;
    }
    const std::string offset = match[2];
    const int at = offset == "@none" ? 0 : number + (offset.empty() ? 0 : std::stoi(offset.substr(1)));
    result.push_back({match[1], at, match[4], match[5]});
  }
  return result;
}

std::vector<fs::path> headers() {
  std::vector<fs::path> result;
  for (const auto& entry : fs::directory_iterator(fs::path(PARTITA_CASES) / "cpp")) {
    if (entry.path().extension() == ".hpp" || entry.path().extension() == ".h") result.push_back(entry.path());
  }
  std::sort(result.begin(), result.end());
  return result;
}

TEST_CASE("annotated headers get exactly the diagnostics that they expect") {
  for (const fs::path& header : headers()) {
    DYNAMIC_SECTION(header.filename().string()) {
      std::vector<Expected> expected = expectations(read_file(header));
      const Checked checked = check({header.filename().string()}, header.parent_path());
      INFO(checked.err);
      CHECK(checked.exit_code <= 1);
      for (const Reported& reported : checked.reported) {
        const auto met =
            std::find_if(expected.begin(), expected.end(), [&](const auto& e) { return e.meets(reported); });
        if (met == expected.end()) {
          FAIL_CHECK("not expected: " << reported.text());
        } else {
          expected.erase(met);
        }
      }
      for (const Expected& missing : expected) FAIL_CHECK("expected, but not reported: " << missing.text());
    }
  }
}

}  // namespace
}  // namespace partita::test
