#include "frontend_json/located_json.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

namespace partita::frontend_json {
namespace {

using diagnostics::Id;

// Far beyond any schema, and small enough for the recursion of a tree's destructor.
constexpr std::size_t deepest_nesting = 64;

// Five times what a thousand entities of twenty attributes have: a tree of them takes megabytes, not all there is.
constexpr std::size_t most_values = 500'000;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_number_char(char c) {
  return is_digit(c) || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

// Builds the tree from the parser's events. An event does not say where its token stands, and the parser reads one
// character beyond a number; so the handler walks over the text itself, token by token. The parser has accepted each
// token before its event, which makes finding its end simple.
class TreeBuilder {
 public:
  TreeBuilder(std::string_view text, source::FileId file, diagnostics::Sink& sink)
      : text_(text), file_(file), sink_(sink) {
    if (text_.starts_with("\xEF\xBB\xBF")) cursor_ = 3;
  }

  std::optional<Value> take() { return std::move(root_); }

  bool null() { return add(ValueKind::null, 4); }

  bool boolean(bool value) {
    Value result = token(ValueKind::boolean, value ? 4 : 5);
    result.boolean = value;
    return add(std::move(result));
  }

  bool number_integer(std::int64_t) { return number(); }
  bool number_unsigned(std::uint64_t) { return number(); }
  bool number_float(double, const std::string&) { return number(); }

  bool string(std::string& text) {
    Value result = token(ValueKind::string, string_length(next_token()));
    result.has_escapes = text.size() + 2 != result.span.end - result.span.begin;
    result.text = std::move(text);
    return add(std::move(result));
  }

  bool binary(nlohmann::json::binary_t&) { return false; }  // no event of JSON text

