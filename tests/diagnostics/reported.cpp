#include "reported.hpp"

#include "tool/run_tool.hpp"

#include <nlohmann/json.hpp>

#include <sstream>

namespace partita::test {

namespace {

Reported entry(const nlohmann::json& json, const std::string& level, const std::string& id) {
  return {level, id, json.at("message"), json.value("file", ""), json.value("line", 0)};
}

}  // namespace

Checked check(const std::vector<std::string>& files, const std::filesystem::path& directory,
              const std::vector<std::string>& options) {
  std::vector<std::string> arguments{"check", "--format", "json"};
  arguments.insert(arguments.end(), options.begin(), options.end());
  for (const std::string& file : files) {
    if (file == "baseline.json") arguments.emplace_back("--baseline");
    arguments.push_back(file);
  }
  for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
  const ToolRun run = run_tool(arguments, directory);
  Checked result;
  result.err = run.err;
  result.exit_code = run.exit_code;
  if (run.out.empty()) return result;
  std::istringstream lines(run.out);
  for (std::string line; std::getline(lines, line);) {
    const nlohmann::json diagnostic = nlohmann::json::parse(line);
    const std::string id = diagnostic.at("id");
    result.fixable |= diagnostic.contains("fix");
    result.reported.push_back(entry(diagnostic, diagnostic.at("level"), id));
    for (const auto& note : diagnostic.value("notes", nlohmann::json::array())) {
      result.reported.push_back(entry(note, "note", id));
      result.fixable |= note.contains("fix");
    }
  }
  return result;
}

}  // namespace partita::test
