// One model with a mistake of every kind, in both notations. In planted/ each stands behind its mark, `@[id]`; the tool
// gets the text without the marks, and has to report exactly them, each where its mark stood, in every output format.
#include "diagnostics/ids.hpp"
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

/// `12:7 missing-sparse`, a line a finding, in order.
using Findings = std::vector<std::string>;

std::string finding(std::size_t line, std::size_t column, const std::string& id) {
  // Filled up so that the order of text is that of places.
  std::string number = std::to_string(line);
  number.insert(0, 4 - std::min<std::size_t>(number.size(), 4), '0');
  std::string place = std::to_string(column);
  place.insert(0, 4 - std::min<std::size_t>(place.size(), 4), '0');
  return number + ":" + place + " " + id;
}

struct Planted {
  std::string text;
  Findings mistakes;
  std::set<std::string> ids;
};

Planted unmarked(const std::string& marked) {
  Planted result;
  std::size_t line = 1;
  std::size_t line_start = 0;
  for (std::size_t at = 0; at < marked.size();) {
    if (marked.compare(at, 2, "@[") == 0) {
      const std::size_t close = marked.find(']', at);
      const std::string id = marked.substr(at + 2, close - at - 2);
      REQUIRE(diagnostics::find_id(id));
      result.mistakes.push_back(finding(line, result.text.size() - line_start + 1, id));
      result.ids.insert(id);
      at = close + 1;
      continue;
    }
    result.text += marked[at];
    if (marked[at++] != '\n') continue;
    ++line;
    line_start = result.text.size();
  }
  return result;
}

Findings sorted(Findings findings) {
  std::sort(findings.begin(), findings.end());
  return findings;
}

// file:12:7: error: message [id]
Findings in_text(const ToolRun& run) {
  static const std::regex heading(R"([^:]+:(\d+):(\d+): (?:error|warning): .* \[([a-z-]+)\])");
  Findings result;
  std::istringstream lines(run.err);
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (!std::regex_match(line, match, heading)) continue;
    result.push_back(finding(std::stoul(match[1]), std::stoul(match[2]), match[3]));
  }
  return result;
}

// One object a line.
Findings in_json(const ToolRun& run) {
  Findings result;
  std::istringstream lines(run.out);
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json each = nlohmann::json::parse(line);
    result.push_back(finding(each.at("line"), each.at("column"), each.at("id")));
  }
  return result;
}

Findings in_sarif(const ToolRun& run) {
  Findings result;
  const nlohmann::json printed = nlohmann::json::parse(run.out);
  for (const auto& each : printed.at("runs").at(0).at("results")) {
    const auto& region = each.at("locations").at(0).at("physicalLocation").at("region");
    result.push_back(finding(region.at("startLine"), region.at("startColumn"), each.at("ruleId")));
  }
  return result;
}

// ::error file=a.hpp,line=3,endLine=3,col=5,endColumn=9,title=missing-index::message
Findings in_github(const ToolRun& run) {
  static const std::regex command(R"(::(?:error|warning) file=[^,]*,line=(\d+),.*col=(\d+),.*title=([a-z-]+)::.*)");
  Findings result;
  std::istringstream lines(run.err);
  std::smatch match;
  for (std::string line; std::getline(lines, line);) {
    if (!std::regex_match(line, match, command)) continue;
    result.push_back(finding(std::stoul(match[1]), std::stoul(match[2]), match[3]));
  }
  return result;
}

struct Format {
  std::string name;
  Findings (*read)(const ToolRun&);
};

const std::vector<Format>& formats() {
  static const std::vector<Format> result{
      {"text", in_text}, {"json", in_json}, {"sarif", in_sarif}, {"github", in_github}};
  return result;
}

void check_planted(const std::string& file) {
  const Planted planted = unmarked(read_file(fs::path(PARTITA_CASES) / "planted" / file));
  const TemporaryDirectory directory;
  write_file(directory.path() / file, planted.text);
  for (const Format& format : formats()) {
    CAPTURE(format.name);
    std::vector<std::string> arguments{"check", "--format", format.name, file};
    for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
    const ToolRun run = run_tool(arguments, directory.path());
    CHECK(run.exit_code == 1);
    CHECK(sorted(format.read(run)) == sorted(planted.mistakes));
  }
}

TEST_CASE("every id is planted, or left to cases of its own") {
  // A front end stops at some, a run finds some only in otherwise sound models, and some need more than one file.
  const std::set<std::string> left{"duplicate-key",
                                   "duplicate-output",
                                   "unknown-diagnostic",
                                   "not-suppressible",
                                   "missing-reason",
                                   "unused-suppression",
                                   "stale-baseline",
                                   "unsupported-type",
                                   "malformed-key-template",
                                   "malformed-quantity",
                                   "clang",
                                   "unsupported-member",
                                   "unsupported-entity",
                                   "malformed-entity",
                                   "malformed-access-pattern",
                                   "annotation-without-effect",
                                   "conflicting-annotations",
                                   "ambiguous-enumerator",
                                   "no-entity",
                                   "malformed-json",
                                   "duplicate-member",
                                   "unknown-member",
                                   "missing-member",
                                   "wrong-value-kind",
                                   "unknown-value",
                                   "malformed-type",
                                   "unknown-type",
                                   "invalid-default",
                                   "invalid-identifier",
                                   "invalid-include",
                                   "invalid-attribute-name",
                                   "duplicate-entity",
                                   "duplicate-attribute",
                                   "duplicate-index",
                                   "duplicate-pattern",
                                   "missing-index-sort",
                                   "constant-sort-attribute",
                                   "lsi-partition",
                                   "too-many-indexes",
                                   "too-many-projected-attributes",
                                   "key-too-long",
                                   "item-too-large",
                                   "discriminator-mismatch",
                                   "key-prefix-collision",
                                   "projection-lacks-guard",
                                   "tenant-type",
                                   "empty-view",
                                   "missing-index",
                                   "projection-too-narrow",
                                   "scan-not-allowed",
                                   "filter-does-index-work",
                                   "unused-index",
                                   "redundant-index",
                                   "many-indexes",
                                   "partition-rate-exceeded",
                                   "unbounded-item-collection",
                                   "duplicate-write-time",
                                   "duplicate-enumerator",
                                   "recursive-type"};
  std::set<std::string> found = left;
  for (const std::string file : {"mistakes.json", "mistakes.hpp"}) {
    for (const std::string& id : unmarked(read_file(fs::path(PARTITA_CASES) / "planted" / file)).ids) {
      CAPTURE(id);
      CHECK(left.count(id) == 0);
      found.insert(id);
    }
  }
  std::set<std::string> all;
  for (const diagnostics::IdInfo& each : diagnostics::all_ids()) all.emplace(each.name);
  CHECK(found == all);
}

TEST_CASE("the mistakes planted in a schema are reported, and nothing else") {
  check_planted("mistakes.json");
}

TEST_CASE("the mistakes planted in a header are reported, and nothing else") {
  check_planted("mistakes.hpp");
}

}  // namespace
}  // namespace partita::test
