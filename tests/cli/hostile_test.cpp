// Inputs made to hurt: each gets one clear error, in bounded time (the time limit of the test) and memory.
#include "tool/run_tool.hpp"

#include <sys/resource.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_input = 16U << 20U;

std::string repeated(const std::string& text, std::size_t times) {
  std::string result;
  result.reserve(text.size() * times);
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

/// What `check` prints about an input; its memory is bounded too.
std::string check(const std::string& name, const std::string& text, int exit_code) {
  const TemporaryDirectory directory;
  write_file(directory.path() / name, text);
  std::vector<std::string> arguments{"check", name};
  for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
  const ToolRun run = run_tool(arguments, directory.path());
  CHECK(run.exit_code == exit_code);
  rusage used{};
  REQUIRE(getrusage(RUSAGE_CHILDREN, &used) == 0);
  CHECK(used.ru_maxrss < 1'000'000);  // in KB
  return run.err;
}

TEST_CASE("100 MB of JSON are refused before they are parsed") {
  const std::string text = R"({"entities": {"S": ")" + std::string(100'000'000, 'x') + R"("}})";
  CHECK(check("big.json", text, 3) ==
        "partita: error: cannot read 'big.json': it has more than 16 MiB; divide it into several inputs\n");
}

TEST_CASE("an input without an end is not read to its end") {
  const TemporaryDirectory directory;
  fs::create_symlink("/dev/zero", directory.path() / "endless.json");
  const ToolRun run = run_tool({"check", "endless.json"}, directory.path());
  CHECK(run.exit_code == 3);
  CHECK(run.err ==
        "partita: error: cannot read 'endless.json': it has more than 16 MiB; divide it into several inputs\n");
}

TEST_CASE("as many values as fit a file are refused at the first too many") {
  const std::string found = check("ones.json", "[" + repeated("1,", largest_input / 2 - 2) + "1]", 1);
  CHECK(found ==
        "ones.json:1:1000002: error: malformed JSON: more than 500,000 values; divide the schema into several files "
        "[malformed-json]\n1 error generated.\n");
}

TEST_CASE("10,000 levels are refused at the first too many") {
  const std::string limit = "error: malformed JSON: nested more than 64 levels deep [malformed-json]\n";
  CHECK(check("lists.json", repeated("[", 10'000) + repeated("]", 10'000), 1).starts_with("lists.json:1:65: " + limit));
  CHECK(check("objects.json", repeated("{\"a\":", 10'000), 1).starts_with("objects.json:1:321: " + limit));
}

TEST_CASE("a type of 10,000 levels is refused") {
  const std::string text = R"({"entities": {"S": {"table": "abc", "partition_key": "id", "attributes": {"id": "string",
"a": ")" + repeated("list<", 10'000) +
                           R"("}}}})";
  CHECK(check("type.json", text, 1)
            .starts_with("type.json:2:172: error: the type is nested more than 32 levels deep, which DynamoDB can't "
                         "store [malformed-type]\n"));
}

