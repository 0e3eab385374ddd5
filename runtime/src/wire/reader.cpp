#include <partita/wire/reader.hpp>

#include <charconv>
#include <system_error>
#include <utility>

namespace partita::inline epoch1::wire {

namespace {

// JSON levels that skipping follows: two for each level of a document, and the reply around it.
constexpr std::size_t max_skipped = 96;

std::string shown(const char* at, const char* end) {
  if (at >= end) return "the end of the text";
  const auto c = static_cast<unsigned char>(*at);
  if (c >= ' ' && c <= '~') return {'\'', *at, '\''};
  return "byte " + std::to_string(c);
}

}  // namespace

void Reader::fail_with(std::string message) {
  if (!error_) {
    if (item != 0) message += " (item " + std::to_string(item) + " of the page)";
    error_.emplace(ErrorKind::decode, std::move(message));
  }
  at_ = end_;
}

void Reader::fail(std::string message) {
  fail_with(std::move(message));
}

void Reader::fail_attribute(std::string_view what) {
  std::string message;
  if (!entity.empty()) message.append(entity).append(": ");
  fail_with(message.append(describe(frame, elements)).append(" ").append(what));
}

void Reader::fail_value(std::string_view what) {
  fail_attribute(is_hidden(frame) ? "is not what the schema says; it is sensitive, so its value is not shown" : what);
}

void Reader::fail_syntax(std::string_view expected) {
  if (!ok()) return;
  fail_with("malformed JSON at byte " + std::to_string(at_ - begin_) + ": expected " + std::string(expected) +
            ", found " + shown(at_, end_));
}

void Reader::fail_missing(const Member& member) {
  if (!ok()) return;
  frame->member = &member;
  fail_attribute("is missing, and has no default");
}

void Reader::fail_conversion(const Error& reason) {
  fail_value("cannot be converted: " + reason.message());
}

void Reader::fail_tag(Tag found, Tag expected) {
  std::string what = "is a ";
  what.append(wire::describe(found)).append(", expected a ").append(wire::describe(expected));
  fail_attribute(what);
}

void Reader::fail_duplicate() {
  fail_attribute("occurs twice");
}

void Reader::fail_depth() {
  fail_attribute("is nested deeper than the 32 levels that DynamoDB allows");
}

void Reader::fail_length(std::size_t found, std::size_t expected) {
  fail_attribute("has " + std::to_string(found) + (found > expected ? " elements or more" : " elements") +
                 ", expected " + std::to_string(expected));
}

void Reader::fail_enumerator(std::string_view found, std::string_view known) {
  if (!ok()) return;
  std::string what = "is '";
  what.append(found.substr(0, 64)).append("', expected one of ").append(known);
  fail_value(what);
}

bool Reader::expect(char c) {
  skip_space();
  if (*at_ == c && at_ != end_) {
    ++at_;
    return true;
  }
  fail_syntax(std::string{'\'', c, '\''});
  return false;
}

bool Reader::begin_object() {
  if (!expect('{')) return false;
  opened_ = at_;
  return true;
}

bool Reader::begin_array() {
  if (!expect('[')) return false;
  opened_ = at_;
  return true;
}

bool Reader::next_key(std::string_view& key) {
  const bool first = at_ == opened_;
  skip_space();
  if (*at_ == '}') {
    ++at_;
    return false;
  }
  if (!first && !expect(',')) return false;
  if (!expect('"')) return false;
  key = text();
  return expect(':');
}

bool Reader::next_element() {
  const bool first = at_ == opened_;
  skip_space();
  if (*at_ == ']') {
    ++at_;
    return false;
  }
  if (!first && !expect(',')) return false;
  skip_space();
  if (*at_ != ']' && at_ != end_) return true;
  fail_syntax("a value");
  return false;
}

std::string_view Reader::skip_value() {
  skip_space();
  const char* const start = at_;
  bool is_object[max_skipped];
  std::size_t depth = 0;
  std::string_view key;
  for (;;) {
    // A value begins here.
    skip_space();
    const char c = *at_;
    if (c == '{' || c == '[') {
      if (depth == max_skipped) {
        fail_depth();
        return {};
      }
      is_object[depth++] = c == '{';
      ++at_;
      opened_ = at_;
    } else if (c == '"') {
      ++at_;
      (void)text();
    } else if (c == 't' || c == 'f') {
      (void)read_bool();
    } else if (c == 'n' && std::string_view(at_, 4) == "null") {
      at_ += 4;
    } else {
      (void)plain_number();
    }
    // After it: as many ends as there are, and the next element.
    while (depth != 0 && ok() && !(is_object[depth - 1] ? next_key(key) : next_element())) --depth;
    if (!ok()) return {};
    if (depth == 0) return {start, static_cast<std::size_t>(at_ - start)};
  }
}

std::string Reader::read_plain_string() {
  std::string value;
  if (expect('"')) string(value);
  return value;
}

bool Reader::read_bool() {
  bool value = false;
  skip_space();
  boolean(value);
  return value;
}

void Reader::end() {
  skip_space();
  if (at_ != end_) fail_syntax("the end of the text");
}

std::optional<std::string_view> Reader::peek(std::string_view name, Tag& tag) {
  const char* const start = at_;
  const char* const opened = opened_;
  std::optional<std::string_view> found;
  std::string_view key;
  begin_object();
  while (!found && next_key(key)) {
    if (key != name) {
      skip_value();
      continue;
    }
    if (!open_any(tag)) break;
    found = tag == Tag::S || tag == Tag::N ? text() : std::string_view();
  }
  if (!ok()) return std::nullopt;
  at_ = start;
  opened_ = opened;
  return found;
}

std::optional<std::string_view> Reader::peek_string(std::string_view name) {
  Tag tag = Tag::S;
  const std::optional<std::string_view> found = peek(name, tag);
  if (!found || tag == Tag::S) return found;
  fail("attribute '" + std::string(name) + "' is a " + std::string(describe(tag)) + ", expected a " +
       std::string(describe(Tag::S)));
  return std::nullopt;
}

bool Reader::peek_expired(std::string_view name, std::int64_t seconds) {
  Tag tag = Tag::N;
  const std::optional<std::string_view> found = peek(name, tag);
  if (!found || tag != Tag::N) return false;
  double value = 0;
  const auto parsed = std::from_chars(found->data(), found->data() + found->size(), value);
  return parsed.ec == std::errc() && value <= static_cast<double>(seconds);
}

bool Reader::open_any(Tag& tag) {
  if (!expect('{') || !expect('"')) return false;
  const char* const start = at_;
  const std::string_view name = text();
  for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(Tag::BS); ++i) {
    tag = static_cast<Tag>(i);
    if (name_of(tag) != name) continue;
    if (!expect(':')) return false;
    skip_space();
    return !in_quotes(tag) || expect('"');
  }
  if (ok()) {
    at_ = start;
    fail_syntax("a type such as S or N");
  }
  return false;
}

void Reader::open(Tag tag) {
  const std::string_view opening = opening_of(tag);
  if (std::string_view(at_, opening.size()) == opening) [[likely]] {
    at_ += opening.size();
    return;
  }
  Tag found = tag;
  if (open_any(found) && found != tag) fail_tag(found, tag);
}

void Reader::close_slowly() {
  (void)expect('}');
}

bool Reader::quote_slowly() {
  return expect('"');
}

bool Reader::next_element_slowly(bool first) {
  if (first) {
    if (!expect('[')) return false;
    opened_ = at_;
  } else {
    opened_ = nullptr;
  }
  if (!next_element()) return false;
  skip_space();
  return true;
}

bool Reader::next_map_key(bool first, std::string& key) {
  if (first) {
    if (!begin_object()) return false;
  } else {
    opened_ = nullptr;
  }
  skip_space();
  if (*at_ == '}') {
    ++at_;
    return false;
  }
  if ((!first && !expect(',')) || !expect('"')) return false;
  string(key);
  if (!expect(':')) return false;
  skip_space();
  return true;
}

}  // namespace partita::inline epoch1::wire
