#include "config/ini_file.hpp"

#include "text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>

namespace partita::inline epoch1::config {
namespace {

using text::lower;
using text::trim;

constexpr std::string_view blanks = " \t\r";

// A comment within a line starts at a mark that follows a blank: secrets may hold the mark itself.
std::string_view without_comment(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if ((text[i] == '#' || text[i] == ';') && blanks.find(text[i - 1]) != std::string_view::npos) {
      return text.substr(0, i);
    }
  }
  return text;
}

Error malformed(const std::string& where, std::string_view what) {
  return {ErrorKind::invalid_argument, where + ": " + std::string(what)};
}

}  // namespace

IniFile::Section& IniFile::section(std::string_view kind, std::string_view name) {
  const auto known = std::find_if(sections_.begin(), sections_.end(),
                                  [&](const Section& each) { return each.kind == kind && each.name == name; });
  if (known != sections_.end()) return *known;
  return sections_.emplace_back(Section{std::string(kind), std::string(name), {}});
}

const IniFile::Section* IniFile::find(std::string_view kind, std::string_view name) const {
  for (const Section& each : sections_) {
    if (each.kind == kind && each.name == name) return &each;
  }
  return nullptr;
}

Result<IniFile> IniFile::parse(std::string_view text, std::string_view path) {
  IniFile file;
  Section* current = nullptr;
  std::string parent;  // the property without a value that indented lines belong to
  bool may_continue = false;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string where = std::string(path) + ":" + std::to_string(number);
    const std::string_view content = trim(line);
    if (content.empty() || content.front() == '#' || content.front() == ';') continue;
    const bool indented = blanks.find(line.front()) != std::string_view::npos;

    if (content.front() == '[' && !indented) {
      const std::size_t close = content.find(']');
      if (close == std::string_view::npos) return malformed(where, "a section header lacks its ']'");
      const std::string_view header = trim(content.substr(1, close - 1));
      const std::size_t blank = header.find_first_of(blanks);
      if (header.empty()) return malformed(where, "a section header names nothing");
      current = blank == std::string_view::npos ? &file.section("", header)
                                                : &file.section(header.substr(0, blank), trim(header.substr(blank)));
      parent.clear();
      may_continue = false;
      continue;
    }
    if (current == nullptr) return malformed(where, "a property stands before the first section");
    const std::size_t equals = content.find('=');
    if (indented && may_continue && parent.empty()) {
      // The continuation of a value; no setting that is read here spans lines.
      current->properties.back().setting.value.append("\n").append(content);
      continue;
    }
    if (equals == std::string_view::npos || trim(content.substr(0, equals)).empty()) {
      // Not quoted: it may be a secret that lost its name.
      return malformed(where, "the line is neither a [section] nor a 'name = value'");
    }
    const std::string name = lower(trim(content.substr(0, equals)));
    const std::string_view value = trim(without_comment(content.substr(equals + 1)));
    const bool nested = indented && !parent.empty();
    std::string full = name;
    if (nested) full.insert(0, ".").insert(0, parent);
    if (!nested) parent = value.empty() ? name : std::string();
    may_continue = !nested;
    auto& properties = current->properties;
    properties.erase(std::remove_if(properties.begin(), properties.end(),
                                    [&full](const Property& each) { return each.name == full; }),
                     properties.end());
    properties.push_back({full, {std::string(value), where}});
  }
  return file;
}

Result<IniFile> IniFile::read(const std::string& path) {
  const auto close = [](std::FILE* stream) { std::fclose(stream); };
  const auto cannot = [&path] {
    return Error(ErrorKind::invalid_argument, "cannot read '" + path + "': " + std::strerror(errno));
  };
  errno = 0;
  const std::unique_ptr<std::FILE, decltype(close)> stream(std::fopen(path.c_str(), "rb"), close);
  if (!stream) {
    if (errno == ENOENT || errno == ENOTDIR) return IniFile{};
    return cannot();
  }
  std::string text;
  char block[4096];
  std::size_t size = 0;
  do {
    size = std::fread(block, 1, sizeof block, stream.get());
    text.append(block, size);
  } while (size == sizeof block);
  if (std::ferror(stream.get()) != 0) return cannot();
  return parse(text, path);
}

std::optional<Setting> property(const IniFile::Section* section, std::string_view name) {
  if (section == nullptr) return std::nullopt;
  for (const IniFile::Property& each : section->properties) {
    if (each.name == name && !each.setting.value.empty()) return each.setting;
  }
  return std::nullopt;
}

}  // namespace partita::inline epoch1::config
