#include <partita/buffer.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <utility>

using partita::Buffer;

namespace {
// The scanner reads `padding` bytes past the end; the sanitizers see it if they are not there.
bool is_padded(const Buffer& buffer) {
  const char* const end = buffer.data() + buffer.size();
  return std::all_of(end, end + Buffer::padding, [](char c) { return c == '\0'; });
}
}  // namespace

TEST_CASE("a buffer is padded with zeros after every change") {
  Buffer buffer;
  CHECK(is_padded(buffer));
  CHECK(buffer.view().empty());
  std::string expected;
  for (int i = 0; i < 3000; ++i) {
    const std::string piece(static_cast<std::size_t>(i % 97), static_cast<char>('a' + i % 26));
    buffer.append(piece);
    expected += piece;
    REQUIRE(is_padded(buffer));
  }
  CHECK(buffer.view() == expected);
  buffer.clear();
  CHECK(buffer.empty());
  CHECK(is_padded(buffer));
  buffer.assign("short");
  CHECK(buffer.view() == "short");
  CHECK(is_padded(buffer));
  buffer.reserve(100000);
  CHECK(buffer.view() == "short");
  CHECK(is_padded(buffer));
}

TEST_CASE("a moved buffer takes its bytes along and leaves an empty one") {
  Buffer from("text");
  Buffer to(std::move(from));
  CHECK(to.view() == "text");
  CHECK(from.view().empty());  // NOLINT(bugprone-use-after-move): that is the promise
  CHECK(is_padded(from));
  from = std::move(to);
  CHECK(from.view() == "text");
  CHECK(is_padded(to));  // NOLINT(bugprone-use-after-move)
}

TEST_CASE("a buffer may take text of its own") {
  Buffer buffer(std::string(1000, 'x') + "tail");
  for (int i = 0; i < 4; ++i) buffer.append(buffer.view());
  CHECK(buffer.size() == 16 * 1004);
  CHECK(buffer.view().ends_with("xxtail"));
  buffer.assign(buffer.view().substr(buffer.size() - 4));
  CHECK(buffer.view() == "tail");
  CHECK(is_padded(buffer));
}
