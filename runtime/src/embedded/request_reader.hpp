// Reads the body of a request, and refuses what is not of the service's types as the service does.
#pragma once

#include "embedded/refusal.hpp"

#include <partita/wire/reader.hpp>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace partita::inline epoch1::embedded {

/// Refusals stick: after the first one all loops of reading end, and all values are empty.
class RequestReader {
 public:
  explicit RequestReader(std::string_view body) : body_(body), text_(body), in_(text_.reader()) {}

  bool ok() const { return in_.ok(); }
  /// Only after a failure. A malformed text is refused with `SerializationException`, whatever was wrong before.
  Refusal refusal() const;
  void refuse(Refusal refusal);
  void refuse_invalid(std::string message) { refuse({"ValidationException", std::move(message)}); }

  /// The same as those of wire::Reader, for values of any type.
  bool begin_object();
  bool next_key(std::string_view& key) { return in_.next_key(key); }
  bool begin_array();
  bool next_element() { return in_.next_element(); }
  std::string_view skip_value() { return in_.skip_value(); }
  void end() { in_.end(); }

  /// Consumes null, which is the same as no value.
  bool take_null();
  bool next_is_null() { return in_.peek() == 'n'; }
  bool next_is_true() { return in_.peek() == 't'; }
  /// Valid until the next call, as keys are.
  std::string_view string();
  bool boolean();
  std::int64_t integer();

  /// The same text, valid as long as this.
  std::string_view kept(std::string_view text) { return in_.keeps(text) ? text : texts_.emplace_back(text); }
  /// Whether the text stands in the body as it is, so needs no escapes.
  bool is_plain(std::string_view text) const { return in_.keeps(text); }

 private:
  bool expect(char opening, std::string_view type);

  std::string_view body_;
  wire::TextReader text_;
  wire::Reader& in_;
  std::deque<std::string> texts_;
  std::optional<Refusal> refusal_;
};

}  // namespace partita::inline epoch1::embedded
