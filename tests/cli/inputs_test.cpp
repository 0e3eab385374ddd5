// Inputs that cannot be read, are cut off, or get in each other's way.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace partita::test {
namespace {

const std::string schema = R"({ "namespace": "crm",
  "entities": { "Session": { "table": "sessions",
      "attributes": { "tenant_id": "string" },
      "partition_key": "tenant_id" } } }
)";

const std::string empty_header = "#include <partita/annotations.hpp>\n";

ToolRun check(std::vector<std::string> arguments, const std::filesystem::path& directory) {
  arguments.insert(arguments.begin(), "check");
  for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
  return run_tool(arguments, directory);
}

TEST_CASE("an input that is not there is an I/O error with its reason") {
  const TemporaryDirectory directory;
  for (const std::string name : {"gone.hpp", "gone.json"}) {
    const ToolRun run = check({name}, directory.path());
    CHECK(run.exit_code == 3);
    CHECK(run.err == "partita: error: cannot read '" + name + "': No such file or directory\n");
  }
}

TEST_CASE("each input that is not there is named") {
  const TemporaryDirectory directory;
  const ToolRun run = check({"gone.hpp", "gone.json"}, directory.path());
  CHECK(run.exit_code == 3);
  CHECK(run.err ==
        "partita: error: cannot read 'gone.hpp': No such file or directory\n"
        "partita: error: cannot read 'gone.json': No such file or directory\n");
}

TEST_CASE("a schema that is cut off gets line and column of the place where it ends") {
  const TemporaryDirectory directory;
  for (std::size_t length = 1; length + 2 < schema.size(); length += 7) {
    write_file(directory.path() / "cut.json", schema.substr(0, length));
    const ToolRun run = check({"cut.json"}, directory.path());
    INFO(run.err);
    CHECK(run.exit_code == 1);
    const auto last = schema.find_last_not_of(" \n", length - 1);
    const auto lines = std::count(schema.begin(), schema.begin() + static_cast<std::ptrdiff_t>(last), '\n');
    CHECK(run.err.starts_with("cut.json:" + std::to_string(lines + 1) + ":"));
    CHECK(run.err.find("[malformed-json]") != std::string::npos);
    CHECK(run.err.ends_with("1 error generated.\n"));
  }
}

TEST_CASE("a missing include is clang's error alone") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.hpp",
             "#include <partita/annotations.hpp>\n#include \"gone.hpp\"\n"
             "struct A { using partita_entity = partita::entity<\"as\">; Gone x; };\n");
  const ToolRun run = check({"a.hpp"}, directory.path());
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("'gone.hpp' file not found") != std::string::npos);
  CHECK(run.err.find("error:") == run.err.rfind("error:"));
}

TEST_CASE("what clang refuses and what we find are both reported") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.hpp", R"(#include <partita/annotations.hpp>
struct Refused {
  using partita_entity = partita::entity<"refused">;
  Gone x;
};
struct Keyless {
  using partita_entity = partita::entity<"keyless">;
  int x = 0;
};
)");
  write_file(directory.path() / "b.json", schema.substr(0, 20));
  const ToolRun run = check({"a.hpp", "b.json"}, directory.path());
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("a.hpp:4:3: error: unknown type name 'Gone'") != std::string::npos);
  CHECK(run.err.find("a.hpp:6:8: error: entity 'Keyless' has no partition key") != std::string::npos);
  CHECK(run.err.find("[malformed-json]") != std::string::npos);
  CHECK(run.err.find("'Refused'") == std::string::npos);
  CHECK(run.err.find("[clang]") == std::string::npos);
  CHECK(run.err.find("[no-entity]") == std::string::npos);

  const ToolRun generated =
      run_tool({"generate", "a.hpp", "--out", "out", "--", clang_arguments().at(1)}, directory.path());
  CHECK(generated.exit_code == 1);
  CHECK(!std::filesystem::exists(directory.path() / "out"));
}

TEST_CASE("output that cannot be written is an I/O error") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.json", schema);
  const std::vector<std::vector<std::string>> commands{
      {"check", "--format", "sarif", "a.json"}, {"--help"}, {"--version"}};
  for (const std::vector<std::string>& command : commands) {
    const ToolRun run = run_tool(command, directory.path(), "/dev/full");
    INFO(command.front());
    CHECK(run.exit_code == 3);
    CHECK(run.err == "partita: error: cannot write to the standard output: No space left on device\n");
  }
}

TEST_CASE("a header and a schema can share one output") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.json", schema);
  write_file(directory.path() / "a.types.hpp", empty_header);
  const ToolRun run = check({"a.json", "a.types.hpp", "-Wno-no-entity"}, directory.path());
  CHECK(run.exit_code == 1);
  CHECK(
      run.err.starts_with("a.types.hpp:1:1: error: output 'a.types.partita.hpp' of this input is also that of "
                          "'a.json' [duplicate-output]\n"));
}

TEST_CASE("two inputs that would write the same files are refused") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "one" / "session.json", schema);
  write_file(directory.path() / "two" / "session.hpp", empty_header);
  const ToolRun run = check({"one/session.json", "two/session.hpp", "-Wno-no-entity"}, directory.path());
  CHECK(run.exit_code == 1);
  CHECK(
      run.err ==
      R"(two/session.hpp:1:1: error: outputs 'session.partita.hpp' and 'session.partita.cpp' of this input are also those of 'one/session.json' [duplicate-output]
    1 | #include <partita/annotations.hpp>
      | ^
one/session.json:1:1: note: the other input is here
    1 | { "namespace": "crm",
      | ^
note: rename one of them, or give with '--base' a directory that holds both
1 error generated.
)");
  CHECK(check({"one/session.json", "two/session.hpp", "--base", ".", "-Wno-no-entity"}, directory.path()).exit_code ==
        0);
}

TEST_CASE("a warning can be silenced, raised to an error, or left") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.hpp", empty_header);
  const ToolRun left = check({"a.hpp"}, directory.path());
  CHECK(left.exit_code == 0);
  CHECK(left.err.ends_with("1 warning generated.\n"));
  const ToolRun silenced = check({"a.hpp", "-Wno-no-entity"}, directory.path());
  CHECK(silenced.exit_code == 0);
  CHECK(silenced.err.empty());
  const ToolRun raised = check({"a.hpp", "-Werror=no-entity"}, directory.path());
  CHECK(raised.exit_code == 1);
  CHECK(raised.err.ends_with("1 error generated.\n"));
}

}  // namespace
}  // namespace partita::test
