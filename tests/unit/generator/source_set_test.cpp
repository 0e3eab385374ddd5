#include "source/source_set.hpp"

#include <catch2/catch.hpp>

namespace partita::source {
namespace {

TEST_CASE("a text is kept once under its path") {
  SourceSet sources;
  const FileId a = sources.add("a", "x");
  const FileId b = sources.add("b", "y");
  CHECK(a != b);
  CHECK(sources.add("a", "other") == a);
  CHECK(sources.text(a) == "x");
}

TEST_CASE("positions count lines and bytes from one") {
  SourceSet sources;
  const FileId file = sources.add("a", "ab\r\n\ncd");
  const auto at = [&](std::uint32_t offset) {
    const Position p = sources.position(file, offset);
    return std::make_pair(p.line, p.column);
  };
  CHECK(at(0) == std::make_pair(1U, 1U));
  CHECK(at(3) == std::make_pair(1U, 4U));
  CHECK(at(4) == std::make_pair(2U, 1U));
  CHECK(at(6) == std::make_pair(3U, 2U));
  CHECK(at(7) == std::make_pair(3U, 3U));
  CHECK(sources.line(file, 1) == "ab");
  CHECK(sources.line(file, 2).empty());
  CHECK(sources.line(file, 3) == "cd");
  CHECK(sources.line(file, 4).empty());
}

}  // namespace
}  // namespace partita::source
