#include "driver/fixes.hpp"

#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

namespace partita::driver {
namespace {

using diagnostics::Diagnostic;
using diagnostics::FixIt;
using diagnostics::Id;
using diagnostics::Level;

struct File {
  test::TemporaryDirectory directory;
  std::string path = (directory.path() / "a.json").string();
  source::SourceSet sources;
  std::vector<Diagnostic> findings;

  explicit File(const std::string& text) {
    test::write_file(path, text);
    sources.add(path, text);
  }

  Diagnostic& add(const std::string& message) {
    return findings.emplace_back(Diagnostic{Id::duplicate_key, Level::error, {0, 0, 1}, message, {}, {}});
  }

  /// The text of the file after the fixes.
  std::string fixed(const std::set<std::string>& done = {}) {
    const auto result = apply_fixes(findings, sources, {path}, done);
    REQUIRE_FALSE(result.failure);
    count = result.findings.size();
    return test::read_file(path);
  }

  std::size_t count = 0;
};

FixIt replace(std::uint32_t begin, std::uint32_t end, const std::string& text, std::vector<FixIt> also = {}) {
  return {{0, begin, end}, text, std::move(also)};
}

TEST_CASE("a change of several places is made whole") {
  File file("0123456789");
  file.add("one").fix = replace(2, 4, "ab", {replace(8, 8, "cd"), replace(0, 1, "")});
  CHECK(file.fixed() == "1ab4567cd89");
  CHECK(file.count == 1);
}

TEST_CASE("of changes that overlap the first is made, and no part of the other") {
  File file("0123456789");
  file.add("one").fix = replace(2, 5, "ab");
  file.add("two").fix = replace(4, 6, "cd", {replace(9, 10, "x")});
  CHECK(file.fixed() == "01ab56789");
  CHECK(file.count == 1);
}

TEST_CASE("insertions at one place stand in the order of their findings, the same one once") {
  File file("0123");
  file.add("one").fix = replace(2, 2, ", a");
  file.add("two").fix = replace(2, 2, ", b");
  file.add("three").fix = replace(2, 2, ", a");
  CHECK(file.fixed() == "01, a, b23");
  CHECK(file.count == 3);
}

TEST_CASE("of the proposals in notes the first is taken, after a fix of the finding's own") {
  File file("0123");
  auto& guessed = file.add("one");
  guessed.notes.push_back({{}, "no fix here", {}});
  guessed.notes.push_back({{}, "this way", replace(0, 0, "a")});
  guessed.notes.push_back({{}, "or this way", replace(1, 1, "b")});
  auto& certain = file.add("two");
  certain.notes.push_back({{}, "this way", replace(2, 2, "c")});
  certain.fix = replace(3, 3, "d");
  CHECK(file.fixed() == "a012d3");
}

TEST_CASE("what is accepted, fixed before, or in other files is left alone") {
  File file("0123");
  file.sources.add("other.json", "0123");
  auto& accepted = file.add("one");
  accepted.fix = replace(0, 0, "a");
  accepted.accepted = diagnostics::Acceptance{};
  file.add("two").fix = FixIt{{1, 0, 0}, "b"};
  file.add("three").fix = replace(2, 2, "c", {FixIt{{1, 0, 0}, "d"}});
  CHECK(file.fixed() == "0123");
  CHECK(file.count == 0);

  file.add("four").fix = replace(0, 0, "e");
  const auto first = apply_fixes(file.findings, file.sources, {file.path}, {});
  REQUIRE_FALSE(first.failure);
  CHECK(test::read_file(file.path) == "e0123");
  CHECK(file.fixed(first.findings) == "e0123");
  CHECK(file.count == 0);
}

}  // namespace
}  // namespace partita::driver
