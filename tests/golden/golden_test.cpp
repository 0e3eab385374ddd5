// What the tool writes, byte for byte.
#include "goldens.hpp"

#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstdlib>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

const fs::path cases = golden_directory() / "cases";
const fs::path expected = golden_directory() / "expected";

std::string from_first_namespace(const std::string& text) {
  return text.substr(text.find("\nnamespace "));
}

// What names the annotation that a condition lacks does so in the user's own notation.
std::string without_advice(std::string text) {
  const std::string begin = "    static_assert(proposed != ";
  const std::string wrapped = "    static_assert(\n        proposed != ";
  const std::string end = ");\n";
  for (const std::string& head : {begin, wrapped}) {
    for (std::size_t at = text.find(head); at != std::string::npos; at = text.find(head, at)) {
      text.erase(at, text.find(end, at) + end.size() - at);
    }
  }
  return text;
}

}  // namespace

TEST_CASE("generated code is what it was") {
  std::map<std::string, std::string> made;
  for (const std::string& input : golden_inputs()) made.merge(generate({input}, cases, cases));

  // NOLINTNEXTLINE(concurrency-mt-unsafe): one thread
  if (std::getenv("PARTITA_UPDATE_GOLDENS") != nullptr) {
    fs::remove_all(expected);
    for (const auto& [path, text] : made) write_file(expected / path, text);
  }
  const auto golden = read_tree(expected);
  for (const auto& [path, text] : golden) {
    INFO(path);
    CHECK(made.count(path) == 1);
    CHECK(made[path] == text);
  }
  CHECK(made.size() == golden.size());
}

TEST_CASE("the output depends on content and relative path alone") {
  std::vector<std::string> inputs = golden_inputs();
  const auto once = generate(inputs, cases, cases);
  CHECK(once == read_tree(expected));  // as from one run for each input

  const TemporaryDirectory elsewhere;
  const fs::path copy = elsewhere.path() / "a copy";
  fs::copy(cases, copy, fs::copy_options::recursive);
  std::reverse(inputs.begin(), inputs.end());
  CHECK(generate(inputs, copy, elsewhere.path()) == once);
}

TEST_CASE("an entity gives the same repository from C++ and from JSON") {
  for (const std::string name : {"contact", "document", "single_table"}) {
    const auto from_cpp = read_tree(expected / name);
    const auto from_json = generate({name + "/" + name + ".json"}, golden_directory() / "same_in_json", cases);
    for (const char* const extension : {".partita.hpp", ".partita.cpp"}) {
      INFO(name + extension);
      CHECK(from_first_namespace(without_advice(from_json.at(name + "/" + name + extension))) ==
            from_first_namespace(without_advice(from_cpp.at(name + extension))));
    }
  }
}

TEST_CASE("classes are exported where that is asked for") {
  const auto made = generate({"contact/contact.hpp"}, cases, cases,
                             {"--export-header", "crm/export.hpp", "--export-macro", "CRM_API"});
  const std::string& header = made.at("contact/contact.partita.hpp");
  CHECK(header.find("#include \"crm/export.hpp\"\n") != std::string::npos);
  CHECK(header.find("class CRM_API ContactRepository : ") != std::string::npos);
  CHECK(header.find("class CRM_API ContactRepository::ByRole : ") != std::string::npos);
  CHECK(header.find("class CRM_API ContactRepository::Update : ") != std::string::npos);
}

}  // namespace partita::test
