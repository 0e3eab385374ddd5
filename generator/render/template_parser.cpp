#include "render/template_parser.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace partita::render {

namespace {

constexpr std::string_view blanks = " \t";

bool is_name(std::string_view name) {
  if (name == ".") return true;
  bool start = true;
  for (const char c : name) {
    const bool letter = std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_';
    const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
    if (c == '.' ? start : !(letter || (digit && !start))) return false;
    start = c == '.';
  }
  return !name.empty() && !start;
}

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\n") - begin + 1);
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  tl::expected<std::vector<Node>, TemplateError> parse() {
    open_.push_back({});
    while (error_.message.empty()) {
      const auto tag = text_.find("{{", at_);
      if (tag == std::string_view::npos) break;
      read_tag(tag);
    }
    if (!error_.message.empty()) return tl::unexpected(error_);
    if (open_.size() > 1) {
      const Node& unclosed = open_.back();
      return tl::unexpected(TemplateError{unclosed.line, "section '" + unclosed.text + "' is not closed"});
    }
    add_text(text_.size());
    return std::move(open_.front().children);
  }

 private:
  void fail(std::string message) { error_ = {line_of(tag_begin_), std::move(message)}; }

  // Counts on from the last answer, as the offsets grow all but always.
  std::size_t line_of(std::size_t offset) {
    if (offset < counted_) {
      counted_ = 0;
      line_ = 1;
    }
    const std::string_view passed = text_.substr(counted_, offset - counted_);
    line_ += static_cast<std::size_t>(std::count(passed.begin(), passed.end(), '\n'));
    counted_ = offset;
    return line_;
  }

  void add_text(std::size_t end) {
    if (end > at_) {
      open_.back().children.push_back(
          {Node::Kind::text, std::string(text_.substr(at_, end - at_)), line_of(at_), {}, {}});
    }
    at_ = end;
  }

  /// If nothing but the tag is on its line: widens [begin, end) to the whole line and returns what stood before it.
  std::string take_line(std::size_t& begin, std::size_t& end) const {
    const auto before = text_.substr(0, begin).find_last_not_of(blanks);
    const std::size_t line_begin = before == std::string_view::npos ? 0 : before + 1;
    if (line_begin != 0 && text_[line_begin - 1] != '\n') return {};
    auto after = text_.find_first_not_of(blanks, end);
    if (after != std::string_view::npos && text_[after] != '\n') return {};
    std::string indent(text_.substr(line_begin, begin - line_begin));
    // A part of the line that an earlier tag has taken stays taken.
    begin = std::max(line_begin, at_);
    end = after == std::string_view::npos ? text_.size() : after + 1;
    return indent;
  }

  void read_tag(std::size_t begin) {
    tag_begin_ = begin;
    const auto close = text_.find("}}", begin + 2);
    if (close == std::string_view::npos) return fail("a tag is not closed");
    const auto content = trimmed(text_.substr(begin + 2, close - begin - 2));
    std::size_t end = close + 2;

    const char sigil = content.empty() ? '\0' : content.front();
    const bool has_sigil = std::string_view("#^/>!").find(sigil) != std::string_view::npos && sigil != '\0';
    const std::string name(trimmed(has_sigil ? content.substr(1) : content));
    if (sigil != '!' && !is_name(name)) {
      return fail("'{{" + std::string(content) + "}}' is no tag; put a blank between two braces that are text");
    }

    const std::size_t line = line_of(begin);
    std::string indent;
    if (has_sigil) indent = take_line(begin, end);
    add_text(begin);
    at_ = end;

    switch (sigil) {
      case '!':
        break;
      case '#':
      case '^':
        open_.push_back({sigil == '#' ? Node::Kind::section : Node::Kind::inverted, name, line, {}, {}});
        break;
      case '/': {
        if (open_.size() == 1) return fail("section '" + name + "' is closed but not open");
        Node section = std::move(open_.back());
        open_.pop_back();
        if (section.text != name) {
          return fail("section '" + section.text + "' of line " + std::to_string(section.line) + " is closed as '" +
                      name + "'");
        }
        open_.back().children.push_back(std::move(section));
        break;
      }
      case '>':
        open_.back().children.push_back({Node::Kind::partial, name, line, {}, std::move(indent)});
        break;
      default:
        open_.back().children.push_back({Node::Kind::variable, name, line, {}, {}});
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t tag_begin_ = 0;
  std::size_t counted_ = 0;  // line_ is the line of this offset
  std::size_t line_ = 1;
  std::vector<Node> open_;  ///< the root and the sections that are open
  TemplateError error_{1, {}};
};

}  // namespace

tl::expected<std::vector<Node>, TemplateError> parse_template(std::string_view text) {
  return Parser(text).parse();
}

}  // namespace partita::render