TEST_CASE("a chain of 3,000 types is read") {
  std::string text = R"({"entities": {}, "types": {"T0": {"enum": ["a"]})";
  for (int i = 1; i <= 3'000; ++i) {
    text += ",\n\"T" + std::to_string(i) + R"(": {"fields": {"a": "T)" + std::to_string(i - 1) + "\"}}";
  }
  CHECK(check("chain.json", text + "}}", 0).find("error") == std::string::npos);
}

TEST_CASE("many mistakes in one line are all reported") {
  const std::string found = check("mistakes.json", "{" + repeated("\"a\": 1, ", 20'000) + "\"entities\": {}}", 1);
  CHECK(found.ends_with("20000 errors generated.\n"));  // an unknown member, and 19,999 duplicates of it
}

TEST_CASE("bytes that are no UTF-8 are found at their place") {
  CHECK(check("latin1.json", "{\"entities\":\n {\"Caf\xE9\": {}}}", 1)
            .starts_with("latin1.json:2:7: error: malformed JSON: this is not UTF-8; save the schema as UTF-8 text "
                         "[malformed-json]\n"));
}

TEST_CASE("a name in a header that is no UTF-8 is shown as text that is") {
  const TemporaryDirectory directory;
  write_file(
      directory.path() / "latin1.hpp",
      "#include <partita/annotations.hpp>\n#include <string>\nstruct Cafe {\n"
      "  using partita_entity = partita::entity<\"caf\xE9s\">;\n  partita::partition_key<std::string> id{};\n};\n");
  for (const std::string format : {"text", "github"}) {
    std::vector<std::string> arguments{"check", "latin1.hpp", "--format", format};
    for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
    const ToolRun run = run_tool(arguments, directory.path());
    INFO(run.err);
    CHECK(run.exit_code == 1);
    CHECK(run.err.find("'caf\uFFFDs'") != std::string::npos);
    CHECK(run.err.find('\xE9') == std::string::npos);
  }
}

TEST_CASE("headers that include each other without end are clang's error") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "a.hpp", "#include \"b.hpp\"\n");
  write_file(directory.path() / "b.hpp", "#include \"a.hpp\"\n");
  const ToolRun run = run_tool({"check", "a.hpp"}, directory.path());
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("error: #include nested too deeply") != std::string::npos);
}

/// An entity with a member `root` of type `type`, behind `declarations`.
std::string entity_of(const std::string& declarations, const std::string& type) {
  return "#include <partita/annotations.hpp>\n#include <string>\n#include <vector>\n" + declarations +
         "\nstruct Tree {\n  using partita_entity = partita::entity<\"trees\">;\n  partita::partition_key<std::string> "
         "id{};\n"
         "  " +
         type + " root{};\n};\n";
}

TEST_CASE("a template that holds itself is refused as any template") {
  const std::string found =
      check("tree.hpp",
            entity_of("template <class T> struct Node { T value{}; std::vector<Node<T>> next{}; };", "Node<int>"), 1);
  CHECK(
      found.starts_with("tree.hpp:8:3: error: type 'Node<int>' of member 'root' cannot be stored: a class template has "
                        "no name of its own to generate code for; use a struct that derives from it "
                        "[unsupported-type]\n"));
  CHECK(found.ends_with("1 error generated.\n"));
}

TEST_CASE("a template without end is clang's error alone") {
  const auto declaration = GENERATE("template <int N> struct Node { Node<N + 1> next{}; };",
                                    "template <int N> struct Node { std::vector<Node<N + 1>> next{}; };");
  const std::string found = check("tree.hpp", entity_of(declaration, "Node<0>"), 1);
  CHECK(found.find("fatal error: recursive template instantiation exceeded maximum depth") != std::string::npos);
  CHECK(found.ends_with("1 error generated.\n"));
}

TEST_CASE("a struct that holds itself through its base, in a list, can be stored") {
  CHECK(check("tree.hpp",
              entity_of("template <class T> struct Linked { std::vector<T> next{}; };\n"
                        "struct Branch : Linked<Branch> { std::string name{}; };",
                        "Branch"),
              0)
            .empty());
}

TEST_CASE("headers of collections that include each other are clang's error, at the name that is not there yet") {
  const TemporaryDirectory directory;
  const auto write = [&](const std::string& name, const std::string& other, const std::string& entity,
                         const std::string& collected) {
    write_file(
        directory.path() / (name + ".hpp"),
        "#pragma once\n#include \"" + other +
            ".hpp\"\n#include <partita/annotations.hpp>\n#include <string>\n#include <vector>\nstruct " + entity +
            " {\n  using partita_entity = partita::entity<\"tab\", partita::discriminator<\"type\", \"" + name +
            "\">>;\n  partita::partition_key<std::string> pk{};\n  partita::sort_key<std::string> sk{};\n};\nstruct " +
            entity + "With {\n  using partita_collection = partita::collection;\n  std::vector<" + collected +
            "> members{};\n};\n");
  };
  write("a", "b", "Alpha", "Beta");
  write("b", "a", "Beta", "Alpha");
  std::vector<std::string> arguments{"check", "a.hpp", "b.hpp"};
  for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
  const ToolRun run = run_tool(arguments, directory.path());
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("b.hpp:13:15: error: use of undeclared identifier 'Alpha'") != std::string::npos);
}

TEST_CASE("a struct that a schema extends may hold itself in a list, and not otherwise") {
  const TemporaryDirectory directory;
  write_file(directory.path() / "node.json", R"({"entities": {"Node": {"extends": "vendor::Node", "include": "node.hpp",
"table": "nodes", "partition_key": "id"}}})");
  const auto run_with = [&](const std::string& member) {
    write_file(directory.path() / "node.hpp",
               "#pragma once\n#include <string>\n#include <vector>\nnamespace vendor {\n"
               "struct Node { std::string id{}; " +
                   member + " };\n}\n");
    std::vector<std::string> arguments{"check", "node.json"};
    for (const std::string& argument : clang_arguments()) arguments.push_back(argument);
    if (std::find(arguments.begin(), arguments.end(), "--") == arguments.end()) arguments.emplace_back("--");
    arguments.emplace_back("-I.");
    return run_tool(arguments, directory.path());
  };
  CHECK(run_with("std::vector<Node> next{};").exit_code == 0);
  const ToolRun run = run_with("Node next{};");
  CHECK(run.exit_code == 1);
  CHECK(run.err.find("error: field has incomplete type 'Node'") != std::string::npos);
}

}  // namespace
}  // namespace partita::test
