// Every format tells the same findings, whatever the notation.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <regex>
#include <sstream>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

ToolRun check(const std::string& format, const fs::path& input) {
  std::vector<std::string> arguments{"check", "--format", format, input.filename().string()};
  for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
  return run_tool(arguments, input.parent_path());
}

/// `line:column level id message`, in the order of the output.
using Findings = std::vector<std::string>;

std::string finding(const std::string& line, const std::string& column, const std::string& level, const std::string& id,
                    const std::string& message) {
  return line + ":" + column + " " + level + " " + id + " " + message;
}

Findings from_text(const std::string& text) {
  static const std::regex entry(R"(^[^ ]+?:(\d+):(\d+): (error|warning): (.*) \[([a-z-]+)\]$)");
  Findings result;
  std::istringstream lines(text);
  std::smatch m;
  for (std::string line; std::getline(lines, line);) {
    if (std::regex_match(line, m, entry)) result.push_back(finding(m[1], m[2], m[3], m[5], m[4]));
  }
  return result;
}

Findings from_json(const std::string& text) {
  Findings result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto json = nlohmann::json::parse(line);
    result.push_back(finding(std::to_string(json.at("line").get<int>()), std::to_string(json.at("column").get<int>()),
                             json.at("level"), json.at("id"), json.at("message")));
  }
  return result;
}

std::string unescaped(std::string text) {
  for (const auto& [code, letter] : {std::pair{"%0A", "\n"}, {"%0D", "\r"}, {"%25", "%"}}) {
    for (auto at = text.find(code); at != std::string::npos; at = text.find(code, at + 1)) text.replace(at, 3, letter);
  }
  return text;
}

Findings from_github(const std::string& text) {
  static const std::regex entry(
      R"(^::(error|warning) file=[^,]+,line=(\d+),endLine=\d+,col=(\d+),endColumn=\d+,title=([a-z-]+)::(.*)$)");
  Findings result;
  std::istringstream lines(text);
  std::smatch m;
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    REQUIRE(std::regex_match(line, m, entry));
    const std::string message = unescaped(m[5]);
    result.push_back(finding(m[2], m[3], m[1], m[4], message.substr(0, message.find('\n'))));
  }
  return result;
}

Findings from_sarif(const std::string& text) {
  Findings result;
  const auto log = nlohmann::json::parse(text);
  for (const auto& found : log.at("runs").at(0).at("results")) {
    const auto& region = found.at("locations").at(0).at("physicalLocation").at("region");
    const std::string message = found.at("message").at("text");
    result.push_back(finding(std::to_string(region.at("startLine").get<int>()),
                             std::to_string(region.at("startColumn").get<int>()), found.at("level"), found.at("ruleId"),
                             message.substr(0, message.find('\n'))));
  }
  return result;
}

TEST_CASE("a model with five mistakes has five findings in each notation and format") {
  for (const std::string input : {"json/five_mistakes.json", "cpp/five_mistakes.hpp"}) {
    INFO(input);
    const fs::path path = fs::path(PARTITA_CASES) / input;
    const Findings text = from_text(check("text", path).err);
    CHECK(text.size() == 5);
    CHECK(from_json(check("json", path).out) == text);
    CHECK(from_github(check("github", path).err) == text);
    CHECK(from_sarif(check("sarif", path).out) == text);
  }
}

}  // namespace
}  // namespace partita::test
