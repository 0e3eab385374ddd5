// JSON has no comments, so each schema in json/ has what the tool prints about it beside it, in <name>.expected.txt.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

TEST_CASE("JSON schemas get exactly the text that stands beside them") {
  std::vector<fs::path> schemas;
  for (const auto& entry : fs::directory_iterator(fs::path(PARTITA_CASES) / "json")) {
    if (entry.path().extension() == ".json") schemas.push_back(entry.path());
  }
  std::sort(schemas.begin(), schemas.end());
  for (const fs::path& schema : schemas) {
    DYNAMIC_SECTION(schema.filename().string()) {
      const ToolRun run = run_tool({"check", schema.filename().string()}, schema.parent_path());
      CHECK(run.out.empty());
      CHECK(run.err == read_file(fs::path(schema).replace_extension(".expected.txt")));
      CHECK(run.exit_code == (run.err.find(": error: ") == std::string::npos ? 0 : 1));
    }
  }
}

}  // namespace
}  // namespace partita::test
