// What `generate` writes, leaves alone and deletes.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <map>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

std::string schema(const std::string& attribute) {
  return R"({ "namespace": "crm",
  "entities": { "Session": { "table": "sessions",
      "attributes": { "tenant_id": "string", ")" +
         attribute + R"(": "string" },
      "partition_key": "tenant_id" } } }
)";
}

std::map<fs::path, fs::file_time_type> times(const fs::path& directory) {
  std::map<fs::path, fs::file_time_type> result;
  if (!fs::exists(directory)) return result;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) result[entry.path().lexically_relative(directory)] = entry.last_write_time();
  }
  return result;
}

/// Sets the clock of every output back, so that a rewrite shows.
void age(const fs::path& directory) {
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) fs::last_write_time(entry, entry.last_write_time() - std::chrono::hours(1));
  }
}

struct Project {
  TemporaryDirectory directory;
  fs::path root = directory.path();

  ToolRun generate(std::vector<std::string> inputs) const {
    inputs.insert(inputs.begin(), "generate");
    for (const char* word : {"--out", "out", "--stamp", "state/stamp", "--depfile", "state/stamp.d", "--base", "."}) {
      inputs.emplace_back(word);
    }
    for (const std::string& argument : clang_arguments()) inputs.push_back(argument);
    return run_tool(inputs, root);
  }
};

TEST_CASE("outputs mirror the path of their input below the base") {
  const Project project;
  write_file(project.root / "auth" / "session.json", schema("a"));
  const ToolRun run = project.generate({"auth/session.json"});
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  CHECK(fs::exists(project.root / "out/auth/session.partita.hpp"));
  CHECK(fs::exists(project.root / "out/auth/session.partita.cpp"));
}

TEST_CASE("a schema without entities gets a warning, and its types all the same") {
  const Project project;
  write_file(project.root / "a.json", schema("a"));
  write_file(project.root / "types.json", R"({ "namespace": "crm",
  "types": { "Address": { "fields": { "street": "string" } }, "Level": { "enum": ["low", "high"] } },
  "entities": {} })");
  const ToolRun run = project.generate({"a.json", "types.json"});
  INFO(run.err);
  CHECK(run.exit_code == 0);
  CHECK(run.err.starts_with("types.json:3:15: warning: this schema declares no entity; add one"));
  CHECK(run.err.find("[no-entity]") != std::string::npos);
  const std::string types = read_file(project.root / "out/types.types.partita.hpp");
  CHECK(types.find("struct Address {") != std::string::npos);
  CHECK(types.find("enum class Level") != std::string::npos);
  CHECK(read_file(project.root / "out/a.types.partita.hpp").find("Address") == std::string::npos);
}

TEST_CASE("a second run leaves unchanged outputs alone and writes the stamp") {
  const Project project;
  write_file(project.root / "a.json", schema("a"));
  REQUIRE(project.generate({"a.json"}).exit_code == 0);
  age(project.root);
  const auto outputs = times(project.root / "out");
  const auto stamp = fs::last_write_time(project.root / "state/stamp");
  REQUIRE(project.generate({"a.json"}).exit_code == 0);
  CHECK(times(project.root / "out") == outputs);
  CHECK(fs::last_write_time(project.root / "state/stamp") > stamp);
}

TEST_CASE("an error writes nothing at all") {
  const Project project;
  write_file(project.root / "a.json", schema("a"));
  REQUIRE(project.generate({"a.json"}).exit_code == 0);
  age(project.root);
  const auto before = times(project.root);
  write_file(project.root / "b.json", schema("tenant_id"));
  const ToolRun run = project.generate({"a.json", "b.json"});
  CHECK(run.exit_code == 1);
  fs::remove(project.root / "b.json");
  CHECK(times(project.root) == before);
}

