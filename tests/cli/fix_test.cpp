// `partita check --fix`: the second run is clean.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string_view>

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

TEST_CASE("an edited file keeps its owner and permissions, and a link stays a link") {
  const TemporaryDirectory directory;
  const fs::path real = directory.path() / "real" / "a.json";
  write_file(real, R"({"entities": {"A": {"table": "aaa", "attributes": {"id": "strin"}, "partition_key": "id"}}})");
  fs::permissions(real, fs::perms::owner_read | fs::perms::owner_write);
  // Only the superuser can give a file away.
  if (geteuid() == 0) REQUIRE(chown(real.c_str(), 65534, 65534) == 0);
  struct stat before{};
  REQUIRE(stat(real.c_str(), &before) == 0);
  fs::create_symlink(real, directory.path() / "a.json");
  CHECK(check({"a.json", "--fix"}, directory.path()).exit_code == 0);
  CHECK(fs::is_symlink(directory.path() / "a.json"));
  CHECK(fs::status(real).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  struct stat after{};
  REQUIRE(stat(real.c_str(), &after) == 0);
  CHECK(after.st_uid == before.st_uid);
  CHECK(after.st_gid == before.st_gid);
  CHECK(read_file(real).find("\"string\"") != std::string::npos);
}

constexpr std::string_view two_findings = R"({"entities": {"Person": {
  "table": "people",
  "attributes": {"id": "string", "org": "string", "role": "string", "city": "string"},
  "partition_key": "id",
  INDEXES"access_patterns": {
    "of_city": {"where": ["city"]},
    "of_role": {"where": ["org", "role"]}}}}}
)";

std::string person(const std::string& indexes) {
  std::string text(two_findings);
  return text.replace(text.find("INDEXES"), 7, indexes);
}

TEST_CASE("each finding is fixed by its own index, and fixes at one place are one text") {
  const TemporaryDirectory directory;
  for (const std::string& indexes : {std::string(), std::string("\"indexes\": {},\n  ")}) {
    write_file(directory.path() / "a.json", person(indexes));
    const ToolRun run = check({"a.json", "--fix"}, directory.path());
    INFO(run.err);
    CHECK(run.exit_code == 0);
    CHECK(run.err.find("fixed: no key or index serves access pattern 'of_city'") != std::string::npos);
    CHECK(run.err.find("fixed: no key or index serves access pattern 'of_role'") != std::string::npos);
    CHECK(check({"a.json"}, directory.path()).err.empty());
  }
}

TEST_CASE("an error keeps its fix where a warning of the same entity is accepted") {
  const TemporaryDirectory directory;
  const std::string text = R"({"entities": {"Person": {
  "table": "people",
  "attributes": {"id": "string", "org": "string", "role": "string", "city": "string"},
  "partition_key": "id", "sort_key": "org",
  "access_patterns": {
    "of_role": {"where": ["id", "role"]},
    "of_city": {"where": ["city"]}}}}}
)";
  write_file(directory.path() / "a.json", text);
  const ToolRun silenced = check({"a.json", "-Wno-filter-does-index-work", "--fix"}, directory.path());
  INFO(silenced.err);
  CHECK(silenced.exit_code == 0);
  CHECK(silenced.err ==
        "a.json:7:6: fixed: no key or index serves access pattern 'of_city', which asks by 'city' [missing-index]\n");
  CHECK(read_file(directory.path() / "a.json").find("by_id_role") == std::string::npos);
  CHECK(read_file(directory.path() / "a.json").find(R"("by_city": {"partition": ["city"]})") != std::string::npos);
  const ToolRun both = check({"a.json", "--fix"}, directory.path());
  CHECK(both.err.find("fixed: access pattern 'of_role' reads more than it returns") != std::string::npos);
  CHECK(check({"a.json"}, directory.path()).err.empty());
}

