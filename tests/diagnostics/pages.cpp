// Every id has a page in docs/diagnostics whose examples are true: each one marked `fails` gives the id, each one
// marked `passes` gives nothing at all. Where a failing one gets a fix, the fixed example gives nothing either.
//
// An example is a fenced block with the info string `cpp fails`, `cpp passes`, `json fails` or `json passes`. Blocks
// that carry a name as a third word (`cpp fails billing/contact.hpp`) are files of one run.
#include "diagnostics/ids.hpp"
#include "reported.hpp"
#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace partita::test {
namespace {

namespace fs = std::filesystem;

/// The files of one run, by name.
using Files = std::map<std::string, std::string>;

struct Examples {
  std::vector<Files> fails;
  std::vector<Files> passes;
};

Examples examples_of(const std::string& page) {
  std::map<std::string, Files> named;
  std::map<std::string, std::vector<Files>> unnamed;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("```")) continue;
    std::istringstream info(line.substr(3));
    std::string language, verdict, name, text;
    info >> language >> verdict >> name;
    while (std::getline(lines, line) && line != "```") text += line + "\n";
    if (verdict.empty()) continue;
    if (name.empty()) {
      unnamed[verdict].push_back({{language == "json" ? "example.json" : "example.hpp", text}});
    } else {
      named[verdict][name] = text;
    }
  }
  for (auto& [verdict, files] : named) unnamed[verdict].push_back(files);
  return {unnamed["fails"], unnamed["passes"]};
}

/// An example as files in a directory.
class Example {
 public:
  explicit Example(const Files& files) {
    for (const auto& [name, text] : files) {
      write_file(directory_.path() / name, text);
      names_.push_back(name);
    }
  }

  Checked check(const std::vector<std::string>& options = {}) const {
    return test::check(names_, directory_.path(), options);
  }

 private:
  TemporaryDirectory directory_;
  std::vector<std::string> names_;
};

/// The tool's own fixes leave nothing behind.
void check_fixes(const Example& example) {
  const Checked fixed = example.check({"--fix"});
  INFO(fixed.err);
  CHECK(fixed.exit_code == 0);
  for (const Reported& reported : fixed.reported) FAIL_CHECK("left after --fix: " << reported.text());
  const Checked second = example.check();
  CHECK(second.exit_code == 0);
  CHECK(second.reported.empty());
}

TEST_CASE("every diagnostic has a page with examples that hold") {
  for (const auto& id : diagnostics::all_ids()) {
    const std::string name(id.name);
    DYNAMIC_SECTION(name) {
      const fs::path path = fs::path(PARTITA_PAGES) / (name + ".md");
      REQUIRE(fs::exists(path));
      const std::string page = read_file(path);
      CHECK(page.starts_with("# " + name + "\n"));
      const ToolRun explained = run_tool({"explain", "--id", name}, ".");
      CHECK(explained.exit_code == 0);
      CHECK(explained.out == page);
      const Examples examples = examples_of(page);
      CHECK(!examples.fails.empty());
      CHECK(!examples.passes.empty());
      for (const Files& files : examples.fails) {
        INFO(files.begin()->second);
        const Example example(files);
        const Checked checked = example.check();
        INFO(checked.err);
        std::set<std::string> ids;
        for (const Reported& reported : checked.reported) ids.insert(reported.id);
        CHECK(ids == std::set<std::string>{name});
        if (checked.fixable) check_fixes(example);
      }
      for (const Files& files : examples.passes) {
        INFO(files.begin()->second);
        const Checked checked = Example(files).check();
        INFO(checked.err);
        CHECK(checked.exit_code == 0);
        for (const Reported& reported : checked.reported) FAIL_CHECK(reported.text());
      }
    }
  }
}

TEST_CASE("the index of the pages lists every diagnostic with its level and summary") {
  std::string rows;
  for (const auto& id : diagnostics::all_ids()) {
    const std::string name(id.name);
    rows += "| [" + name + "](" + name + ".md) | " + (id.level == diagnostics::Level::error ? "error" : "warning") +
            " | " + std::string(id.summary) + " |\n";
  }
  INFO(rows);
  CHECK(read_file(fs::path(PARTITA_PAGES) / "README.md").find(rows) != std::string::npos);
}

TEST_CASE("the index of the pages lists the errors that can be suppressed") {
  const std::string index = read_file(fs::path(PARTITA_PAGES) / "README.md");
  std::set<std::string> listed;
  std::istringstream lines(index);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("- [")) listed.insert(line.substr(3, line.find(']') - 3));
  }
  std::set<std::string> suppressible;
  for (const auto& id : diagnostics::all_ids()) {
    if (id.level == diagnostics::Level::error && diagnostics::is_suppressible(id.id)) {
      suppressible.insert(std::string(id.name));
    }
  }
  CHECK(listed == suppressible);
}

TEST_CASE("no page is left over from an id that is gone") {
  for (const auto& entry : fs::directory_iterator(PARTITA_PAGES)) {
    const std::string stem = entry.path().stem().string();
    if (stem == "README") continue;
    INFO(stem);
    CHECK(diagnostics::find_id(stem));
  }
}

}  // namespace
}  // namespace partita::test
