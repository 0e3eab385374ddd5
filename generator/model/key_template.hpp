// Keys that are composed from attributes: `TENANT#{tenant_id}`, `CTX#{context_id}#{id}`, `{count:10}`.
#pragma once

#include "model/type.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace partita::model {

/// How the value of an attribute stands in the key.
enum class PartForm : std::uint8_t {
  plain,    ///< `{id}`: as it is; a string that holds a delimiter is refused when it is written, an empty one in every
            ///< form
  padded,   ///< `{count:10}`: a number with leading zeros, so that the order of keys is the order of numbers
  escaped,  ///< `{id:escaped}`: delimiters inside the string are escaped, with %XX
};

struct TemplatePart {
  Name attribute;  ///< its stored name; the span is that of the name inside the braces
  PartForm form = PartForm::plain;
  unsigned digits = 0;  ///< of a padded part
};

/// `CTX#{context_id}#{id}` has the literals `CTX#`, `#` and ``, and the parts context_id and id.
struct KeyTemplate {
  std::string text;                   ///< as written
  std::vector<std::string> literals;  ///< one more than parts: before each of them, and behind the last
  std::vector<TemplatePart> parts;
  source::Span span;  ///< of the text without its quotes

  /// The characters that part the template: each that is neither letter, digit nor underscore in the literals behind a
  /// part, and as the last of the literal before them. What else stands in that one parts nothing: every key begins
  /// with it, so `API-KEY#{id}` takes an id with a dash.
  std::string delimiters() const;
};

/// What all values of a key begin with; a key that is no template begins with anything.
struct KeyHead {
  std::string_view text;
  bool is_whole = false;  ///< a template without parts: every value is this text
};

/// Whether no value of one can be a value of the other, or begin like all of the other.
bool are_apart(const KeyHead& one, const KeyHead& other);

/// A mistake in the text of a template, and the bytes that it is about.
struct TemplateError {
  std::string message;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Reads the text of a template. Spans of the result are not set: for part i, `part_bytes[i]` says where in the text
/// its name stands.
struct TemplateSyntax {
  KeyTemplate key;
  std::vector<std::pair<std::size_t, std::size_t>> part_bytes;  ///< begin and end
};
std::variant<TemplateSyntax, TemplateError> parse_key_template(std::string_view text);

}  // namespace partita::model
