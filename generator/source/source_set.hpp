// The texts that a run reads, and positions in them. Every span of the model and of a diagnostic points here.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace partita::source {

using FileId = std::uint32_t;

/// The file of a span that points nowhere.
inline constexpr FileId no_file = UINT32_MAX;

/// A half-open range of bytes in one file.
struct Span {
  FileId file = no_file;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  bool valid() const { return file != no_file; }
  friend bool operator==(const Span&, const Span&) = default;
};

/// Line and column, both from 1; the column counts bytes, as clang's does.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

/// Owns the text of every input. Ids stay valid for the life of the set.
class SourceSet {
 public:
  /// Adds a file, or returns the id of the one already there under `path`. The path is what diagnostics print.
  FileId add(std::string path, std::string text);

  const std::string& path(FileId file) const { return files_[file].path; }
  const std::string& text(FileId file) const { return files_[file].text; }

  Position position(FileId file, std::uint32_t offset) const;

  /// The text of a line (from 1), without its line end.
  std::string_view line(FileId file, std::uint32_t number) const;

 private:
  struct File {
    std::string path;
    std::string text;
    std::vector<std::uint32_t> line_starts;
  };
  std::deque<File> files_;
  std::map<std::string, FileId, std::less<>> ids_;
};

}  // namespace partita::source
