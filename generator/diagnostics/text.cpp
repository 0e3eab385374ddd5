#include "diagnostics/text.hpp"

#include "diagnostics/display_line.hpp"

#include <algorithm>
#include <string_view>

namespace partita::diagnostics {

namespace {

/// Longer lines are data, not text: no one looks for a caret in them. The limit is clang's.
constexpr std::size_t longest_line_shown = 4096;

constexpr std::string_view bold = "\033[1m";
constexpr std::string_view green = "\033[0;1;32m";
constexpr std::string_view plain = "\033[0m";

std::string_view word(Level level) {
  switch (level) {
    case Level::error:
      return "error: ";
    case Level::warning:
      return "warning: ";
    case Level::note:
      break;
  }
  return "note: ";
}

std::string_view colour_of(Level level) {
  switch (level) {
    case Level::error:
      return "\033[0;1;31m";
    case Level::warning:
      return "\033[0;1;35m";
    case Level::note:
      break;
  }
  return "\033[0;1;36m";
}

class TextRenderer {
 public:
  TextRenderer(const source::SourceSet& sources, Colour colour) : sources_(sources), colour_(colour == Colour::on) {}

  void add(const Diagnostic& d) {
    entry(d.level, d.span, d.message + " [" + std::string(info(d.id).name) + "]", d.fix);
    for (const Note& note : d.notes) entry(Level::note, note.span, note.message, note.fix);
  }

  const std::string& text() const { return out_; }

 private:
  void paint(std::string_view code) {
    if (colour_) out_ += code;
  }

  void entry(Level level, const source::Span& span, const std::string& message, const std::optional<FixIt>& fix) {
    paint(bold);
    if (span.valid()) {
      const source::Position at = sources_.position(span.file, span.begin);
      out_ += sources_.path(span.file) + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": ";
    }
    paint(colour_of(level));
    out_ += word(level);
    paint(plain);
    if (level != Level::note) paint(bold);
    out_ += as_utf8(message);
    if (level != Level::note) paint(plain);
    out_ += '\n';
    if (span.valid()) snippet(span, fix);
  }

  void gutter(const std::string& number) {
    constexpr std::size_t digits = 5;
    out_.append(digits - std::min(digits, number.size()), ' ');
    out_ += number + " | ";
  }

  void snippet(const source::Span& span, const std::optional<FixIt>& fix) {
    const source::Position at = sources_.position(span.file, span.begin);
    const std::string_view line = sources_.line(span.file, at.line);
    if (line.size() > longest_line_shown) return;
    const DisplayLine shown = display_line(line);
    const auto column = [&](std::size_t byte) { return shown.columns[std::min(byte, line.size())]; };

    const std::string number = std::to_string(at.line);
    gutter(number);
    out_ += shown.text + "\n";

    const std::size_t first = at.column - 1;
    // A span over several lines is cut at the end of its first.
    const std::size_t last = first + (span.end > span.begin ? span.end - span.begin : 0);
    const std::size_t caret = column(first);
    gutter(std::string(number.size(), ' '));
    out_.append(caret, ' ');
    paint(green);
    out_ += '^';
    if (column(last) > caret + 1) out_.append(column(last) - caret - 1, '~');
    paint(plain);
    out_ += '\n';
    if (fix) fix_line(*fix, span.file, at.line, number.size(), column);
  }

  /// The text to put there, under the place where it goes. One that spans lines is not shown, as in clang.
  void fix_line(const FixIt& fix, source::FileId file, std::uint32_t line, std::size_t digits, const auto& column) {
    if (!fix.span.valid() || fix.span.file != file || fix.text.empty() || fix.text.find('\n') != std::string::npos)
      return;
    const source::Position at = sources_.position(file, fix.span.begin);
    if (at.line != line) return;
    gutter(std::string(digits, ' '));
    out_.append(column(at.column - 1), ' ');
    paint(green);
    out_ += as_utf8(fix.text);
    paint(plain);
    out_ += '\n';
  }

  const source::SourceSet& sources_;
  bool colour_;
  std::string out_;
};

std::string counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

std::string render_text(const std::vector<Diagnostic>& diagnostics, const source::SourceSet& sources, Colour colour) {
  TextRenderer renderer(sources, colour);
  for (const Diagnostic& d : diagnostics) renderer.add(d);
  return renderer.text();
}

std::string summary(const std::vector<Diagnostic>& diagnostics) {
  const auto count = [&](Level level) {
    return static_cast<std::size_t>(std::count_if(diagnostics.begin(), diagnostics.end(),
                                                  [level](const Diagnostic& d) { return d.level == level; }));
  };
  const std::size_t warnings = count(Level::warning);
  const std::size_t errors = count(Level::error);
  if (warnings + errors == 0) return {};
  std::string text;
  if (warnings != 0) text = counted(warnings, "warning");
  if (warnings != 0 && errors != 0) text += " and ";
  if (errors != 0) text += counted(errors, "error");
  return text + " generated.\n";
}

}  // namespace partita::diagnostics