TEST_CASE("what one index mends is fixed for each of the patterns") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.hpp",
             "#pragma once\n#include <partita/annotations.hpp>\n#include <string>\nstruct Person {\n"
             "  using partita_entity = partita::entity<\"people\", partita::access_pattern<\"of_role\", \"org\">,\n"
             "      partita::access_pattern<\"of_city\", \"org, city\">, partita::access_pattern<\"in\", \"city\">>;\n"
             "  partita::partition_key<std::string> id{};\n  std::string org{};\n  std::string city{};\n};\n");
  const ToolRun run = check({"a.hpp", "--fix"}, directory.path());
  INFO(run.err);
  INFO(read_file(directory.path() / "a.hpp"));
  CHECK(run.exit_code == 0);
  for (const std::string name : {"of_role", "of_city", "in"}) {
    CHECK(run.err.find("fixed: no key or index serves access pattern '" + name + "'") != std::string::npos);
  }
  CHECK(check({"a.hpp"}, directory.path()).err.empty());
}

TEST_CASE("keys of templates get an index of templates") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.json", R"({"entities": {"Person": {
  "table": "people",
  "attributes": {"pk": {"template": "ORG#{org}"}, "sk": {"template": "PERSON#{id}"},
    "id": "string", "org": "string", "role": "string", "city": "string"},
  "partition_key": "pk", "sort_key": "sk",
  "access_patterns": {
    "of_role": {"where": ["role", "city"]},
    "of_id": {"where": ["id"]}}}}}
)");
  write_file(
      directory.path() / "a.hpp",
      "#pragma once\n#include <partita/annotations.hpp>\n#include <string>\nstruct Person {\n"
      "  using partita_entity = partita::entity<\"people\", partita::composed_partition_key<\"pk\", \"ORG#{org}\">,\n"
      "      partita::composed_sort_key<\"sk\", \"PERSON#{id}\">,\n"
      "      partita::access_pattern<\"of_role\", \"role, city\">, partita::access_pattern<\"of_id\", \"id\">>;\n"
      "  std::string id{};\n  std::string org{};\n  std::string role{};\n  std::string city{};\n};\n");
  for (const std::string name : {"a.json", "a.hpp"}) {
    const ToolRun run = check({name, "--fix"}, directory.path());
    INFO(run.err);
    INFO(read_file(directory.path() / name));
    CHECK(run.exit_code == 0);
    CHECK(run.err.find("'of_id'") != std::string::npos);
    const std::string text = read_file(directory.path() / name);
    CHECK(text.find("\"ROLE#{role}\"") != std::string::npos);
    CHECK(text.find("\"CITY#{city}\"") != std::string::npos);
    CHECK(text.find("\"ID#{id}\"") != std::string::npos);
    CHECK(check({name}, directory.path()).err.empty());
  }
}

TEST_CASE("an index that the next check would warn of is advice, not a fix") {
  const TemporaryDirectory directory;
  const std::string text = R"({"entities": {"Person": {
  "table": "people",
  "attributes": {"id": "string", "state": "State", "email": {"type": "string", "sensitive": true}},
  "partition_key": "id",
  "access_patterns": {"of_state": {"where": ["state"]}, "of_email": {"where": ["email"]}}}},
  "types": {"State": {"enum": ["open", "closed"]}}}
)";
  write_file(directory.path() / "a.json", text);
  const ToolRun run = check({"a.json", "--fix"}, directory.path());
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("fixed:") == std::string::npos);
  CHECK(run.err.find("; but it would have 2 partition values to share the load") != std::string::npos);
  CHECK(run.err.find("; but 'email' is sensitive") != std::string::npos);
  CHECK(read_file(directory.path() / "a.json") == text);
}

const std::string misspelt =
    R"({"entities": {"NAME": {"table": "aaa", "attributes": {"id": "strin"}, "partition_key": "id"}}})";

std::string misspelt_entity(const std::string& name) {
  std::string text = misspelt;
  return text.replace(text.find("NAME"), 4, name);
}

TEST_CASE("a file that cannot be written leaves all of them alone") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "two" / "a.json", misspelt_entity("A"));
  write_file(directory.path() / "z.json", misspelt_entity("Z"));
  fs::permissions(directory.path() / "z.json", fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read);
  const ToolRun run = check({"two/a.json", "z.json", "--fix"}, directory.path());
  CHECK(run.exit_code == 3);
  CHECK(run.err == "partita: error: cannot write 'z.json': it is read-only; nothing was changed\n");
  CHECK(read_file(directory.path() / "two" / "a.json") == misspelt_entity("A"));
  CHECK(read_file(directory.path() / "z.json") == misspelt_entity("Z"));
}

}  // namespace
}  // namespace partita::test
