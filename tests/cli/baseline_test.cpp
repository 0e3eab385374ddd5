// Accepted findings: `--baseline` and `--update-baseline`.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

std::string schema(const std::string& suppressed) {
  return R"({"entities": {"Session": {"table": "sessions", "attributes": {"id": "string"}, "partition_key": "id",
  "suppress": {)" +
         suppressed + "}}}}\n";
}

/// Suppressions that suppress nothing are the warnings of these tests.
const std::string two_warnings = schema(R"("no-entity": "x", "stale-baseline": "y")");

struct Project {
  TemporaryDirectory directory;

  explicit Project(const std::string& text) { write("schemas/a.json", text); }

  void write(const std::string& path, const std::string& text) const { write_file(directory.path() / path, text); }
  std::string baseline() const { return read_file(directory.path() / "base.json"); }

  ToolRun check(std::vector<std::string> more) const {
    std::vector<std::string> arguments{"check", "schemas/a.json", "--baseline", "base.json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_tool(arguments, directory.path());
  }
};

TEST_CASE("an old schema is accepted as it is, and only new findings count") {
  const Project project(two_warnings);
  const ToolRun adopted = project.check({"--update-baseline", "-Werror"});
  CHECK(adopted.exit_code == 0);
  CHECK(adopted.err == "base.json: 2 accepted\n");
  CHECK(project.baseline() == R"({"findings": [
  {"id":"unused-suppression","file":"schemas/a.json","entity":"Session","names":["no-entity"]},
  {"id":"unused-suppression","file":"schemas/a.json","entity":"Session","names":["stale-baseline"]}
]}
)");
  const ToolRun again = project.check({"-Werror"});
  CHECK(again.exit_code == 0);
  CHECK(again.err.empty());

  // Other lines and columns change nothing.
  project.write("schemas/a.json", "\n\n\n  " + two_warnings);
  CHECK(project.check({"-Werror"}).exit_code == 0);
}

TEST_CASE("a finding that is not listed is reported") {
  const Project project(two_warnings);
  project.write("base.json",
                R"({"findings": [{"id": "unused-suppression", "file": "schemas/a.json", "entity": "Session",
  "names": ["no-entity"]}]})");
  const ToolRun run = project.check({"-Werror=unused-suppression"});
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("'stale-baseline' [unused-suppression]") != std::string::npos);
  CHECK(run.err.ends_with("1 error generated.\n"));
}

TEST_CASE("an entry that is no longer needed is reported at its place, and removed by an update") {
  const Project project(two_warnings);
  project.check({"--update-baseline"});
  project.write("schemas/a.json", schema(R"("no-entity": "x")"));
  const ToolRun run = project.check({});
  CHECK(run.exit_code == 0);
  CHECK(
      run.err.starts_with("base.json:3:3: warning: 'schemas/a.json' is no longer found to be 'unused-suppression' as "
                          "listed here [stale-baseline]\n"));
  CHECK(project.check({"-Werror"}).exit_code == 1);
  CHECK(project.check({"--update-baseline"}).err == "base.json: 1 accepted\n");
  CHECK(project.check({"-Werror"}).exit_code == 0);
}

TEST_CASE("entries of other inputs belong to other runs, those of files that are gone to all") {
  const Project project(schema(""));
  project.write("other.json", "");
  project.write("base.json", R"({"findings": [
  {"id": "unused-suppression", "file": "other.json"},
  {"id": "unused-suppression", "file": "gone.json"}
]})");
  const ToolRun run = project.check({});
  CHECK(run.err.find("'other.json'") == std::string::npos);
  CHECK(run.err.find("'gone.json' is no longer found") != std::string::npos);
  project.check({"--update-baseline"});
  CHECK(project.baseline() == "{\"findings\": [\n  {\"id\":\"unused-suppression\",\"file\":\"other.json\"}\n]}\n");
}

TEST_CASE("a baseline means the same files wherever a run starts") {
  const Project project(two_warnings);
  project.check({"--update-baseline"});
  const fs::path root = project.directory.path();
  const ToolRun run = run_tool(
      {"check", (root / "schemas" / "a.json").string(), "--baseline", "../base.json", "-Werror"}, root / "schemas");
  INFO(run.err);
  CHECK(run.exit_code == 0);
}

TEST_CASE("errors are not accepted, and leave the baseline as it was") {
  const Project project(two_warnings);
  project.check({"--update-baseline"});
  const std::string before = project.baseline();
  project.write("schemas/a.json",
                R"({"entities": {"Session": {"table": "sessions", "attributes": {"id": "string"},
                    "suppress": {"unused-index": "read by a job"}}}})");
  // What is not found may be what no rule has looked for yet.
  const ToolRun checked = project.check({});
  CHECK(checked.err.find("stale-baseline") == std::string::npos);
  CHECK(checked.err.find("unused-suppression") == std::string::npos);
  const ToolRun run = project.check({"--update-baseline"});
  CHECK(run.exit_code == 1);
  CHECK(run.err.starts_with("partita: note: 'base.json' stays as it was; errors have to be mended first\n"));
  CHECK(project.baseline() == before);
}

TEST_CASE("a baseline that is missing or malformed is an error that says the way out") {
  const Project project(two_warnings);
  const ToolRun missing = project.check({});
  CHECK(missing.exit_code == 3);
  CHECK(missing.err ==
        "partita: error: cannot read 'base.json': No such file or directory; 'partita check ... --baseline base.json "
        "--update-baseline' writes it\n");
  project.write("base.json", "{\"findings\": [{\"id\": 1}]}");
  const ToolRun malformed = project.check({});
  CHECK(malformed.exit_code == 1);
  CHECK(malformed.err.find("base.json:1:22: error: ") != std::string::npos);
}

TEST_CASE("generate accepts what check accepts") {
  const Project project(two_warnings);
  project.check({"--update-baseline"});
  const ToolRun run = run_tool({"generate", "schemas/a.json", "--baseline", "base.json", "-Werror", "--out", "out"},
                               project.directory.path());
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK(fs::exists(project.directory.path() / "out"));
}

}  // namespace
}  // namespace partita::test