  bool start_object(std::size_t) { return open(ValueKind::object); }
  bool start_array(std::size_t) { return open(ValueKind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& text) {
    const Value token_of_key = token(ValueKind::string, string_length(next_token()));
    open_.back().key = std::move(text);
    open_.back().key_span = token_of_key.content();
    return true;
  }

  bool parse_error(std::size_t position, const std::string&, const nlohmann::json::exception& error) {
    std::string message = error.what();
    const auto holds = [&](std::string_view text) { return message.find(text) != std::string::npos; };
    // Which byte: the parser knows it within a token, we know where the token begins.
    const std::size_t at = std::min(position == 0 ? 0 : position - 1, text_.size());
    if (holds("number overflow")) return fail(next_token(), "number out of range");
    if (holds("missing closing quote")) return fail_in_string(at, "the file ends inside a string");
    if (holds("ill-formed UTF-8")) {
      return fail(utf8_lead(at), "this is not UTF-8; save the schema as UTF-8 text");
    }
    if (holds("U+000A") || holds("U+000D")) {
      return fail_in_string(at, "the line ends inside a string; a line break in a text is written '\\n'");
    }
    if (const auto unexpected = message.find(" - unexpected "); unexpected != std::string::npos) {
      message.erase(0, unexpected + 3);
      if (next_token() == text_.size()) return fail_at_end(message);
      return fail(next_token(), std::move(message));
    }
    // "[...] parse error at line 1, column 2: syntax error while parsing value - invalid literal; last read: 'x'"
    if (const auto what = message.find(" - "); what != std::string::npos) {
      message.erase(0, what + 3);
    }
    if (const auto read = message.find("; last read:"); read != std::string::npos) message.erase(read);
    return fail(at, std::move(message));
  }

  bool fail(std::size_t at, std::string message) {
    report(at, std::move(message));
    return false;
  }

 private:
  struct Open {
    Value value;
    std::string key;
    source::Span key_span;
    std::map<std::string, source::Span> known_keys = {};
  };

  source::Span span(std::size_t begin, std::size_t end) const {
    return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  diagnostics::Diagnostic& report(std::size_t at, std::string message) {
    const std::size_t end = std::min(at + 1, text_.size());
    return sink_.report(Id::malformed_json, span(at, end), "malformed JSON: " + std::move(message));
  }

  bool fail_in_string(std::size_t at, std::string message) {
    const std::size_t begin = next_token();
    report(at, std::move(message))
        .notes.push_back({span(begin, begin + 1), "the string begins here; close it with '\"'", std::nullopt});
    return false;
  }

  // Where the character begins whose byte `at` is wrong, or missing.
  std::size_t utf8_lead(std::size_t at) const {
    const auto byte = [&](std::size_t i) { return i < text_.size() ? static_cast<unsigned char>(text_[i]) : 0U; };
    while (at > 0 && byte(at) < 0xC0U && byte(at - 1) >= 0x80U) --at;
    return at;
  }

  // `message` is "unexpected end of input; expected ...".
  bool fail_at_end(const std::string& message) {
    if (open_.empty()) return fail(last_token_end(), "the file is empty; a schema is an object, '{...}'");
    const Value& open = open_.back().value;
    const std::string what = open.kind == ValueKind::object ? "object" : "list";
    const std::size_t expected = std::min(message.find(';'), message.size());
    report(last_token_end(), "the file ends inside " + std::string(article_name(open.kind)) + message.substr(expected))
        .notes.push_back({{file_, open.span.begin, open.span.begin + 1}, "the " + what + " begins here", std::nullopt});
    return false;
  }

  std::size_t next_token() const {
    std::size_t at = cursor_;
    while (at < text_.size() && (is_blank(text_[at]) || text_[at] == ',' || text_[at] == ':')) ++at;
    return at;
  }

  // A text that was cut off is wrong behind its last token, not on the empty line below.
  std::size_t last_token_end() const {
    std::size_t at = text_.size();
    while (at > 0 && is_blank(text_[at - 1])) --at;
    return at;
  }

  std::size_t string_length(std::size_t begin) const {
    std::size_t at = begin + 1;
    while (at < text_.size() && text_[at] != '"') at += text_[at] == '\\' ? 2U : 1U;
    return at + 1 - begin;
  }

  Value token(ValueKind kind, std::size_t length) {
    Value result;
    result.kind = kind;
    const std::size_t begin = next_token();
    cursor_ = begin + length;
    result.span = span(begin, cursor_);
    return result;
  }

  bool number() {
    const std::size_t begin = next_token();
    std::size_t end = begin;
    while (end < text_.size() && is_number_char(text_[end])) ++end;
    // No number goes on behind a leading zero, though digits may follow it by mistake: `01`.
    const std::size_t digits = text_[begin] == '-' ? begin + 1 : begin;
    if (text_[digits] == '0' && digits + 1 < end && is_digit(text_[digits + 1])) end = digits + 1;
    Value result = token(ValueKind::number, end - begin);
    result.text = std::string(text_.substr(begin, end - begin));
    return add(std::move(result));
  }

  bool open(ValueKind kind) {
    Value result = token(kind, 1);
    if (open_.size() == deepest_nesting) {
      return fail(result.span.begin, "nested more than " + std::to_string(deepest_nesting) + " levels deep");
    }
    open_.push_back({std::move(result), {}, {}});
    return true;
  }

  bool close() {
    const Value bracket = token(ValueKind::null, 1);
    Value result = std::move(open_.back().value);
    open_.pop_back();
    result.span.end = bracket.span.end;
    return add(std::move(result));
  }

  bool add(ValueKind kind, std::size_t length) { return add(token(kind, length)); }

  bool add(Value value) {
    if (++values_ > most_values) {
      return fail(value.span.begin, "more than 500,000 values; divide the schema into several files");
    }
    if (open_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Open& parent = open_.back();
    if (parent.value.kind == ValueKind::array) {
      parent.value.items.push_back(std::move(value));
    } else if (const auto [first, added] = parent.known_keys.try_emplace(parent.key, parent.key_span); !added) {
      auto& report = sink_.report(Id::duplicate_member, parent.key_span,
                                  "duplicate member '" + parent.key + "'; keep one of the two");
      report.notes.push_back({first->second, "the first one is here", std::nullopt});
    } else {
      parent.value.members.push_back({std::move(parent.key), parent.key_span, std::move(value)});
    }
    return true;
  }

  std::string_view text_;
  source::FileId file_;
  diagnostics::Sink& sink_;
  std::size_t cursor_ = 0;
  std::size_t values_ = 0;
  std::vector<Open> open_;
  std::optional<Value> root_;
};

}  // namespace

std::string_view article_name(ValueKind kind) {
  switch (kind) {
    case ValueKind::null:
      return "null";
    case ValueKind::boolean:
      return "a boolean";
    case ValueKind::number:
      return "a number";
    case ValueKind::string:
      return "a string";
    case ValueKind::array:
      return "a list";
    case ValueKind::object:
      return "an object";
  }
  return "a value";
}

const ObjectMember* Value::find(std::string_view key) const {
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const auto& member) { return member.key == key; });
  return found == members.end() ? nullptr : &*found;
}

source::Span Value::content() const {
  return {span.file, span.begin + 1, span.end - 1};
}

source::Span Value::content(std::size_t begin, std::size_t end) const {
  const source::Span whole = content();
  if (has_escapes) return whole;
  return {whole.file, whole.begin + static_cast<std::uint32_t>(begin), whole.begin + static_cast<std::uint32_t>(end)};
}

source::Span Value::members_end() const {
  const std::uint32_t at = members.empty() ? span.begin + 1 : members.back().value.span.end;
  return {span.file, at, at};
}

std::optional<Value> parse_json(const source::SourceSet& sources, source::FileId file, diagnostics::Sink& sink) {
  const std::string& text = sources.text(file);
  TreeBuilder builder(text, file, sink);
  // The parser takes a NUL for the end of its input and would silently ignore what follows.
  if (const std::size_t nul = text.find('\0'); nul != std::string::npos) {
    builder.fail(nul, "NUL byte; a schema is UTF-8 text");
    return std::nullopt;
  }
  const bool parsed = nlohmann::json::sax_parse(text.data(), text.data() + text.size(), &builder);
  return parsed ? builder.take() : std::nullopt;
}

}  // namespace partita::frontend_json
