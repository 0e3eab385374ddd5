#include "source/source_set.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace partita::source {

FileId SourceSet::add(std::string path, std::string text) {
  if (auto known = ids_.find(path); known != ids_.end()) return known->second;
  File file{std::move(path), std::move(text), {0}};
  for (std::size_t i = 0; i < file.text.size(); ++i) {
    if (file.text[i] == '\n') file.line_starts.push_back(static_cast<std::uint32_t>(i + 1));
  }
  const auto id = static_cast<FileId>(files_.size());
  ids_.emplace(file.path, id);
  files_.push_back(std::move(file));
  return id;
}

Position SourceSet::position(FileId file, std::uint32_t offset) const {
  const auto& starts = files_[file].line_starts;
  const auto after = std::upper_bound(starts.begin(), starts.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - starts.begin());
  return {line, offset - starts[line - 1] + 1};
}

std::string_view SourceSet::line(FileId file, std::uint32_t number) const {
  const File& of = files_[file];
  if (number == 0 || number > of.line_starts.size()) return {};
  // Not by looking for the line's end: a line can be the whole file, and every diagnostic asks for it.
  const std::size_t begin = of.line_starts[number - 1];
  const std::size_t end = number < of.line_starts.size() ? of.line_starts[number] - 1 : of.text.size();
  std::string_view text = std::string_view(of.text).substr(begin, end - begin);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

}  // namespace partita::source
