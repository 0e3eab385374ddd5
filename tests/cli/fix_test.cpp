// `partita check --fix`: the second run is clean.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

ToolRun check(std::vector<std::string> arguments, const fs::path& directory) {
  arguments.insert(arguments.begin(), "check");
  for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
  return run_tool(arguments, directory);
}

TEST_CASE("misspelt names of a schema are mended") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "a.json";
  write_file(path, R"({"entities": {"Session": {
  "table": "sessions",
  "attributes": {"id": "string", "größe": "strin"},
  "partiton_key": "id"}}}
)");
  const ToolRun run = check({"a.json", "--fix"}, directory.path());
  CHECK(run.exit_code == 0);
  CHECK(run.out.empty());
  CHECK(run.err ==
        "a.json:3:46: fixed: unknown type 'strin'; did you mean 'string'? [unknown-type]\n"
        "a.json:4:4: fixed: unknown member 'partiton_key' of an entity; did you mean 'partition_key'? "
        "[unknown-member]\n");
  CHECK(read_file(path) == R"({"entities": {"Session": {
  "table": "sessions",
  "attributes": {"id": "string", "größe": "string"},
  "partition_key": "id"}}}
)");
  const ToolRun second = check({"a.json"}, directory.path());
  CHECK(second.exit_code == 0);
  CHECK(second.err.empty());
}

TEST_CASE("misspelt names of a header are mended, in lines that end in CR LF too") {
  const TemporaryDirectory directory;
  const fs::path path = directory.path() / "a.hpp";
  write_file(
      path,
      "#include <partita/annotations.hpp>\r\n#include <string>\r\nstruct Contact {\r\n"
      "  using partita_entity = partita::entity<\"contacts\", partita::access_pattern<\"of\", \"acount_id\">>;\r\n"
      "  partita::partition_key<std::string> id{};\r\n"
      "  partita::attribute<std::string, partita::gsi_partition<\"by_account\">> account_id{};\r\n};\r\n");
  const ToolRun run = check({"a.hpp", "--fix"}, directory.path());
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK(read_file(path).find("\"of\", \"account_id\">>;\r\n") != std::string::npos);
  CHECK(check({"a.hpp"}, directory.path()).err.empty());
}

TEST_CASE("what cannot be fixed is reported, at its new place") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.json", R"({"entities": {"Session": {
  "table": "sessions", "attributes": {"id": "strin"}, "partition_key": "id", "sort_key": "nowhere"}}}
)");
  const ToolRun run = check({"a.json", "--fix"}, directory.path());
  CHECK(run.exit_code == 1);
  CHECK(
      run.err.starts_with("a.json:2:46: fixed: unknown type 'strin'; did you mean 'string'? [unknown-type]\n"
                          "a.json:2:92: error: "));
}

TEST_CASE("nothing to fix leaves the file alone, and so does what clang refuses") {
  const TemporaryDirectory directory;
  const std::string misspelt =
      "#include <partita/annotations.hpp>\n#include <string>\nGone gone;\nstruct Contact {\n"
      "  using partita_entity = partita::entity<\"contacts\", partita::access_pattern<\"of\", \"di\">>;\n"
      "  partita::partition_key<std::string> id{};\n};\n";
  write_file(directory.path() / "a.hpp", misspelt);
  const ToolRun run = check({"a.hpp", "--fix"}, directory.path());
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("fixed:") == std::string::npos);
  CHECK(run.err.find("unknown type name 'Gone'") == run.err.rfind("unknown type name 'Gone'"));
  CHECK(read_file(directory.path() / "a.hpp") == misspelt);
}

TEST_CASE("only the inputs are edited") {
  const TemporaryDirectory directory;
  const std::string included =
      "#pragma once\n#include <partita/annotations.hpp>\n#include <string>\nstruct Base {\n"
      "  partita::partition_key<std::string> id{};\n  std::string role{};\n};\n";
  write_file(directory.path() / "base.hpp", included);
  write_file(
      directory.path() / "a.hpp",
      "#include \"base.hpp\"\nstruct Account : Base {\n"
      "  using partita_entity = partita::entity<\"accounts\", partita::access_pattern<\"of\", \"role\">>;\n};\n");
  const ToolRun run = check({"a.hpp", "--fix"}, directory.path());
  CHECK(run.exit_code == 1);
  // The finding stands in the input, its fix in what that includes.
  CHECK(run.err.find("[missing-index]") != std::string::npos);
  CHECK(run.err.find("base.hpp:6:15: note: add partita::gsi_partition<\"by_role\"> to 'role'") != std::string::npos);
  CHECK(run.err.find("fixed:") == std::string::npos);
  CHECK(read_file(directory.path() / "base.hpp") == included);
}

TEST_CASE("an edited file keeps its permissions, and a link stays a link") {
  const TemporaryDirectory directory;
  const fs::path real = directory.path() / "real" / "a.json";
  write_file(real, R"({"entities": {"A": {"table": "aaa", "attributes": {"id": "strin"}, "partition_key": "id"}}})");
  fs::permissions(real, fs::perms::owner_read | fs::perms::owner_write);
  fs::create_symlink(real, directory.path() / "a.json");
  CHECK(check({"a.json", "--fix"}, directory.path()).exit_code == 0);
  CHECK(fs::is_symlink(directory.path() / "a.json"));
  CHECK(fs::status(real).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(read_file(real).find("\"string\"") != std::string::npos);
}

}  // namespace
}  // namespace partita::test
