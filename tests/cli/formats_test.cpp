// The formats of `partita check`: what is on stdout, what on stderr, and that all of them say the same.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

namespace partita::test {
namespace {

/// Three mistakes: one with a fix, one with a note and a place behind letters of several bytes, one in two lines.
const std::string schema = R"({"namespace": "crm", "entities": {"Session": {
  "table": "sessions",
  "attributes": {"id": "string", "größe": "strin"},
  "partition_key": "id",
  "suppress": {"optional-key": "100%, really: yes"}},
  "Broken": {"table": "brokens", "attributes": {"id": "string"}, "partition_key": ["id",
     "id"]}}}
)";

struct Formatted {
  TemporaryDirectory directory;

  explicit Formatted(const std::string& text = schema, const std::string& name = "a.json") {
    write_file(directory.path() / name, text);
  }

  ToolRun check(const std::string& format, const std::string& name = "a.json") const {
    std::vector<std::string> arguments{"check", name, "--format", format};
    for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
    return run_tool(arguments, directory.path());
  }
};

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> result;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) result.push_back(line);
  return result;
}

TEST_CASE("JSON is an object a line on stdout") {
  const ToolRun run = Formatted().check("json");
  CHECK(run.exit_code == 1);
  CHECK(run.err.empty());
  const auto printed = lines(run.out);
  REQUIRE(printed.size() == 3);
  CHECK(printed[0] ==
        R"({"id":"unknown-type","level":"error","message":"unknown type 'strin'; did you mean 'string'?",)"
        R"("file":"a.json","line":3,"column":46,"end_line":3,"end_column":51,"entity":"crm::Session",)"
        R"("fix":{"file":"a.json","line":3,"column":46,"end_line":3,"end_column":51,"text":"string"}})");
  for (const std::string& line : printed) CHECK(nlohmann::json::parse(line).is_object());
}

TEST_CASE("GitHub commands are a line each on stderr, escaped, with columns in characters") {
  const ToolRun run = Formatted().check("github");
  CHECK(run.exit_code == 1);
  CHECK(run.out.empty());
  const auto printed = lines(run.err);
  REQUIRE(printed.size() == 3);
  CHECK(printed[0] ==
        "::error file=a.json,line=3,endLine=3,col=44,endColumn=49,title=unknown-type::unknown type 'strin'; did you "
        "mean 'string'?");
  CHECK(printed[1] ==
        "::error file=a.json,line=5,endLine=5,col=17,endColumn=29,title=not-suppressible::'optional-key' is an error "
        "that cannot be suppressed%0Anote: 'partita explain --id optional-key' says how to mend it");
  CHECK(printed[2].starts_with("::error file=a.json,line=6,endLine=7,title=wrong-value-kind::"));
}

TEST_CASE("GitHub commands cannot be broken by names") {
  const Formatted input(schema, "a,b:100%.json");
  const ToolRun run = input.check("github", "a,b:100%.json");
  CHECK(run.err.starts_with("::error file=a%2Cb%3A100%25.json,line=3,"));
}

TEST_CASE("SARIF has a result a finding and a rule an id") {
  const ToolRun run = Formatted().check("sarif");
  CHECK(run.exit_code == 1);
  CHECK(run.err.empty());
  const auto log = nlohmann::json::parse(run.out);
  CHECK(log.at("version") == "2.1.0");
  const auto& results = log.at("runs").at(0).at("results");
  const auto& rules = log.at("runs").at(0).at("tool").at("driver").at("rules");
  REQUIRE(results.size() == 3);
  REQUIRE(rules.size() == 3);
  for (const auto& result : results)
    CHECK(rules.at(result.at("ruleIndex").get<std::size_t>()).at("id") == result.at("ruleId"));
  CHECK(rules.at(0).at("id") == "unknown-type");
  CHECK(rules.at(0).at("name") == "UnknownType");
  CHECK(rules.at(0).at("defaultConfiguration").at("level") == "error");
  CHECK(rules.at(0).at("help").at("markdown").get<std::string>().starts_with("# unknown-type\n"));
  const auto& place = results.at(0).at("locations").at(0).at("physicalLocation");
  CHECK(place.at("artifactLocation").at("uri") == "a.json");
  CHECK(place.at("region") == nlohmann::json{{"startLine", 3}, {"startColumn", 44}, {"endLine", 3}, {"endColumn", 49}});
  const auto& change = results.at(0).at("fixes").at(0).at("artifactChanges").at(0);
  CHECK(change.at("artifactLocation").at("uri") == "a.json");
  CHECK(change.at("replacements").at(0).at("insertedContent").at("text") == "string");
  CHECK(!results.at(0).contains("suppressions"));
}

TEST_CASE("SARIF keeps what is suppressed, with the reason; the other formats and the exit code do not") {
  const Formatted input(R"({"entities": {"Session": {"table": "sessions", "attributes": {"id": "string"},
  "partition_key": "id",
  "suppress": {"unused-suppression": "kept as an example", "no-entity": "never found here"}}}}
)");
  for (const std::string format : {"text", "json", "github"}) {
    const ToolRun run = input.check(format);
    INFO(format);
    CHECK(run.exit_code == 0);
    CHECK(run.out + run.err == "");
  }
  const auto log = nlohmann::json::parse(input.check("sarif").out);
  const auto& results = log.at("runs").at(0).at("results");
  REQUIRE(results.size() == 1);
  CHECK(results.at(0).at("ruleId") == "unused-suppression");
  CHECK(results.at(0).at("suppressions") ==
        nlohmann::json::array({{{"kind", "inSource"}, {"justification", "kept as an example"}}}));
}

TEST_CASE("every format tells clang's errors too, each once") {
  const std::string header = "#include \"gone.hpp\"\n";
  const Formatted input(header, "a.hpp");
  CHECK(input.check("text", "a.hpp").err ==
        "a.hpp:1:10: fatal error: 'gone.hpp' file not found\n    1 | #include \"gone.hpp\"\n      |          "
        "^~~~~~~~~~\n1 error generated.\n");
  CHECK(input.check("json", "a.hpp").out ==
        R"({"id":"clang","level":"error","message":"'gone.hpp' file not found","file":"a.hpp","line":1,"column":10,)"
        R"("end_line":1,"end_column":20})"
        "\n");
  CHECK(input.check("github", "a.hpp").err ==
        "::error file=a.hpp,line=1,endLine=1,col=10,endColumn=20,title=clang::'gone.hpp' file not found\n");
  const auto log = nlohmann::json::parse(input.check("sarif", "a.hpp").out);
  CHECK(log.at("runs").at(0).at("results").at(0).at("message").at("text") == "'gone.hpp' file not found");
}

TEST_CASE("nothing found is nothing printed, and an empty SARIF log") {
  const Formatted input(
      R"({"entities": {"A": {"table": "aaa", "attributes": {"id": "string"}, "partition_key": "id"}}})");
  for (const std::string format : {"text", "json", "github"}) {
    const ToolRun run = input.check(format);
    CHECK(run.exit_code == 0);
    CHECK(run.out + run.err == "");
  }
  const auto log = nlohmann::json::parse(input.check("sarif").out);
  CHECK(log.at("runs").at(0).at("results") == nlohmann::json::array());
}

}  // namespace
}  // namespace partita::test
