// The goldens as compilers and clang-format see them.
#include "goldens.hpp"

#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <string>
#include <vector>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

// Neither RTTI nor exceptions; users build without.
constexpr const char* flags =
    " -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror"
    " -fno-rtti -fno-exceptions";

std::string quoted(const fs::path& path) {
  return "'" + path.string() + "'";
}

std::string includes() {
  return " -I" + quoted(golden_directory() / "expected") + " -I" + quoted(golden_directory() / "cases") + " -I" +
         quoted(PARTITA_RUNTIME_INCLUDE) + " ";
}

std::vector<fs::path> expected_files(const std::string& suffix) {
  std::vector<fs::path> files;
  for (const auto& [path, text] : read_tree(golden_directory() / "expected")) {
    if (path.ends_with(suffix)) files.push_back(golden_directory() / "expected" / path);
  }
  REQUIRE(!files.empty());
  return files;
}

void check_command(const std::string& command) {
  const TemporaryDirectory captured;
  const fs::path messages = captured.path() / "messages";
  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
  const int status = std::system((command + " >" + quoted(messages) + " 2>&1 </dev/null").c_str());
  INFO(command << "\n" << read_file(messages));
  CHECK(status == 0);
}

void check_each_with(const std::string& compiler) {
  for (const fs::path& file : expected_files(".cpp")) check_command(compiler + flags + includes() + quoted(file));
}

}  // namespace

TEST_CASE("g++ compiles the goldens without a warning") {
  check_each_with(PARTITA_GXX);
}

TEST_CASE("clang++ compiles the goldens without a warning") {
  check_each_with(PARTITA_CLANGXX);
}

TEST_CASE("all goldens compile in one translation unit") {
  const TemporaryDirectory directory;
  std::string unity;
  for (const fs::path& file : expected_files(".cpp")) unity += "#include \"" + file.string() + "\"\n";
  write_file(directory.path() / "unity.cpp", unity);
  check_command(PARTITA_GXX + std::string(flags) + includes() + quoted(directory.path() / "unity.cpp"));
  check_command(PARTITA_CLANGXX + std::string(flags) + includes() + quoted(directory.path() / "unity.cpp"));
}

// One half of the words are entities, the other half structures in them, and attributes; a view and indexes beside
// them.
TEST_CASE("types may be called what generated code calls its own") {
  std::vector<std::string> words{
      "after",  "all",     "attributes", "by_way",  "call",   "client", "client_", "codec",     "composed", "create",
      "encode", "error",   "existing",   "get",     "get_as", "found",  "in",      "item",      "key",      "now",
      "json",   "out",     "options",    "pages",   "orders", "put",    "query",   "from_item", "wire",     "scan",
      "run",    "set_way", "sort",       "stamped", "table",  "state",  "stored",  "tenant",    "tenant_",  "to_item",
      "value",  "update",  "view",       "version", "where",  "first"};
  const auto schema = [&](const std::string& head) {
    std::string types;
    std::string entities;
    for (std::size_t i = 0; i < words.size(); i += 2) {
      const std::string& type = words[i + 1];
      types += std::string(types.empty() ? "" : ",\n") + "\"" + type + R"(": {"fields": {"text": "string"}})";
      std::string entity = R"("ENTITY": {
        "table": "ENTITY_table", "partition_key": "id", "sort_key": "TYPE", "allow_scan": "there are few",
        "attributes": {"id": "string", "TYPE": "string", "way": "string", "held": "TYPE", "many": "list<TYPE>",
                       "changed": {"type": "timestamp", "updated_at": true}},
        "indexes": {"by_way": {"partition": ["way"]},
                    "by-word": {"partition": ["TYPE"], "sort": ["way"], "projection": ["held"]}},
        "views": {"ENTITY_view": ["id", "many"]}})";
      const auto fill = [&](const std::string& mark, const std::string& text) {
        for (std::size_t at = 0; (at = entity.find(mark, at)) != std::string::npos; at += text.size()) {
          entity.replace(at, mark.size(), text);
        }
      };
      fill("ENTITY", words[i]);
      fill("TYPE", type);
      entities += (entities.empty() ? "" : ",\n") + entity;
    }
    return head + R"("types": {)" + types + R"(}, "entities": {)" + entities + "}}";
  };
  const TemporaryDirectory directory;
  write_file(directory.path() / "global.json", schema("{"));
  // Functions of the C library, too.
  for (const std::string word : {"remove", "read", "write", "write_key"}) words.push_back(word);
  write_file(directory.path() / "named.json", schema(R"({"namespace": "words::of", )"));
  for (const std::string name : {"global", "named"}) {
    for (const auto& [path, text] : generate({name + ".json"}, directory.path(), directory.path())) {
      write_file(directory.path() / path, text);
    }
    for (const char* const compiler : {PARTITA_GXX, PARTITA_CLANGXX}) {
      check_command(std::string(compiler) + flags + " -I" + quoted(directory.path()) + includes() +
                    quoted(directory.path() / (name + ".partita.cpp")));
    }
  }
}

TEST_CASE("clang-format changes nothing in the goldens") {
  std::string command = PARTITA_CLANG_FORMAT " --dry-run -Werror";
  for (const fs::path& file : expected_files("pp")) command += " " + quoted(file);
  check_command(command);
}

}  // namespace partita::test
