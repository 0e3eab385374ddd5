// Entities in JSON that describe a structure of a C++ header.
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace partita::test {
namespace {

const std::string header = R"(#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace vendor {
struct Line { std::string article{}; };
struct Order {
  std::string customerId{};
  std::string id{};
  std::vector<Line> lines{};
  std::optional<std::string> note{};
  std::int64_t revision = 0;
};
union Choice { int a; };
}  // namespace vendor
)";

std::string schema(const std::string& extends, const std::string& attributes = R"("revision": {"version": true})") {
  return "{\"entities\": {\"Order\": {\n\"extends\": " + extends +
         ",\n\"table\": \"orders\", \"partition_key\": \"customer\", \"sort_key\": \"id\",\n\"attributes\": {"
         "\"customer\": {\"field\": \"customerId\"}, " +
         attributes + "}}}}\n";
}

const std::string vendor_order = R"("vendor::Order", "include": "vendor/order.hpp")";

struct Project {
  TemporaryDirectory directory{};

  explicit Project(const std::string& json) {
    write_file(directory.path() / "include" / "vendor" / "order.hpp", header);
    write_file(directory.path() / "order.json", json);
  }

  ToolRun run(std::vector<std::string> arguments) const {
    for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
    if (std::find(arguments.begin(), arguments.end(), "--") == arguments.end()) arguments.emplace_back("--");
    arguments.emplace_back("-Iinclude");
    return run_tool(arguments, directory.path());
  }
};

TEST_CASE("an entity takes the members of the structure that it extends, and writes none") {
  const Project project(schema(vendor_order));
  const ToolRun run = project.run({"generate", "order.json", "--out", "out", "--depfile", "d", "--stamp", "s"});
  CHECK(run.err.empty());
  REQUIRE(run.exit_code == 0);
  const auto out = project.directory.path() / "out";
  const std::string types = read_file(out / "order.types.partita.hpp");
  CHECK(types.find("#include \"vendor/order.hpp\"") != std::string::npos);
  CHECK(types.find("struct") == std::string::npos);
  const std::string repository = read_file(out / "order.partita.hpp");
  CHECK(repository.find("namespace vendor {") != std::string::npos);
  CHECK(repository.find("customerId{\"customer\"}") != std::string::npos);
  CHECK(repository.find("set_note(") != std::string::npos);
  CHECK(repository.find("set_lines(") != std::string::npos);
  CHECK(repository.find("partita::VersionGuard") != std::string::npos);
  CHECK(read_file(project.directory.path() / "d").find("vendor/order.hpp") != std::string::npos);
}

TEST_CASE("what is wrong with an extended structure is reported in the schema") {
  struct Case {
    std::string json;
    std::string found;
  };
  const auto c = GENERATE(values<Case>({
      {schema(R"("vendor::Order", "include": "vendor/oder.hpp")"),
       "order.json:2:41: error: header 'vendor/oder.hpp' is not found; write its path below one of the include "
       "directories, which stand behind '--' as -I DIR [invalid-include]"},
      {schema(R"("seller::Order", "include": "vendor/order.hpp")"),
       "order.json:2:13: error: header 'vendor/order.hpp' declares no structure 'seller::Order'; name one with its "
       "namespaces [unknown-type]"},
      {schema(vendor_order, R"("revison": {"version": true})"),
       "order.json:4:54: error: 'vendor::Order' has no member 'revison'; did you mean 'revision'? "
       "[unknown-attribute]"},
  }));
  const Project project(c.json);
  const ToolRun run = project.run({"check", "order.json"});
  CHECK(run.exit_code == 1);
  CHECK(run.err.substr(0, run.err.find('\n')) == c.found);
  CHECK(run.err.ends_with("1 error generated.\n"));
}

TEST_CASE("what stands beside an extended structure is in the way of generated code too") {
  const Project project(schema(vendor_order));
  write_file(project.directory.path() / "include" / "vendor" / "order.hpp",
             header + "namespace vendor { class OrderRepository {}; }\n");
  const ToolRun run = project.run({"check", "order.json"});
  CHECK(run.exit_code == 1);
  CHECK(
      run.err.starts_with("order.json:1:16: error: 'vendor::OrderRepository' is declared by the header and a class "
                          "generated for entity 'Order'; rename one of them [name-collision]\n"));
  CHECK(run.err.find("order.hpp:18:26: note: the other one is here") != std::string::npos);
}

TEST_CASE("a union cannot be extended") {
  const Project project(R"({"entities": {"Choice": {"extends": "vendor::Choice", "include": "vendor/order.hpp",
"table": "choices", "partition_key": "a"}}})");
  const ToolRun run = project.run({"check", "order.json"});
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("'vendor::Choice' cannot be an entity: a union does not say") != std::string::npos);
  CHECK(run.err.find("order.hpp:16:7: note: it is declared here") != std::string::npos);
}

TEST_CASE("clang's errors in an extended header stand alone") {
  const Project project(schema(vendor_order));
  write_file(project.directory.path() / "include" / "vendor" / "order.hpp",
             "#pragma once\nnamespace vendor { struct Order { Gone id; }; }\n");
  const ToolRun run = project.run({"check", "order.json"});
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("unknown type name 'Gone'") != std::string::npos);
  CHECK(run.err.find("order.json") == std::string::npos);
}

TEST_CASE("a header that includes itself without end, reached from a schema, is clang's error") {
  const Project project(schema(vendor_order));
  write_file(project.directory.path() / "include" / "vendor" / "order.hpp", "#include \"vendor/order.hpp\"\n");
  const ToolRun run = project.run({"check", "order.json"});
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("error: #include nested too deeply") != std::string::npos);
}

}  // namespace
}  // namespace partita::test
