// JSON as a tree in which every key and value knows where it stands in the text.
#pragma once

#include "diagnostics/diagnostic.hpp"
#include "source/source_set.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace partita::frontend_json {

enum class ValueKind : std::uint8_t { null, boolean, number, string, array, object };

/// "a string", "an object", ...
std::string_view article_name(ValueKind kind);

struct ObjectMember;

struct Value {
  ValueKind kind = ValueKind::null;
  source::Span span;  ///< the whole token; of a string with its quotes, of an object or array up to the closing bracket
  bool boolean = false;
  std::string text;          ///< a string's decoded text, a number as it is written
  bool has_escapes = false;  ///< a string whose decoded text differs from what is written: columns within are unknown
  std::vector<Value> items;
  std::vector<ObjectMember> members;  ///< in the order of the text; of members with one key the first

  const ObjectMember* find(std::string_view key) const;

  /// What stands between the quotes of a string.
  source::Span content() const;

  /// Bytes `begin` to `end` of a string's text; all of it where columns within are unknown.
  source::Span content(std::size_t begin, std::size_t end) const;

  /// Empty, behind the last member of an object: where one more goes.
  source::Span members_end() const;
};

struct ObjectMember {
  std::string key;
  source::Span key_span;  ///< what stands between the quotes
  Value value;

  /// Key and value.
  source::Span span() const { return {key_span.file, key_span.begin, value.span.end}; }
};

/// Parses the text of `file`. Reports every duplicate member; a syntax error is reported and gives no value.
std::optional<Value> parse_json(const source::SourceSet& sources, source::FileId file, diagnostics::Sink& sink);

}  // namespace partita::frontend_json
