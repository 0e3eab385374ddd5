// SARIF logs of all inputs of tests/diagnostics are valid by the schema of OASIS, and by the rules that GitHub's code
// scanning adds. Run under scripts/with-servers, which says where the schema and the validator are.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <cstdlib>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

fs::path multitool() {
  const char* modules = std::getenv("PARTITA_NODE_MODULES");
  if (modules == nullptr) FAIL("PARTITA_NODE_MODULES is not set; run this under scripts/with-servers");
  return fs::path(modules) / "@microsoft" / "sarif-multitool-linux";
}

class SarifSchema {
 public:
  SarifSchema() : document_(nlohmann::json::parse(read_file(multitool() / "sarif-2.1.0.json"))) {
    const valijson::adapters::NlohmannJsonAdapter adapter(document_);
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    parser.populateSchema(adapter, schema_);
  }

  /// What is wrong with a log, a line each.
  std::string problems(const nlohmann::json& log) const {
    const valijson::adapters::NlohmannJsonAdapter adapter(log);
    valijson::Validator validator;
    valijson::ValidationResults results;
    validator.validate(schema_, adapter, &results);
    std::string text;
    for (const auto& problem : results) {
      for (const std::string& step : problem.context) text += step;
      text += ": " + problem.description + "\n";
    }
    return text;
  }

 private:
  nlohmann::json document_;
  valijson::Schema schema_;
};

std::string sarif_of(const fs::path& input, const std::vector<std::string>& options = {}) {
  std::vector<std::string> arguments{"check", "--format", "sarif", input.filename().string()};
  arguments.insert(arguments.end(), options.begin(), options.end());
  for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
  return run_tool(arguments, input.parent_path()).out;
}

TEST_CASE("the log of every wrong input is valid") {
  const SarifSchema schema;
  std::size_t results = 0;
  for (const std::string folder : {"json", "cpp"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(PARTITA_CASES) / folder)) {
      if (entry.path().extension() != ".json" && entry.path().extension() != ".hpp") continue;
      INFO(entry.path());
      const auto log = nlohmann::json::parse(sarif_of(entry.path()));
      CHECK(schema.problems(log) == "");
      results += log.at("runs").at(0).at("results").size();
    }
  }
  CHECK(results > 100);
}

TEST_CASE("the schema refuses what is no SARIF") {
  const SarifSchema schema;
  auto log = nlohmann::json::parse(sarif_of(fs::path(PARTITA_CASES) / "json" / "five_mistakes.json"));
  REQUIRE(schema.problems(log).empty());
  auto& result = log.at("runs").at(0).at("results").at(0);
  result["level"] = "awful";
  CHECK(!schema.problems(log).empty());
  result["level"] = "error";
  result["rule"] = "x";
  CHECK(!schema.problems(log).empty());
}

TEST_CASE("a log with fixes, notes, suppressions and accepted findings is what code scanning services take") {
  const TemporaryDirectory directory;
  const fs::path input = directory.path() / "a b.json";
  write_file(input, R"({"entities": {"Session": {"table": "sessions", "attributes": {"id": "string"},
  "partition_key": "id",
  "suppress": {"unused-suppression": "kept as an example", "no-entity": "never found here"}},
  "Other": {"table": "others", "attributes": {"id": "string"}, "partition_key": "id",
  "suppress": {"no-entity": "never found here either"}}}}
)");
  write_file(directory.path() / "base.json", R"({"findings": [
  {"id": "unused-suppression", "file": "a b.json", "entity": "Other", "names": ["no-entity"]},
  {"id": "no-entity", "file": "a b.json"}]})");
  write_file(directory.path() / "accepted.sarif", sarif_of(input, {"--baseline", "base.json"}));
  write_file(directory.path() / "found.sarif", sarif_of(fs::path(PARTITA_CASES) / "json" / "five_mistakes.json"));
  const SarifSchema schema;
  const auto log = nlohmann::json::parse(read_file(directory.path() / "accepted.sarif"));
  CHECK(schema.problems(log) == "");
  CHECK(log.at("runs").at(0).at("results").size() == 3);

  // Without Unicode tables: the validator would want a library for them.
  const std::string command = "cd '" + directory.path().string() +
                              "' && DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_BUNDLE_EXTRACT_BASE_DIR=. '" +
                              (multitool() / "Sarif.Multitool").string() +
                              "' validate accepted.sarif found.sarif --rule-kind 'Sarif;Gh' --level Error >out 2>&1";
  CHECK(std::system(command.c_str()) == 0);
  const std::string out = read_file(directory.path() / "out");
  INFO(out);
  CHECK(out.find("2 files scanned") != std::string::npos);
  CHECK(out.find(": error ") == std::string::npos);
}

}  // namespace
}  // namespace partita::test
