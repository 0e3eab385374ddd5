#include "diagnostics/github.hpp"

#include "diagnostics/character_column.hpp"
#include "diagnostics/display_line.hpp"

#include <string_view>

namespace partita::diagnostics {

namespace {

std::string escaped(std::string_view text, bool property) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '%':
        result += "%25";
        break;
      case '\r':
        result += "%0D";
        break;
      case '\n':
        result += "%0A";
        break;
      case ':':
        result += property ? "%3A" : ":";
        break;
      case ',':
        result += property ? "%2C" : ",";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string place(const source::Span& span, const source::SourceSet& sources) {
  const source::Position begin = character_position(sources, span.file, span.begin);
  const source::Position end = character_position(sources, span.file, span.end);
  std::string text = "file=" + escaped(sources.path(span.file), true) + ",line=" + std::to_string(begin.line) +
                     ",endLine=" + std::to_string(end.line);
  // Columns are refused where a range has several lines.
  if (begin.line == end.line) {
    text += ",col=" + std::to_string(begin.column) + ",endColumn=" + std::to_string(end.column);
  }
  return text + ",";
}

}  // namespace

std::string render_github(const std::vector<Diagnostic>& diagnostics, const source::SourceSet& sources) {
  std::string text;
  for (const Diagnostic& d : diagnostics) {
    std::string message = d.message;
    for (const Note& note : d.notes) {
      message += "\nnote: ";
      if (note.span.valid()) {
        const source::Position at = sources.position(note.span.file, note.span.begin);
        message += sources.path(note.span.file) + ":" + std::to_string(at.line) + ": ";
      }
      message += note.message;
    }
    text += d.level == Level::error ? "::error " : "::warning ";
    if (d.span.valid()) text += place(d.span, sources);
    text += "title=" + escaped(info(d.id).name, true) + "::" + escaped(as_utf8(message), false) + "\n";
  }
  return text;
}

}  // namespace partita::diagnostics