TEST_CASE("outputs of an input that is gone are deleted, files of others are not") {
  const Project project;
  write_file(project.root / "a.json", schema("a"));
  write_file(project.root / "b.json", R"({ "entities": { "B": { "table": "bees",
      "attributes": { "id": "string" }, "partition_key": "id" } } })");
  REQUIRE(project.generate({"a.json", "b.json"}).exit_code == 0);
  CHECK(fs::exists(project.root / "out/b.partita.hpp"));
  write_file(project.root / "out/mine.txt", "mine");
  REQUIRE(project.generate({"a.json"}).exit_code == 0);
  CHECK(fs::exists(project.root / "out/a.partita.hpp"));
  CHECK(!fs::exists(project.root / "out/b.partita.hpp"));
  CHECK(!fs::exists(project.root / "out/b.partita.cpp"));
  CHECK(fs::exists(project.root / "out/mine.txt"));
}

TEST_CASE("a stamp remembers the same files wherever a run starts") {
  const Project project;
  write_file(project.root / "a.json", schema("a"));
  write_file(project.root / "b.json", R"({ "entities": { "B": { "table": "bees",
      "attributes": { "id": "string" }, "partition_key": "id" } } })");
  REQUIRE(project.generate({"a.json", "b.json"}).exit_code == 0);
  write_file(project.root / "elsewhere/out/b.partita.hpp", "mine");
  const ToolRun run =
      run_tool({"generate", "../a.json", "--out", "../out", "--stamp", "../state/stamp", "--base", ".."},
               project.root / "elsewhere");
  REQUIRE(run.exit_code == 0);
  CHECK(fs::exists(project.root / "out/a.partita.hpp"));
  CHECK(!fs::exists(project.root / "out/b.partita.hpp"));
  CHECK(fs::exists(project.root / "elsewhere/out/b.partita.hpp"));
  CHECK(read_file(project.root / "state/stamp.outputs") ==
        "../out/a.partita.cpp\n../out/a.partita.hpp\n../out/a.types.partita.hpp\n");
}

TEST_CASE("the depfile names the stamp and every file that was read") {
  const Project project;
  write_file(project.root / "with space" / "part.hpp", "#pragma once\nstruct Part { int x = 0; };\n");
  write_file(project.root / "a.hpp",
             "#include <partita/annotations.hpp>\n#include \"with space/part.hpp\"\n#include <string>\n"
             "struct A {\n  using partita_entity = partita::entity<\"table_a\">;\n"
             "  partita::partition_key<std::string> id{};\n  Part part{};\n};\n");
  const ToolRun run = project.generate({"a.hpp"});
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  const std::string depfile = read_file(project.root / "state/stamp.d");
  INFO(depfile);
  CHECK(depfile.starts_with("state/stamp:"));
  CHECK(depfile.find("a.hpp") != std::string::npos);
  CHECK(depfile.find("with\\ space/part.hpp") != std::string::npos);
}

TEST_CASE("an output directory that cannot be written is an I/O error with path and reason") {
  const Project project;
  write_file(project.root / "a.json", schema("a"));
  write_file(project.root / "out", "a file where the directory should be");
  const ToolRun run = project.generate({"a.json"});
  CHECK(run.exit_code == 3);
  INFO(run.err);
  CHECK(run.err.starts_with("partita: error: cannot "));
  CHECK(run.err.find("out") != std::string::npos);
  CHECK(!fs::exists(project.root / "state/stamp"));
}

TEST_CASE("output is a function of content and relative path alone") {
  const Project one;
  const Project other;
  for (const Project* project : {&one, &other}) {
    write_file(project->root / "x" / "a.json", schema("a"));
    write_file(project->root / "x" / "b.json", R"({ "entities": { "B": { "table": "bees",
      "attributes": { "id": "string" }, "partition_key": "id" } } })");
  }
  REQUIRE(one.generate({"x/a.json", "x/b.json"}).exit_code == 0);
  REQUIRE(other.generate({"x/b.json", "x/a.json"}).exit_code == 0);
  for (const auto& [path, time] : times(one.root / "out")) {
    CHECK(read_file(one.root / "out" / path) == read_file(other.root / "out" / path));
  }
}

}  // namespace
}  // namespace partita::test
