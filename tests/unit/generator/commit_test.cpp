#include "emit/commit.hpp"

#include "tool/run_tool.hpp"

#include <catch2/catch.hpp>

namespace partita::emit {
namespace {

TEST_CASE("an output path is taken once") {
  OutputSet outputs;
  CHECK(outputs.add("a.hpp", "1"));
  CHECK(!outputs.add("a.hpp", "2"));
  CHECK(outputs.outputs().at("a.hpp") == "1");
}

TEST_CASE("the depfile escapes what Make and Ninja read otherwise") {
  CHECK(depfile_escaped("plain/a.hpp") == "plain/a.hpp");
  CHECK(depfile_escaped("a b") == "a\\ b");
  CHECK(depfile_escaped("a#b") == "a\\#b");
  CHECK(depfile_escaped("a$b") == "a$$b");
  CHECK(depfile_escaped("a\\ b") == "a\\\\\\ b");
}

TEST_CASE("dependencies are listed once, in a fixed order") {
  const test::TemporaryDirectory directory;
  const auto path = [&](const char* name) { return (directory.path() / name).string(); };
  OutputSet outputs;
  REQUIRE(outputs.add("x.hpp", "text"));
  REQUIRE(commit(outputs, {path("out"), path("stamp"), path("dep"), {"b", "a", "b"}}));
  CHECK(test::read_file(path("dep")) == path("stamp") + ": \\\n  a \\\n  b\n");
}

TEST_CASE("without a stamp nothing is remembered") {
  const test::TemporaryDirectory directory;
  OutputSet outputs;
  REQUIRE(outputs.add("deep/x.hpp", "text"));
  REQUIRE(commit(outputs, {directory.path().string(), "", "", {}}));
  CHECK(test::read_file(directory.path() / "deep/x.hpp") == "text");
  CHECK(std::distance(std::filesystem::directory_iterator(directory.path()), {}) == 1);
}

}  // namespace
}  // namespace partita::emit
